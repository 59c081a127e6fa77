"""How much a client may ask for in a minute, counted in each process and shared between them."""
