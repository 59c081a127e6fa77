"""Full disks: what does not fit is refused whole, and whoever wanted to save it is told."""
