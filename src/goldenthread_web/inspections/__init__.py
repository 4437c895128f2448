"""Inspections: frameworks, judgements, findings, clocks, self-evaluation, and judgements of others."""
