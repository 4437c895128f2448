"""Small hand-made CIN Census files, and what the reader makes of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from goldenthread.errors import Problem
from goldenthread.extracts.cin_census import read, recognise
from goldenthread.extracts.model import ReadContext, Recognised, SourceFile
from goldenthread.extracts.sink import Sink

AS_AT = dt.date(2026, 9, 30)


def header(
    year: int = 2014,
    *,
    said: str | None = None,
    reference: str | None = None,
    lea: str = "999",
    collection: str = "CIN",
    serial: str = "001",
) -> str:
    return (
        f"<Header><CollectionDetails><Collection>{collection}</Collection><Year>{said or year}</Year>"
        f"<ReferenceDate>{reference or f'{year}-03-31'}</ReferenceDate></CollectionDetails>"
        f"<Source><SourceLevel>L</SourceLevel><LEA>{lea}</LEA><SoftwareCode>Made up</SoftwareCode>"
        f"<SerialNo>{serial}</SerialNo><DateTime>{year}-05-20T10:00:00</DateTime></Source>"
        "<Content><CBDSLevels><CBDSLevel>Child</CBDSLevel></CBDSLevels></Content></Header>"
    )


def message(*children: str, head: str | None = None) -> str:
    return f"<Message>{header() if head is None else head}<Children>{''.join(children)}</Children></Message>"


def child(
    *episodes: str,
    id: str = "A1",  # noqa: A002
    identifiers: str = "<PersonBirthDate>2005-06-01</PersonBirthDate><GenderCurrent>1</GenderCurrent>",
    characteristics: str = "<Ethnicity>WBRI</Ethnicity>",
    more: str = "",
) -> str:
    return (
        f"<Child><ChildIdentifiers><LAchildID>{id}</LAchildID>{identifiers}</ChildIdentifiers>"
        f"<ChildCharacteristics>{characteristics}</ChildCharacteristics>{''.join(episodes)}{more}</Child>"
    )


def episode(*modules: str, date: str = "2013-05-01", nfa: str = "0") -> str:
    return (
        f"<CINdetails><CINreferralDate>{date}</CINreferralDate><ReferralSource>2A</ReferralSource>"
        f"<PrimaryNeedCode>N1</PrimaryNeedCode>{''.join(modules)}<ReferralNFA>{nfa}</ReferralNFA></CINdetails>"
    )


def assessment(start: str = "2013-05-02", *, end: str = "2013-06-10", factors: str = "") -> str:
    return (
        f"<Assessments><AssessmentActualStartDate>{start}</AssessmentActualStartDate>"
        f"<AssessmentAuthorisationDate>{end}</AssessmentAuthorisationDate>{factors}</Assessments>"
    )


def factor_group(*codes: str) -> str:
    inside = "".join(f"<AssessmentFactors>{code}</AssessmentFactors>" for code in codes)
    return f"<FactorsIdentifiedAtAssessment>{inside}</FactorsIdentifiedAtAssessment>"


def plan(start: str = "2013-07-01", *, reviews: str = "", end: str = "", previous: str = "0") -> str:
    ended = f"<CPPendDate>{end}</CPPendDate>" if end else ""
    return (
        f"<ChildProtectionPlans><CPPstartDate>{start}</CPPstartDate>{ended}"
        "<InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse><LatestCategoryOfAbuse>EMO</LatestCategoryOfAbuse>"
        f"<NumberOfPreviousCPP>{previous}</NumberOfPreviousCPP>{reviews}</ChildProtectionPlans>"
    )


@dataclass(frozen=True, kw_only=True)
class Made:
    """What came of reading a file."""

    sink: Sink
    tables: dict[str, list[dict[str, Any]]]

    def rows(self, table: str) -> list[dict[str, Any]]:
        return self.tables.get(table, [])

    def one(self, table: str) -> dict[str, Any]:
        assert len(self.rows(table)) == 1, self.rows(table)
        return self.rows(table)[0]

    @property
    def notes(self) -> dict[str, int]:
        return dict(self.sink.notes.count)

    @property
    def aside(self) -> dict[str, int]:
        return dict(self.sink.aside.count)

    @property
    def problems(self) -> list[Problem]:
        listings = (self.sink.notes, self.sink.aside)
        return [each for listing in listings for kept in listing.examples.values() for each in kept]


def read_made(
    content: str | bytes,
    folder: Path,
    *,
    as_at: dt.date = AS_AT,
    authority: str | None = "999",
    person_ids: Callable[[str], str] = str,
    progress: Callable[[int], None] | None = None,
) -> Made:
    """Write the file, read it and give back every row the sink wrote."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    path = folder / "made.xml"
    path.write_bytes(data)
    source = SourceFile(name="made.xml", path=path, size=len(data), sha256="")
    sink = Sink(staging=folder / "staging", source="cin", file_name="made.xml")
    context = ReadContext(as_at=as_at, authority=authority, person_ids=person_ids)
    if progress is not None:
        context.progress = progress
    read(source, recognise(data[:65536], "made.xml") or Recognised(source="cin"), sink, context=context)
    sink.close()
    return Made(sink=sink, tables={name: pq.read_table(file).to_pylist() for name, file in sink.files().items()})
