"""Scorecard, measures, the children behind a figure, explorers, commentary and targets."""
