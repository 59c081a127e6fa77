"""Who takes the content over the API: partners and their keys, how much each may ask for, and how much they asked."""
