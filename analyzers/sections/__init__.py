"""What the parts of a posting are: headings, items, and the kind of each."""
