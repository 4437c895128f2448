"""Suggestions from the front line: raised, considered, decided, acted on, told back."""
