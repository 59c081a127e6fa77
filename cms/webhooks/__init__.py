"""Changes told to partners: an outlet that calls, after Standard Webhooks 1.0."""
