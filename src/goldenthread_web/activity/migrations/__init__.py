"""Migrations of the activity log."""
