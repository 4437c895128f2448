"""Fifty people browse the site on this machine, on SQLite and on PostgreSQL, against a static page of the same server."""

from __future__ import annotations

import http.client
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psutil

from goldenthread_web.config.serving import site_command

PEOPLE = 50
ASKED = 1_000
THINKING = (1.0, 5.0)
BROWSED_SECONDS = 30.0
# What fifty people open in an hour who open a page every ten seconds.
HOUR = PEOPLE * 360
READERS = ("director", "head", "manager", "analyst", "commissioner", "qa", "councillor", "member")
SEEING_CHILDREN = ("head", "manager", "analyst", "qa")
STATIC = ("/about/",)
SCORECARD = ("/measures/",)
MEASURES = tuple(
    f"/measures/{name}/"
    for name in ("contacts", "referrals", "rereferrals", "assessments_45", "assessment_median", "cp_plans", "children_looked_after")
)  # fmt: skip
CHILDREN = tuple(f"/measures/{name}/children/" for name in ("rereferrals", "assessments_45", "cp_plans"))
OTHERS = ("/", "/measures/front-door/", "/measures/timeliness/", "/measures/disproportion/", "/search/?q=referral")


@dataclass
class Visitor:
    """Somebody signed in over one connection that stays open."""

    port: int
    who: str
    cookie: str = ""
    line: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        """Sign in as one of the made-up people."""
        self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        self.cookie = self.fill_in("/demonstration/", {}, to=f"/demonstration/{self.who}/")

    def fill_in(self, path: str, fields: Mapping[str, str], *, to: str = "") -> str:
        """Open a form and send it, to its own address unless another is given; the cookies that came with the answer."""
        status, cookies, body = self._ask("GET", path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', body)
        if status != 200 or token is None:
            raise SystemExit(f"the form {path} answered {status} to {self.who}")
        sent = urlencode({"csrfmiddlewaretoken": token[1], **fields})
        status, cookies, _body = self._ask("POST", to or path, sent, self.cookie or cookies)
        if status != 302:
            raise SystemExit(f"what was sent to {to or path} answered {status} to {self.who}")
        return cookies

    def _ask(self, method: str, path: str, sent: str = "", cookie: str = "") -> tuple[int, str, str]:
        headers = {"Cookie": cookie or self.cookie}
        if sent:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://127.0.0.1:{self.port}/",
            }
        self.line.request(method, path, body=sent or None, headers=headers)
        answer = self.line.getresponse()
        body = answer.read().decode("utf-8", "replace")
        cookies = "; ".join(one.partition(";")[0] for one in answer.headers.get_all("Set-Cookie", []))
        return answer.status, cookies, body

    def open(self, path: str) -> float:
        """Open a page; the seconds until its last byte."""
        started = time.perf_counter()
        self.line.request("GET", path, headers={"Cookie": self.cookie})
        answer = self.line.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status} to {self.who}")
        return time.perf_counter() - started


@dataclass(frozen=True, kw_only=True)
class Browsed:
    """What a number of people met who asked at once."""

    seconds: float
    answers: tuple[float, ...]

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.answers) / self.seconds

    @property
    def median(self) -> float:
        """Seconds of the median answer."""
        return statistics.median(self.answers)

    @property
    def p95(self) -> float:
        """Seconds within which 95% were answered."""
        return statistics.quantiles(self.answers, n=20)[-1]


def together(visitors: Sequence[Visitor], asking: Callable[[Visitor, random.Random], Iterator[float]]) -> Browsed:
    """Let all ask at once, each in a thread; what any of them failed with is raised."""
    answers: list[float] = []
    failed: list[BaseException] = []

    def work(number: int, visitor: Visitor) -> None:
        try:
            visitor.line.close()  # opened anew: the server closes lines that nobody used for a while
            answers.extend(list(asking(visitor, random.Random(number))))  # noqa: S311 (which page is opened next)
        except BaseException as error:  # told to who waits
            failed.append(error)

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(visitors)]
    started = time.perf_counter()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    if failed:
        raise failed[0]
    return Browsed(seconds=time.perf_counter() - started, answers=tuple(answers))


def flat_out(visitors: Sequence[Visitor], paths: Sequence[str], asked: int = ASKED) -> Browsed:
    """Everybody asks for the next page as soon as they have the last."""

    def asking(visitor: Visitor, draw: random.Random) -> Iterator[float]:
        for _ in range(asked // len(visitors)):
            yield visitor.open(draw.choice(paths))

    return together(visitors, asking)


def as_people_do(visitors: Sequence[Visitor], seconds: float = BROWSED_SECONDS) -> Browsed:
    """Everybody reads for a while between pages."""
    until = time.perf_counter() + seconds

    def asking(visitor: Visitor, draw: random.Random) -> Iterator[float]:
        time.sleep(draw.uniform(0, THINKING[1]))
        while time.perf_counter() < until:
            path = draw.choice((*SCORECARD, *MEASURES, *(CHILDREN if visitor.who in SEEING_CHILDREN else ())))
            yield visitor.open(path)
            time.sleep(draw.uniform(*THINKING))

    return together(visitors, asking)


def site_environment(folder: Path, address: str) -> dict[str, str]:
    """The environment of a site in a folder, on the database at an address or on SQLite."""
    own = {
        "GOLDENTHREAD_DEMONSTRATION": "yes",
        "GOLDENTHREAD_DATA": str(folder / "site"),
        "GOLDENTHREAD_TODAY": "2014-10-20",
        "GOLDENTHREAD_DATABASE": address,
        "DJANGO_SETTINGS_MODULE": "goldenthread_web.config.settings",
    }
    return {key: value for key, value in os.environ.items() if not key.startswith("GOLDENTHREAD_")} | own


@contextmanager
def served(folder: Path, address: str) -> Iterator[tuple[int, psutil.Process]]:
    """The demonstration served by granian as `goldenthread-web serve` does; its port and its process."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    environment = site_environment(folder, address)
    web = [sys.executable, "-m", "goldenthread_web.config"]
    for words in (["demonstration", "--into", str(folder)], ["manage", "db_worker", "--batch", "--no-startup-delay"]):
        subprocess.run([*web, *words], check=True, env=environment, capture_output=True)
    process = subprocess.Popen(site_command(host="127.0.0.1", port=port, workers=2), env=environment)
    try:
        _wait(port)
        yield port, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int) -> None:
    until = time.perf_counter() + 60
    while time.perf_counter() < until:
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            line.request("GET", "/demonstration/")
            line.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the site did not begin to answer within a minute")


def mebibytes(process: psutil.Process) -> list[float]:
    """Memory of each process that answers pages, without what they share."""
    return [one.memory_full_info().uss / 2**20 for one in process.children(recursive=True)]


def people_of(port: int, among: Sequence[str], number: int = PEOPLE) -> list[Visitor]:
    """So many people, signed in as these in turn."""
    return [Visitor(port, among[place % len(among)]) for place in range(number)]


def _row(name: str, database: str, found: Browsed, yardstick: Browsed, aim: str) -> dict[str, Any]:
    ratio = found.p95 / yardstick.p95
    return {
        "name": f"{name}, {PEOPLE} people at once, on {database}, against a static page of the same server",
        "ratio": round(ratio, 2),
        "aim": aim,
        "detail": (
            f"{found.rate:.0f} requests a second, 95th percentile {found.p95 * 1000:.0f} ms, median "
            f"{found.median * 1000:.0f} ms; static {yardstick.rate:.0f} a second, {yardstick.p95 * 1000:.0f} ms"
        ),
    }


def browse(database: str, address: str, folder: Path, hour: int) -> list[dict[str, Any]]:
    """The rows of one database; with `hour` also the memory after so many pages."""
    with served(folder, address) as (port, process):
        readers, seeing = people_of(port, READERS), people_of(port, SEEING_CHILDREN)
        flat_out(readers, (*STATIC, *SCORECARD, *MEASURES, *OTHERS), asked=500)
        flat_out(seeing, CHILDREN, asked=100)
        before = mebibytes(process)
        yardstick = flat_out(readers, STATIC)
        rows = [
            _row("the scorecard", database, flat_out(readers, SCORECARD), yardstick, "at most 4"),
            _row("measure pages", database, flat_out(readers, MEASURES), yardstick, "at most 4"),
            _row("the children behind a figure", database, flat_out(seeing, CHILDREN), yardstick, "none"),
        ]
        felt = as_people_do(people_of(port, READERS))
        rows.append(
            {
                "name": f"{PEOPLE} people who read between pages, on {database}",
                "ratio": "",
                "aim": "none",
                "detail": (
                    f"{felt.rate:.0f} requests a second, 95th percentile {felt.p95 * 1000:.0f} ms, "
                    f"median {felt.median * 1000:.0f} ms"
                ),
            }
        )
        if hour:
            flat_out(readers, (*SCORECARD, *MEASURES, *OTHERS), asked=hour)
            after = mebibytes(process)
            rows.append(
                {
                    "name": "memory of a process that answers pages after an hour's browsing, against before",
                    "ratio": round(max(after) / max(before), 2),
                    "aim": "flat",
                    "detail": f"{max(after):.0f} MiB against {max(before):.0f} MiB after {hour:,} pages",
                }
            )
    return rows


def run() -> list[dict[str, Any]]:
    """The rows of both databases."""
    from tests.databases import database

    rows = []
    for name, address, hour in (("SQLite", "", HOUR), ("PostgreSQL", database("browsing"), 0)):
        with tempfile.TemporaryDirectory() as folder:
            rows += browse(name, address, Path(folder), hour)
    return rows
