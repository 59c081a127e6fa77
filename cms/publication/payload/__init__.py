"""The one shape that every outlet serves, and the making of its bytes."""
