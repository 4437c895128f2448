"""How the tables of boards came to be as they are."""
