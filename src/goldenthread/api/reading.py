"""Reading returns into a load, and telling the user what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from goldenthread.errors import UserError
from goldenthread.extracts import pseudonym
from goldenthread.extracts.read import read_returns
from goldenthread.extracts.ssd_database import SsdDatabase
from goldenthread.loads import Load, list_loads
from goldenthread.periods import long_date

EXAMPLES_SHOWN = 2


def read(
    paths: Sequence[Path],
    *,
    into: Path,
    as_at: dt.date,
    authority: str | None = None,
    key_file: Path | None = None,
    prefer: tuple[str, ...] = (),
    skip_bad: bool = False,
    ssd: str = "",
    ssd_schema: str = "",
) -> Load:
    """Read returns into a new load under `into`; see `goldenthread read --help`."""
    if not paths and not ssd:
        raise UserError("There is nothing to read.", remedy="Name files or folders, or a database with --ssd.")
    key = pseudonym.read_key(key_file) if key_file else None
    return read_returns(
        list(paths),
        into=into,
        as_at=as_at,
        authority=authority,
        key=key,
        prefer=prefer,
        skip_bad=skip_bad,
        database=SsdDatabase(url=ssd, schema=ssd_schema) if ssd else None,
    )


def describe_load(load: Load) -> Iterator[str]:
    """What was read, file by file, what was set aside and why, and where the load is."""
    manifest = load.manifest
    yield f"Load {load.id}: data at {long_date(load.as_at)}, authority {', '.join(load.authorities)}"
    for source in manifest["sources"]:
        yield from _describe_source(source)
    for ignored in manifest.get("ignored", []):
        yield f"  left alone: {ignored['file']}: {ignored['why']}"
    for source, orphans in manifest.get("orphans", {}).items():
        for place, count in orphans.items():
            yield f"  {source}: {count:,} rows of {place} refer to a row that was not read"
    decisions = manifest.get("decisions") or {}
    if decisions.get("by_day"):
        found = decisions["by_day"] - decisions["not_found"]
        yield f"  decisions by child and day: {found:,} found, {decisions['not_found']:,} without a contact or referral"
    rows = sum(entry["rows"] for sources in manifest["files"].values() for entry in sources.values())
    yield f"{rows:,} rows kept in {load.path}"


def _describe_source(source: Mapping[str, Any]) -> Iterator[str]:
    if "refused" in source:
        yield f"  refused: {'; '.join(source['refused'])}"
        return
    accounts = source["accounts"].values()
    told = [f"{sum(source['rows'].values()):,} rows"]
    for fate in ("new", "changed", "repeated", "duplicate", "conflicting"):
        count = sum(account.get(fate, 0) for account in accounts)
        if count:
            told.append(f"{count:,} {fate}")
    year = (
        f" {source['collection_year'] - 1}/{source['collection_year'] % 100:02d}" if source["collection_year"] else ""
    )
    yield f"  {source['name']} ({source['source']}{year}): {', '.join(told)}"
    for title, listing in (("set aside", source["set_aside"]), ("noted", source["notes"])):
        for code, found in listing.items():
            yield f"    {title}: {found['count']:,} {code.replace('_', ' ')}"
            for example in found["examples"][:EXAMPLES_SHOWN]:
                yield f"      {_place(example)}{example['what']}{' ' + example['remedy'] if example['remedy'] else ''}"


def _place(example: Mapping[str, Any]) -> str:
    parts = [f"row {example['row']}"] if example["row"] is not None else []
    if example["column"]:
        parts.append(str(example["column"]))
    return f"{', '.join(parts)}: " if parts else ""


def describe_loads(folder: Path) -> Iterator[str]:
    """The loads of a folder, one line each."""
    found = list_loads(folder)
    if not found:
        yield f"There is no load in {folder}. Make one with `goldenthread read RETURNS --as-at DATE --into {folder}`."
    for load in found:
        if load.problem:
            yield f"{load.path.name}: {load.problem}"
            continue
        day = load.as_at.isoformat() if load.as_at else ""
        yield f"{load.id}  data at {day}  authority {', '.join(load.authorities)}  {load.rows:,} rows"
