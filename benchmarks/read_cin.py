"""Reading a CIN Census file of 25,000 children against bare lxml iterparse over the same bytes, and its memory."""

from __future__ import annotations

import datetime as dt
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

CHILDREN = 25_000
RUNS = 5
SEED = 20140331
_START = dt.date(2013, 4, 1)
_FACTORS = ("1B", "2B", "3B", "4A", "4B", "5A", "6A", "16A", "17A", "18A")
_HEADER = """<?xml version="1.0" encoding="utf-8"?>
<Message>
  <Header>
    <CollectionDetails>
      <Collection>CIN</Collection>
      <Year>2014</Year>
      <ReferenceDate>2014-03-31</ReferenceDate>
    </CollectionDetails>
    <Source>
      <SourceLevel>L</SourceLevel>
      <LEA>999</LEA>
      <SerialNo>001</SerialNo>
      <DateTime>2014-05-20T10:00:00</DateTime>
    </Source>
  </Header>
  <Children>
"""


def _group(indent: int, name: str, *inside: str) -> str:
    space = "  " * indent
    return f"{space}<{name}>\n{''.join(inside)}{space}</{name}>\n"


def _leaf(indent: int, name: str, value: object) -> str:
    return f"{'  ' * indent}<{name}>{value}</{name}>\n"


def _assessment(draw: random.Random, start: dt.date) -> str:
    done = start + dt.timedelta(days=draw.randrange(1, 70))
    factors = [_leaf(6, "AssessmentFactors", code) for code in draw.sample(_FACTORS, draw.randrange(1, 5))]
    return _group(
        4,
        "Assessments",
        _leaf(5, "AssessmentActualStartDate", start),
        _leaf(5, "AssessmentInternalReviewDate", start + dt.timedelta(days=14)),
        _leaf(5, "AssessmentAuthorisationDate", min(done, dt.date(2014, 3, 31))),
        _group(5, "FactorsIdentifiedAtAssessment", *factors),
    )


def _protection(draw: random.Random, start: dt.date) -> str:
    held = start + dt.timedelta(days=draw.randrange(8, 25))
    enquiry = _group(
        4,
        "Section47",
        _leaf(5, "S47ActualStartDate", start),
        _leaf(5, "InitialCPCtarget", start + dt.timedelta(days=21)),
        _leaf(5, "DateOfInitialCPC", held),
        _leaf(5, "ICPCnotRequired", 0),
    )
    if draw.random() < 0.4:
        return enquiry
    reviews = [_leaf(6, "CPPreviewDate", held + dt.timedelta(days=days)) for days in (80, 240)]
    plan = _group(
        4,
        "ChildProtectionPlans",
        _leaf(5, "CPPstartDate", held),
        _leaf(5, "InitialCategoryOfAbuse", "NEG"),
        _leaf(5, "LatestCategoryOfAbuse", "EMO"),
        _leaf(5, "NumberOfPreviousCPP", 0),
        _group(5, "Reviews", *reviews),
    )
    return enquiry + plan


def _episode(draw: random.Random, referred: dt.date) -> str:
    parts = [
        _leaf(4, "CINreferralDate", referred),
        _leaf(4, "ReferralSource", draw.choice(("1A", "2A", "3A", "6"))),
        _leaf(4, "PrimaryNeedCode", f"N{draw.randrange(1, 9)}"),
    ]
    if draw.random() < 0.5:
        parts += [_leaf(4, "CINclosureDate", "2014-03-31"), _leaf(4, "ReasonForClosure", "RC7")]
    if draw.random() < 0.75:
        parts.append(_assessment(draw, referred + dt.timedelta(days=1)))
    if draw.random() < 0.25:
        parts.append(_protection(draw, referred + dt.timedelta(days=5)))
    parts.append(_leaf(4, "ReferralNFA", 0))
    return _group(3, "CINdetails", *parts)


def _children(count: int) -> Iterator[str]:
    draw = random.Random(SEED)  # noqa: S311 - made-up children, not secrets
    for number in range(count):
        first = draw.randrange(170)
        referrals = [first, first + 180] if draw.random() < 0.2 else [first]
        yield _group(
            2,
            "Child",
            _group(
                3,
                "ChildIdentifiers",
                _leaf(4, "LAchildID", f"B{number:06d}"),
                _leaf(4, "UPNunknown", "UN1"),
                _leaf(4, "PersonBirthDate", dt.date(1997, 1, 1) + dt.timedelta(days=draw.randrange(5900))),
                _leaf(4, "GenderCurrent", draw.choice((1, 2))),
            ),
            _group(
                3,
                "ChildCharacteristics",
                _leaf(4, "Ethnicity", draw.choice(("WBRI", "BCRB", "AIND"))),
                _group(4, "Disabilities", _leaf(5, "Disability", draw.choice(("NONE", "LD", "BEH")))),
            ),
            *(_episode(draw, _START + dt.timedelta(days=days)) for days in referrals),
        )


def write_file(path: Path, children: int = CHILDREN) -> None:
    """Write a made-up census file, a child at a time; the same children every time."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(_HEADER)
        stream.writelines(_children(children))
        stream.write("  </Children>\n</Message>\n")


def _read(path: Path, staging: Path) -> None:
    from goldenthread.extracts.cin_census import read
    from goldenthread.extracts.model import ReadContext, Recognised, SourceFile
    from goldenthread.extracts.sink import Sink

    sink = Sink(staging=staging, source="cin", file_name=path.name)
    source = SourceFile(name=path.name, path=path, size=path.stat().st_size, sha256="")
    read(source, Recognised(source="cin"), sink, context=ReadContext(as_at=dt.date(2014, 9, 30)))
    sink.close()
    assert sink.rows_read["person"] >= 1
    assert not sink.aside.count


def _bare(path: Path, tag: str | None) -> None:
    from lxml import etree

    for _event, element in etree.iterparse(str(path), tag=tag):
        element.clear()


def _medians(jobs: dict[str, Callable[[], None]]) -> dict[str, float]:
    """Median seconds of each job; the jobs take turns, so that a busy machine slows all of them alike."""
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for run_number in range(RUNS + 1):
        for name, job in jobs.items():
            started = time.perf_counter()
            job()
            if run_number:  # the first turn warms caches and imports
                taken[name].append(time.perf_counter() - started)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def _peak_mebibytes(path: str) -> float:
    """Peak memory of a process of its own that imports the reader and reads `path`, or reads nothing."""
    code = "import sys; from benchmarks.read_cin import peak; peak(sys.argv[1])"
    done = subprocess.run([sys.executable, "-c", code, path], check=True, capture_output=True, text=True)
    return float(done.stdout)


def peak(path: str) -> None:
    """Print this process's peak memory in MiB after reading `path` ('' reads nothing)."""
    from goldenthread.extracts import cin_census, sink

    assert cin_census, sink
    if path:
        with tempfile.TemporaryDirectory() as folder:
            _read(Path(path), Path(folder))
    print(_own_peak() / 2**20)


def _own_peak() -> int:
    status = Path("/proc/self/status")  # its high-water mark starts afresh with the program, unlike getrusage's
    if status.exists():
        line = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    import psutil

    used = psutil.Process().memory_info()
    return int(getattr(used, "peak_wset", used.rss))


def run() -> list[dict[str, Any]]:
    """Time against bare iterparse, every element and whole children; and memory at two sizes."""
    with tempfile.TemporaryDirectory() as folder:
        large, small = Path(folder) / "large.xml", Path(folder) / "small.xml"
        write_file(large)
        write_file(small, CHILDREN // 4)
        turns = iter(range(1000))
        seconds = _medians(
            {
                "bare": lambda: _bare(large, None),
                "children": lambda: _bare(large, "Child"),
                "read": lambda: _read(large, Path(folder) / f"staging{next(turns)}"),
            }
        )
        idle = _peak_mebibytes("")
        memory = {path.stem: _peak_mebibytes(str(path)) - idle for path in (large, small)}
        size = large.stat().st_size / 2**20
    return [
        {
            "name": "reading a CIN Census file of 25,000 children against bare iterparse, every element met and cleared",
            "ratio": round(seconds["read"] / seconds["bare"], 2),
            "aim": "at most 2.5",
            "detail": f"{seconds['read']:.2f} s against {seconds['bare']:.2f} s, {size:.0f} MiB; staging Parquet written",
        },
        {
            "name": "the same against iterparse that stops only at each Child",
            "ratio": round(seconds["read"] / seconds["children"], 2),
            "aim": "(stricter; no aim)",
            "detail": f"{seconds['read']:.2f} s against {seconds['children']:.2f} s",
        },
        {
            "name": "memory of reading 25,000 children against a quarter of them",
            "ratio": round(memory["large"] / memory["small"], 2),
            "aim": "flat; under 300 MB beyond the interpreter",
            "detail": f"{memory['large']:.0f} MiB and {memory['small']:.0f} MiB beyond the imports",
        },
    ]
