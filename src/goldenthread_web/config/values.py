"""Settings read from the environment; what is wrong is said at the start, all together."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


class SettingsError(Exception):
    """The settings cannot be used; each line says which and what to write."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(["The settings of the site cannot be used:", *(f"  {one}" for one in problems)]))


class Environment:
    """Reads values by name and collects what is wrong with them."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values
        self.problems: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        """A text, or that in the file named by NAME_FILE."""
        file = self.values.get(f"{name}_FILE", "")
        if not file:
            return self.values.get(name, default).strip()
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            self.problems.append(f"{name}_FILE: {file} cannot be read ({error.strerror}).")
            return ""

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Yes or no."""
        said = self.text(name, "yes" if default else "no").casefold()
        if said not in {"yes", "no", "true", "false", "1", "0"}:
            self.problems.append(f"{name}: write yes or no, not {said!r}.")
        return said in {"yes", "true", "1"}

    def number(self, name: str, default: int, *, least: int = 0) -> int:
        """A whole number."""
        said = self.text(name, str(default))
        if not said.isdecimal() or int(said) < least:
            self.problems.append(f"{name}: write a whole number from {least}, not {said!r}.")
            return default
        return int(said)

    def day(self, name: str) -> dt.date | None:
        """A date as 2014-11-24, or none."""
        said = self.text(name)
        try:
            return dt.date.fromisoformat(said) if said else None
        except ValueError:
            self.problems.append(f"{name}: write a date as 2014-11-24, not {said!r}.")
            return None

    def colour(self, name: str, default: str) -> str:
        """A colour as #1a2b3c on which white text can be read."""
        said = self.text(name, default)
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", said):
            self.problems.append(f"{name}: write a colour as #1a2b3c, not {said!r}.")
            return default
        if contrast_with_white(said) < 4.5:
            self.problems.append(f"{name}: white text on {said} is hard to read; choose a darker colour.")
        return said

    def database(self, name: str, data: Path) -> dict[str, Any]:
        """The database: a PostgreSQL address, or an SQLite file in the data folder."""
        address = self.text(name)
        if not address:
            return sqlite(data / "site.sqlite3")
        parts = urlsplit(address)
        if parts.scheme not in {"postgresql", "postgres"}:
            self.problems.append(f"{name}: write an address that begins postgresql://, or leave it out for SQLite.")
            return sqlite(data / "site.sqlite3")
        return postgresql(address)

    def check(self) -> None:
        """Raise SettingsError when anything was wrong."""
        if self.problems:
            raise SettingsError(self.problems)


def sqlite(file: Path) -> dict[str, Any]:
    """An SQLite file: writers wait for each other, readers do not wait."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }


def postgresql(address: str) -> dict[str, Any]:
    """A PostgreSQL database by its address; a socket folder may be given as ?host=."""
    parts = urlsplit(address)
    asked = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = asked.pop("host", "") or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or asked.pop("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or asked.pop("port", "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": asked,
    }


def contrast_with_white(colour: str) -> float:
    """The contrast of white text on a colour (WCAG 2.2, relative luminance)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)
