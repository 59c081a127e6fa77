"""What a type of item or a block declares, once: its payload, whose fields say what they hold.

All else is derived from it: what outlets serve and say of it, what search reads, what completeness compares, what pages show.
"""
