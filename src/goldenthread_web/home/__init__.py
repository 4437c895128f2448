"""The first page of each role, the search, and the sections of the site."""
