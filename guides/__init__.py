"""The framework with its sections and resources, information for people involved, good practice guides and training."""
