"""Exporting counted measures, and drawing one."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from goldenthread.api.charting import chart_of
from goldenthread.api.workspace import EMBEDDED, Workspace, open_workspace
from goldenthread.engines import EngineChoice
from goldenthread.errors import UserError
from goldenthread.measures import disclosure
from goldenthread.measures.model import crossed_parts
from goldenthread.measures.results import Result
from goldenthread.periods import PeriodKind, parse_period

FORMATS = ("csv", "json", "parquet")


def export_measures(
    load: Path,
    *,
    settings: Path | None = None,
    measures: Sequence[str] = (),
    periods: Sequence[str] = (),
    breakdowns: Sequence[str] = (),
    profile: str = "internal",
    output_format: str = "csv",
    output: Path | None = None,
    choice: EngineChoice = EMBEDDED,
    catalogue: Path | None = None,
    keep_counts: bool = False,
) -> str:
    """Count measures and write them as CSV, JSON or Parquet; answers the text, or where the file is."""
    if output_format not in FORMATS:
        raise UserError(f"There is no format called {output_format}.", remedy=f"Choose one of {', '.join(FORMATS)}.")
    if output_format == "parquet" and output is None:
        raise UserError("Parquet needs a file.", remedy="Name one with --output measures.parquet.")
    wanted = tuple(breakdowns) or ("all",)
    space = open_workspace(
        load,
        settings,
        only=frozenset(measures),
        breakdowns=_with_parts(wanted),
        choice=choice,
        catalogue=catalogue,
        keep_counts=keep_counts,
    )
    rows = rows_of(space, _chosen(periods), set(wanted), profile)
    if output_format == "parquet" and output is not None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        from goldenthread.measures.results import export_schema

        output.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.Table.from_pylist(rows, schema=export_schema()), output)
        return f"{len(rows):,} results written to {output}"
    text = _csv(rows) if output_format == "csv" else json.dumps(rows, indent=1, default=str) + "\n"
    if output is None:
        return text.rstrip("\n")
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(text, encoding="utf-8", newline="")
    return f"{len(rows):,} results written to {output}"


def _chosen(periods: Sequence[str]) -> tuple[set[PeriodKind], set[Any]]:
    kinds = {PeriodKind(text) for text in periods if text in set(PeriodKind)}
    return kinds, {parse_period(text) for text in periods if text not in set(PeriodKind)}


def rows_of(
    space: Workspace, chosen: tuple[set[PeriodKind], set[Any]], breakdowns: set[str], profile: str
) -> list[dict[str, Any]]:
    """The results as flat rows, as a reader of the profile may see them."""
    kinds, periods = chosen
    rules = space.evidence(profile).profile
    found: list[dict[str, Any]] = []
    for result in _protected(space, rules):
        if result.breakdown not in breakdowns:
            continue
        if (kinds or periods) and result.period.kind not in kinds and result.period not in periods:
            continue
        found.append(space.results.row(result))
    return found


def _with_parts(breakdowns: tuple[str, ...]) -> tuple[str, ...]:
    """Breakdowns with those that stand within another by themselves, too: what may be told depends on them."""
    return tuple(dict.fromkeys(name for one in breakdowns for name in (one, crossed_parts(one)[0])))


def _protected(space: Workspace, rules: disclosure.Rules) -> Iterable[Result]:
    if rules.profile is disclosure.Profile.INTERNAL:
        yield from space.results
        return
    for block in space.results.blocks.values():
        families: dict[tuple[str, str], list[int]] = {}
        for row, (authority, breakdown, _) in enumerate(block.keys):
            families.setdefault((authority, breakdown), []).append(row)
        for (authority, breakdown), rows in families.items():
            part, within = crossed_parts(breakdown)
            for column in range(len(block.periods)):
                results = [block.result(row, column) for row in rows]
                if breakdown == "all":
                    yield from (disclosure.protect(result, rules) for result in results)
                    continue
                total = block.result(block.row_of[(authority, "all", "all")], column)
                told = [result for result in results if result.numerator or result.denominator]
                if within:
                    inner = [block.result(row, column) for row in families.get((authority, part), ())]
                    parts = disclosure.protect_groups([r for r in inner if r.numerator or r.denominator], total, rules)
                    yield from disclosure.protect_crossed(told, parts, rules)
                else:
                    yield from disclosure.protect_groups(told, total, rules)


def _csv(rows: list[dict[str, Any]]) -> str:
    stream = io.StringIO()
    if rows:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return stream.getvalue()


def draw_chart(
    load: Path,
    measure: str,
    *,
    settings: Path | None = None,
    every: str = "quarter",
    breakdown: str | None = None,
    funnel: bool = False,
    rules: str,
    output: Path,
    catalogue: Path | None = None,
) -> str:
    """Draw a measure to an .svg or .png file, or write the data behind the chart to a .csv file."""
    kind = output.suffix.lower()
    if kind not in (".svg", ".png", ".csv"):
        raise UserError(f"{output} is neither .svg, .png nor .csv.", remedy="Name the file with one of those endings.")
    space = open_workspace(
        load, settings, only=frozenset({measure}), breakdowns=_with_parts((breakdown or "all",)), catalogue=catalogue
    )
    options = {"every": every}
    if breakdown:
        options["breakdown"] = breakdown
    if funnel:
        options["funnel"] = "yes"
    chart = chart_of(space.evidence("internal", rules), measure, options, rules=rules)
    output.parent.mkdir(parents=True, exist_ok=True)
    if kind == ".svg":
        output.write_text(chart.svg(), encoding="utf-8", newline="\n")
    elif kind == ".png":
        output.write_bytes(chart.png())
    else:
        with output.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(chart.table.headings)
            writer.writerows(chart.table.rows)
    return f"{chart.alt}\nWritten to {output}"
