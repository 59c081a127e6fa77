"""What is read for those who go through all that is public: search engines."""
