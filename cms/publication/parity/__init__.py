"""How the two languages stand to each other: what each lacks, counted in items and words, for editors and for the public."""
