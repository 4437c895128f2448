"""The Standard Safeguarding Dataset where it is kept: the tables of a PostgreSQL or SQL Server database.

Rows are copied, as text and only the columns the measures use, into the load's temporary folder, and read from there
by the reader of SSD files: both ways in give the same load.
"""

from __future__ import annotations

from goldenthread.extracts.ssd_database.fetch import SsdDatabase, fetch

__all__ = ["SsdDatabase", "fetch"]
