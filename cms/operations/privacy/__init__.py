"""What is kept about whom, and forgetting somebody: an account of the admin, or a partner's contact."""
