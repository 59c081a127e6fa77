"""What a preview is shown as: one language in a form, or both side by side; and that nobody keeps it."""
