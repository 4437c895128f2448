"""The SSDA903 return in its XML form: the rows of the CSV set of a year, gathered child by child."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from goldenthread.synthetic.writers.ssda903 import Ssda903
from goldenthread.synthetic.writers.years import ReturnYear

_IN_HEADER = ("header", "uasc", "oc3", "ad1")
_GROUPS = {
    "reviews": "AREVIEW", "missing": "AMISSING", "placed_for_adoption": "AD_PLACED", "previous_permanence": "PERMANENCE",
    "oc2": "OC2", "social_worker_episodes": "SW_EPISODE",
}  # fmt: skip
_SHARED = ("CHILD", "DOB", "SEX")


def write_ssda903_xml(care: Ssda903, path: Path, year: ReturnYear) -> Path:
    """Write one year's return as one XML file; answers its path.

    A child is in the file once even where several files of the set list it, with the columns of all of them.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    children: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for name, columns, rows in care.files(year):
        for row in rows:
            children[row[0]][name].append(dict(zip(columns, row, strict=True)))
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<!-- Made-up data. -->\n<EXPSSDA903>\n')
        for child, files in sorted(children.items()):
            out.writelines(_child(child, files))
        out.write("</EXPSSDA903>\n")
    return path


def _child(child: str, files: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    yield "  <CHILD>\n    <HEADER>\n" + _leaf(6, "CHILDID", child)
    known: dict[str, Any] = {}
    for name in _IN_HEADER:
        for row in files.get(name, ()):
            known |= {column: value for column, value in row.items() if column != "CHILD"}
    for column, value in known.items():
        yield _leaf(6, column, value)
    yield _leaf(6, "UASC", 1 if "uasc" in files else 0)
    for name, tag in _GROUPS.items():
        for row in files.get(name, ()):
            yield f"      <{tag}>\n"
            for column, value in row.items():
                yield "" if column in _SHARED else _leaf(8, column, value)
            yield f"      </{tag}>\n"
    yield "    </HEADER>\n"
    for row in files.get("episodes", ()):
        yield "    <EPISODE>\n"
        for column, value in row.items():
            yield "" if column in _SHARED else _leaf(6, "PL" if column == "PLACE" else column, value)
        yield "    </EPISODE>\n"
    yield "  </CHILD>\n"


def _leaf(indent: int, name: str, value: Any) -> str:
    return "" if value in (None, "") else f"{' ' * indent}<{name}>{escape(str(value))}</{name}>\n"
