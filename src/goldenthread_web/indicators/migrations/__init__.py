"""How the tables of indicators came to be as they are."""
