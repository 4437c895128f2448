"""Damaged files, thousands of ways: each is read or refused with a message, and never ends in a traceback."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.integration.cin_census.cin_files import assessment, child, episode, factor_group, message, plan, read_made

from goldenthread.errors import InputError

WHOLE = (
    "<?xml version='1.0' encoding='utf-8'?>\n"
    + message(
        child(
            episode(
                assessment(factors=factor_group("2B", "3B")), plan(reviews="<CPPreviewDate>2013-09-01</CPPreviewDate>")
            )
        ),
        child(episode("<Section47><S47ActualStartDate>2013-06-10</S47ActualStartDate></Section47>"), id="A2"),
    )
).encode()
PIECES = (
    b"",
    b"<",
    b">",
    b"&",
    b"\x00",
    b"\xff",
    b"<!DOCTYPE a>",
    b"]]>",
    b"<!--",
    b"2013-02-30",
    b"</Child>",
    b"\xe2\x82",
)


VALUES = (
    b"",
    b"2013-02-30",
    b"PlaceholderStr",
    b"9" * 400,
    b"&lt;x&gt;",
    b"<a/>",
    b"caf\xc3\xa9",
    b"-1",
    b"true",
    b"\xe2\x82",
)


def _broken(draw: random.Random) -> bytes:
    data = bytearray(WHOLE)
    for _ in range(draw.randrange(1, 4)):
        at = draw.randrange(len(data))
        data[at : at + draw.randrange(0, 30)] = draw.choice(PIECES)
    return bytes(data)


def _misfilled(draw: random.Random) -> bytes:
    pieces = re.split(rb"(>[^<]+<)", WHOLE)
    for _ in range(draw.randrange(1, 4)):
        pieces[draw.randrange(1, len(pieces), 2)] = b">" + draw.choice(VALUES) + b"<"
    return b"".join(pieces)


def _renamed(draw: random.Random) -> bytes:
    names = [piece.split(b">")[0] for piece in WHOLE.split(b"<") if piece and not piece.startswith((b"/", b"?"))]
    data = WHOLE
    for _ in range(3):
        one, other = draw.choice(names[8:]), draw.choice(names)
        data = data.replace(b"<" + one + b">", b"<" + other + b">").replace(b"</" + one + b">", b"</" + other + b">")
    return data


def _outcome(data: bytes, folder: Path) -> str:
    folder.mkdir()
    try:
        made = read_made(data, folder)
    except InputError as refused:
        return ",".join(problem.code for problem in refused.problems if problem.remedy)
    assert all(problem.code and problem.what for problem in made.problems)
    return "read"


@pytest.mark.parametrize(
    ("damaged", "expected"),
    [
        (_broken, {"read", "not_xml", "wrong_encoding", "truncated"}),
        (_misfilled, {"read", "other_collection", "impossible_date", "wrong_encoding"}),
        (_renamed, {"read"}),
    ],
)
def test_damage_never_ends_in_a_traceback(
    tmp_path: Path, damaged: Callable[[random.Random], bytes], expected: set[str]
) -> None:
    draw = random.Random(7)  # noqa: S311 - the same damage every time
    ended = Counter(_outcome(damaged(draw), tmp_path / str(number)) for number in range(150))
    assert "" not in ended
    assert expected <= set(ended), ended


@pytest.mark.parametrize(
    "name", ["cp1006", "mac-croatian", "utf-7", "utf-32", "idna", "rot13", "cp037", "hex", "gb18030", "shift_jis"]
)
def test_encodings_few_know(tmp_path: Path, name: str) -> None:
    text = f"<?xml version='1.0' encoding='{name}'?>{message(child(episode()))}"
    assert _outcome(text.encode("ascii"), tmp_path / "in") in {"read", "wrong_encoding", "not_xml"}
