"""Boards: who sits on them, their meetings, what is said and decided there, and what follows."""
