"""The watched folder: from a dropped file to its place in done, review, duplicates or failed."""
