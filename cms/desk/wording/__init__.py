"""What Wagtail and wagtail-localize say in English whatever the language of the screen."""
