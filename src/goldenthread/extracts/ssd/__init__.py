"""The Standard Safeguarding Dataset as a folder of CSV or Parquet files, one for each SSD table."""

from __future__ import annotations

from goldenthread.extracts.ssd.reader import read
from goldenthread.extracts.ssd.recognise import recognise, recognise_file

__all__ = ["read", "recognise", "recognise_file"]
