"""The names of the field: preferred while hearing, spotted in the sound, repaired where it sounds alike."""
