"""Writing made-up children as the returns a council produces."""
