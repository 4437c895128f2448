"""Improvement and development plans: priorities, actions, evidence, impact and how they change."""
