"""The CIN Census: one XML file per authority per year, read as a stream into canonical rows."""

from goldenthread.extracts.cin_census.reader import read
from goldenthread.extracts.cin_census.recognise import recognise

__all__ = ["read", "recognise"]
