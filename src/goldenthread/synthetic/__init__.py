"""A seeded, made-up authority that writes real returns."""
