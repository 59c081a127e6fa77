"""What keeps a change from the public although the pages demand it: an address that is another's, and too wide a blast."""
