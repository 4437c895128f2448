"""Commands of the activity log, one a file."""
