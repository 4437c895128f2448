"""Data-quality rules, one small file each, and their report."""
