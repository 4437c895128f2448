"""Commands of the people app, one a file."""
