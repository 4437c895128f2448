"""How counting grows from one authority to the whole of England: time, memory, and the same counts on every engine.

`python -m benchmarks.scale --authorities 1,10,50,150 --years 10 --engines duckdb,spark` makes up England once, as a
load with a folder for each authority, and counts the whole catalogue with every breakdown over the first authorities
of it. Each step is a process of its own, so that what one leaves behind does not flatter the next.

What was counted is told by a digest for each cohort and authority. `--kept FILE` writes them down as they come, so
that a run that was cut short goes on where it stopped; the file tells how long each cohort took.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import psutil

END = dt.date(2024, 3, 31)
SAMPLE_SECONDS = 0.25


def main(words: Sequence[str] | None = None) -> None:
    """Make the load unless one is named, count at every size on every engine, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--authorities", default="1,10,50,150", help="sizes, with commas between")
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--engines", default="duckdb,spark")
    parser.add_argument("--memory", default="8GB", help="the engine's limit; more is spilled to disk")
    parser.add_argument("--cohorts", default="", help="count only these, with commas between; all by default")
    parser.add_argument("--kept", type=Path, help="a file of what this code counted so far, not counted again")
    parser.add_argument("--load", type=Path, help="a partitioned made-up load to count instead of making one")
    parser.add_argument("--into", type=Path, help="where to keep the made-up load")
    parser.add_argument("--json", type=Path, help="also write what was measured to this file")
    parser.add_argument("--step", help=argparse.SUPPRESS)
    given = parser.parse_args(words)
    if given.step:
        _step(json.loads(given.step))
        return
    sizes = sorted(int(size) for size in given.authorities.split(","))
    with tempfile.TemporaryDirectory(prefix="goldenthread-scale-") as kept:
        into = given.into or Path(kept)
        chosen = tuple(name for name in given.cohorts.split(",") if name)
        found = run(sizes, given.years, given.engines.split(","), given.memory, into, given.load, chosen, given.kept)
    if given.json:
        given.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def run(
    sizes: Sequence[int],
    years: int,
    engines: Sequence[str],
    memory: str,
    into: Path,
    load: Path | None = None,
    cohorts: Sequence[str] = (),
    kept: Path | None = None,
) -> list[dict[str, Any]]:
    """Every step with its seconds, peak memory and rows; AssertionError when two engines count differently."""
    steps: list[dict[str, Any]] = []
    if load is None:
        made = _measured({"what": "make up", "authorities": max(sizes), "years": years, "into": str(into)})
        steps.append(made)
        load = Path(made["load"])
    for size in sizes:
        digests = {}
        for engine in engines:
            asked = {"what": "count", "engine": engine, "authorities": size, "load": str(load), "memory": memory}
            asked |= {"only": list(cohorts), "kept": str(kept) if kept else ""}
            steps.append(found := _measured(asked))
            digests[engine] = found.get("digest")
        counted = {digest for digest in digests.values() if digest}
        assert len(counted) <= 1, f"the engines count {size} authorities differently: {digests}"
    for engine in engines if len(sizes) > 1 else ():
        own = [s for s in steps if s["what"] == "count" and s["engine"] == engine and "digest" in s]
        for measured in ("seconds", "counting_seconds", "processor_seconds", "peak_mb"):
            print(f"{engine}: {measured} grows as rows to the power {exponent(own, measured):.2f}", flush=True)
    return steps


def exponent(steps: Sequence[dict[str, Any]], what: str) -> float:
    """The slope of the logarithm of what was measured over the logarithm of the rows; 1 is in proportion."""
    if len(steps) < 2:
        return math.nan
    rows, measured = (np.log([step[name] for step in steps]) for name in ("rows", what))
    return float(np.polyfit(rows, measured, 1)[0])


def _measured(asked: dict[str, Any]) -> dict[str, Any]:
    """Run a step in a process of its own, watching the memory of it and of its children."""
    with tempfile.NamedTemporaryFile(suffix=".json") as answer:
        asked = asked | {"answer": answer.name}
        command = [sys.executable, "-m", "benchmarks.scale", "--step", json.dumps(asked)]
        begun, peak, spent = time.perf_counter(), 0, 0.0
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        watched = psutil.Process(process.pid)
        while process.poll() is None:
            held, used = _used(watched)
            peak, spent = max(peak, held), max(spent, used)
            time.sleep(SAMPLE_SECONDS)
        seconds = time.perf_counter() - begun
        said = (process.stderr.read() if process.stderr else "").strip().splitlines()
        text = Path(answer.name).read_text(encoding="utf-8")
    found = asked | {"seconds": round(seconds, 1), "processor_seconds": round(spent, 1), "peak_mb": round(peak / 2**20)}
    found |= json.loads(text) if text else {"failed": said[-1][:300] if said else f"ended with {process.returncode}"}
    found.pop("answer")
    print(json.dumps({k: v for k, v in found.items() if k != "cohorts"}), flush=True)
    return found


def _used(process: psutil.Process) -> tuple[int, float]:
    """Bytes of memory a process and its children hold, and the processor seconds they have taken.

    Pages they share are counted once for each. Seconds of a processor say more than those of a clock where other work
    keeps the machine busy.
    """
    held, spent = 0, 0.0
    try:
        everyone = [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0, 0.0
    for one in everyone:
        try:
            times = one.cpu_times()
            held += one.memory_info().rss
        except psutil.NoSuchProcess:
            continue
        spent += times.user + times.system
    return held, spent


def _step(asked: dict[str, Any]) -> None:
    found = _make(asked) if asked["what"] == "make up" else _count(asked)
    Path(asked["answer"]).write_text(json.dumps(found), encoding="utf-8")


def _make(asked: dict[str, Any]) -> dict[str, Any]:
    from goldenthread.synthetic.scale import write_load

    made = write_load(
        Path(asked["into"]), authorities=asked["authorities"], years=asked["years"], end=END, seed=1, partitioned=True
    )
    rows = sum(entry["rows"] for sources in made.load.manifest["files"].values() for entry in sources.values())
    return {"load": str(made.load.path), "rows": rows}


def _count(asked: dict[str, Any]) -> dict[str, Any]:
    from goldenthread.catalogue import COHORTS
    from goldenthread.engines import open_engine
    from goldenthread.loads import engine_files, open_load
    from goldenthread.measures.batches import AT_A_TIME
    from goldenthread.measures.evaluate import Scope, evaluate

    load = open_load(Path(asked["load"]))
    areas = load.authorities[: asked["authorities"]]
    covers = {table: {a: day for a, day in known.items() if a in areas} for table, known in load.covers().items()}
    first = min(day for known in covers.values() for day in known.values())
    scope = Scope(as_at=load.as_at, authorities=areas, covers_from=covers, population={}, first=first.replace(day=1))
    # In process a few authorities at a time, as the product counts a partitioned load; a cluster takes them all.
    at_a_time = AT_A_TIME if asked["engine"] == "duckdb" else len(areas)
    batches = [areas[n : n + at_a_time] for n in range(0, len(areas), at_a_time)]
    chosen = [cohort for cohort in COHORTS if not asked["only"] or cohort.id in asked["only"]]
    kept = _Kept(Path(asked["kept"]) if asked.get("kept") else None, f"{load.path.name} {asked['engine']} {len(areas)}")
    begun, files = time.perf_counter(), engine_files(load)
    for batch in batches:
        within = replace(scope, authorities=batch)
        left = [cohort for cohort in chosen if not kept.has(cohort.id, batch)]
        memory = {"memory_limit": asked["memory"], "master": "local[2]", "authorities": batch}
        with open_engine(files, engine=asked["engine"], **memory) as engine:
            for cohort in left:
                start = time.perf_counter()
                blocks = evaluate(engine, [cohort], within).blocks
                spent = time.perf_counter() - start
                kept.take(cohort.id, spent, blocks)
                print(f"    {cohort.id}: {spent:.0f} s", flush=True)
        spent = time.perf_counter() - begun
        print(
            f"  {asked['engine']} {asked['authorities']}: {batch[0]} to {batch[-1]} counted, {spent:.0f} s", flush=True
        )
    return {"rows": _rows_of(load.path, areas), "counting_seconds": round(kept.seconds, 1)} | kept.told(chosen)


class _Kept:
    """The digests of what was counted, by cohort and authority, written to a file as they come when one is named."""

    def __init__(self, path: Path | None, whose: str) -> None:
        self._path, self._whose = path, whose
        self._all = json.loads(path.read_text(encoding="utf-8")) if path and path.exists() else {}
        self._mine = self._all.setdefault(whose, {})

    def has(self, cohort: str, areas: Sequence[str]) -> bool:
        """Whether a cohort of all these authorities was counted."""
        return set(areas) <= self._mine.get(cohort, {}).get("digests", {}).keys()

    def take(self, cohort: str, seconds: float, blocks: Mapping[str, Any]) -> None:
        """Take in a cohort of some authorities, and how long it took."""
        known = self._mine.setdefault(cohort, {"seconds": 0.0, "figures": 0, "digests": {}})
        known["seconds"] = round(known["seconds"] + seconds, 2)
        known["figures"] += sum(block.numerator.size for block in blocks.values())
        known["digests"] |= _digests(blocks)
        if self._path:
            self._path.write_text(json.dumps(self._all, indent=1) + "\n", encoding="utf-8")

    @property
    def seconds(self) -> float:
        """How long all that is kept took to count."""
        return float(sum(known["seconds"] for known in self._mine.values()))

    def told(self, cohorts: Sequence[Any]) -> dict[str, Any]:
        """What was counted of some cohorts, with one digest of all of it."""
        mine = {cohort.id: self._mine[cohort.id] for cohort in cohorts}
        every = sorted(f"{name} {area} {made}" for name, of in mine.items() for area, made in of["digests"].items())
        return {
            "figures": sum(of["figures"] for of in mine.values()),
            "cohorts": {name: of["seconds"] for name, of in mine.items()},
            "digest": hashlib.sha256("\n".join(every).encode()).hexdigest(),
        }


def _digests(blocks: Mapping[str, Any]) -> dict[str, str]:
    """For each authority a digest of every measure and group: names, numerators and denominators."""
    found: dict[str, list[str]] = {}
    for name, block in blocks.items():
        for row, key in enumerate(block.keys):
            digest = hashlib.blake2b(f"{name} {key!r}".encode(), digest_size=8)
            digest.update(np.ascontiguousarray(block.numerator[row]).tobytes())
            if block.denominator is not None:
                digest.update(np.ascontiguousarray(block.denominator[row]).tobytes())
            found.setdefault(key[0], []).append(digest.hexdigest())
    return {area: hashlib.sha256("".join(sorted(made)).encode()).hexdigest()[:16] for area, made in found.items()}


def _rows_of(load: Path, areas: Sequence[str]) -> int:
    import pyarrow.parquet as pq

    wanted = {f"authority={area}" for area in areas}
    return sum(pq.read_metadata(part).num_rows for part in load.rglob("*.parquet") if part.parent.name in wanted)


if __name__ == "__main__":
    main()
