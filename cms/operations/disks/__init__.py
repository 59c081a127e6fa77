"""Full disks: what does not fit is refused whole (`cms/portal/unsaved.py` tells whoever wanted to save it)."""
