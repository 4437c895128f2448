"""How the tables of suggestions came to be as they are."""
