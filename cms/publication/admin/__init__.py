"""What editors see of the publication: an item's public editions, what is not public yet, and messages that say why."""
