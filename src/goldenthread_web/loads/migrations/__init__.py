"""How the tables of loads came to be as they are."""
