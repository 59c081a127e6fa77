"""Reviews of whole pages: when they are due, who is reminded, and the button that records one."""
