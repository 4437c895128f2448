"""Readers: one package per return, each turning real files into canonical rows."""
