"""Numbers spoken in words, written in digits."""
