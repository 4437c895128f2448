"""The migrations of the thread."""
