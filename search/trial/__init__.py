"""What a search would find if something were otherwise, before anybody publishes it. Nothing is written or counted."""
