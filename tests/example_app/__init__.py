"""An app of somebody else's: a page type with a block of its own, added from outside. docs/how-to/page-type.md tells how."""
