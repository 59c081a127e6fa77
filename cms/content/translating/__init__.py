"""What stands before wagtail-localize: nobody's words are overwritten, and its records are kept in few statements."""
