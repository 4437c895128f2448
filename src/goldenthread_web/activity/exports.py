"""The activity log as a CSV file that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from django.utils import timezone

from goldenthread_web.activity.models import Event

COLUMNS = (
    "number", "time", "who", "did", "what", "child", "reason", "from where", "with what", "details", "hash",
)  # fmt: skip


class _Echo:
    """A file that gives back what is written, so that a long log is never held whole."""

    def write(self, text: str) -> str:
        return text


def safe(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r", "\n"} else text


def lines(events: Iterable[Event]) -> Iterator[str]:
    """The lines of the file, the names of the columns first."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + str(writer.writerow(COLUMNS))
    for one in events:
        time = timezone.localtime(one.at).isoformat(timespec="seconds")
        cells = (
            one.sequence, time, one.actor_words, one.verb, one.what, one.child, one.reason, one.where_from, one.device,
            one.detail, one.hash,
        )  # fmt: skip
        yield str(writer.writerow([safe(cell) for cell in cells]))
