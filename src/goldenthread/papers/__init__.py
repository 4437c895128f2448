"""Scorecards and committee papers: a model of the paper, rendered as HTML, Word, PDF and Excel; never computes."""
