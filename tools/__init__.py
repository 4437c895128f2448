"""Small programs that keep the repository true: generated pages, lock checks."""
