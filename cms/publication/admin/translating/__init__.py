"""What editors see of translations, and may do with them: wagtail-localize's screens, told what readers are told."""
