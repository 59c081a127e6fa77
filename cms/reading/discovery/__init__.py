"""How machines find what there is to read: feeds, sitemaps, robots.txt, and what a page's head says of it."""
