"""What the columns of a council's plan hold, guessed from the headings that published plans give them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

# What a column may hold: the words of the choice, and headings by which it is known.
FIELDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "priority": ("Priority", ("priority", "priority area", "theme", "area for improvement", "area", "objective", "outcome area")),
    "number": ("Number", ("no", "number", "ref", "ref no", "reference", "action no", "action ref", "#")),
    "title": ("What will be done", ("what", "action", "actions", "what will be done", "what we will do", "what are we going to do", "activity", "action required", "task")),
    "finding": ("Number of the finding it answers", ("finding no", "finding number", "recommendation no", "recommendation number", "rec no", "rec", "ofsted rec", "ofsted recommendation")),
    "why": ("Why", ("why", "reason", "recommendation", "finding", "rationale")),
    "how": ("How", ("how", "how we will do it", "steps", "method", "key steps", "milestones")),
    "owner": ("Owner", ("who", "owner", "lead", "lead officer", "action owner", "responsible", "responsible officer", "by whom", "accountable officer", "person responsible")),
    "team": ("Team", ("team", "service", "service area")),
    "starts": ("Work begins", ("start", "start date", "from", "begins", "commence")),
    "due": ("Due date", ("when", "due", "due date", "by when", "deadline", "target date", "timescale", "timescales", "completion date", "end date")),
    "done": ("Done on", ("done", "done on", "date completed", "completed on", "actual completion date", "date closed")),
    "success": ("What will show success", ("success measures", "success measure", "measures", "what will show success", "success criteria", "measure of success", "outcome", "impact measure")),
    "status": ("Where it stands, such as green or complete", ("status", "current status", "rag", "brag", "rag rating", "brag rating", "rag status", "delivery", "state")),
    "report": ("Report", ("progress", "update", "comments", "progress update", "latest update", "commentary", "narrative", "position")),
    "also": ("Keep it under How, with its heading", ()),
}  # fmt: skip
# These may be chosen for more than one column.
SEVERAL = frozenset({"also"})
HEAD_ROWS = 20


def plain_heading(text: str) -> str:
    """A heading without its case, line breaks, plural marks in brackets and marks at its ends."""
    bare = re.sub(r"\(s\)|\([^)]*\)", " ", text.casefold())
    return re.sub(r"\s+", " ", bare).strip(" .:?*")


def _field(heading: str, taken: Sequence[str]) -> str:
    """The field whose heading this is."""
    for name, (title, words) in FIELDS.items():
        if name not in taken and (heading in words or heading == plain_heading(title)):
            return name
    return ""


def _likely(heading: str, taken: Sequence[str]) -> str:
    """The field of whose headings one stands in this longer heading as whole words; the longest of them."""
    best, found = "", ""
    for name, (_title, words) in FIELDS.items():
        for word in words:
            stands = len(word) > len(best) and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", heading)
            if stands and name not in taken and len(word) > len("no"):
                best, found = word, name
    return found


def guess(headings: Sequence[str]) -> dict[str, str]:
    """A field for each column by its heading; the number of the column to the name of the field."""
    plain = [plain_heading(one) for one in headings]
    found: dict[str, str] = {}
    for known in (_field, _likely):
        for column, heading in enumerate(plain):
            if heading and str(column) not in found and (name := known(heading, list(found.values()))):
                found[str(column)] = name
    return dict(sorted(found.items(), key=lambda one: int(one[0])))


def header_row(rows: Sequence[Sequence[str]]) -> int:
    """The row that looks most like headings, of the first twenty."""
    scores = [looks_like_headings(row) for row in rows[:HEAD_ROWS]]
    return scores.index(max(scores))


def looks_like_headings(row: Sequence[str]) -> float:
    """How many cells of a row are headings of plans; those that only hold one count for half."""
    told = guess([cell if len(cell) <= 60 else "" for cell in row])
    exact = sum(bool(_field(plain_heading(row[int(column)]), [])) for column in told)
    return exact + (len(told) - exact) / 2
