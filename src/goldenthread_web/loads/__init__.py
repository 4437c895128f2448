"""Bringing returns in: uploads, background loads, their issue report, and what is released to everybody."""
