"""Migrations of people, teams and roles."""
