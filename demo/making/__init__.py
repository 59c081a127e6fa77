"""Makers of the demo's downloads and pictures, one format a module. Only demo/make_files.py uses them."""
