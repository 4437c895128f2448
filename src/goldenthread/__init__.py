"""Goldenthread: from statutory returns to honest measures, plans that work and papers fit to publish."""

__version__ = "0.3.0"
