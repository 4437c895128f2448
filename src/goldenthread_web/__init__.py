"""The site of Goldenthread: the pages of the people who act on the numbers."""
