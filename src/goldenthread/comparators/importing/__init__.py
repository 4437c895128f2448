"""Published statistics in: files recognised by what is in them, read, checked against each other and stored."""

from goldenthread.comparators.importing.run import Imported, import_files

__all__ = ["Imported", "import_files"]
