"""Gathering the files to read: folders walked, zips opened within limits, the same bytes read once."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from goldenthread.errors import InputError, Problem
from goldenthread.extracts.model import Recognised, SourceFile
from goldenthread.extracts.registry import ACCEPTED, recognise
from goldenthread.extracts.workbook import ENDINGS, has_workbook_inside, looks_like_workbook, sheet_names

MOST_UNPACKED_BYTES = 16 * 2**30
MOST_RATIO = 200
RATIO_FROM_BYTES = 64 * 2**20
ZIP_DEPTH = 2
_CHUNK = 2**20


@dataclass(frozen=True, kw_only=True)
class Found:
    """A file some reader knows; `set_of_files` is the folder or zip it came in."""

    file: SourceFile
    recognised: Recognised
    set_of_files: str


@dataclass(kw_only=True)
class Gathered:
    """The files to read, in order, and those that were left alone with the reason."""

    found: list[Found] = field(default_factory=list)
    ignored: list[Problem] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bytes to read."""
        return sum(one.file.size for one in self.found)


def gather(paths: Sequence[Path], spool: Path) -> Gathered:
    """Find the returns under `paths`; members of zips are unpacked into `spool`.

    InputError when a path does not exist, a zip is unsafe, or nothing is a return.
    """
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise InputError(
            [Problem(what="There is no such file or folder.", file=str(path), code="missing") for path in missing]
        )
    gathered, seen = Gathered(), dict[str, str]()
    for name, path in _files(paths):
        _take(name, path, spool, gathered, seen, depth=0)
    if not gathered.found:
        raise InputError([_nothing(paths), *gathered.ignored[:10]])
    gathered.found.sort(key=lambda one: (one.set_of_files, one.recognised.order, one.file.name))
    return gathered


def _nothing(paths: Sequence[Path]) -> Problem:
    return Problem(
        what="No returns were found.",
        remedy=f"Give files, folders or zips that hold {ACCEPTED}.",
        file=", ".join(str(path) for path in paths),
        code="no_returns",
    )


def _files(paths: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    for path in paths:
        if path.is_file():
            yield path.name, path
            continue
        for place in sorted(path.rglob("*")):
            hidden = any(part.startswith((".", "__MACOSX", "~$")) for part in place.relative_to(path).parts)
            if place.is_file() and not hidden:
                yield place.relative_to(path).as_posix(), place


def _take(name: str, path: Path, spool: Path, gathered: Gathered, seen: dict[str, str], *, depth: int) -> None:
    size = path.stat().st_size
    if size == 0:
        gathered.ignored.append(
            Problem(what="The file is empty.", remedy="Export it again.", file=name, code="empty_file")
        )
        return
    if zipfile.is_zipfile(path) and not name.lower().endswith((".docx", *ENDINGS)):
        if not has_workbook_inside(path):
            _take_zip(name, path, spool, gathered, seen, depth=depth)
            return
    elif name.lower().endswith(".zip"):
        raise InputError(
            Problem(what="The zip is damaged.", remedy="Make it again, or copy it again.", file=name, code="bad_zip")
        )
    digest = _sha256(path)
    if digest in seen:
        gathered.ignored.append(
            Problem(what=f"The same bytes as {seen[digest]}: read once.", file=name, code="same_file")
        )
        return
    seen[digest] = name
    file = SourceFile(name=name, path=path, size=size, sha256=digest)
    recognised = recognise(file)
    if recognised is None:
        gathered.ignored.append(Problem(what=_not_a_return(file), file=name, code="not_a_return"))
        return
    gathered.found.append(Found(file=file, recognised=recognised, set_of_files=str(PurePosixPath(name).parent)))


def _not_a_return(file: SourceFile) -> str:
    if not looks_like_workbook(file.path, file.name):
        return "Not a return: ignored."
    names = ", ".join(sheet_names(file.path, file.name)[:8])
    return f"Not a return: ignored. Its sheets ({names}) are neither lists of Annex A nor templates."


def _take_zip(name: str, path: Path, spool: Path, gathered: Gathered, seen: dict[str, str], *, depth: int) -> None:
    if depth >= ZIP_DEPTH:
        gathered.ignored.append(Problem(what="A zip inside a zip inside a zip: ignored.", file=name, code="deep_zip"))
        return
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            _check_zip(name, members)
            for number, member in enumerate(members):
                parts = PurePosixPath(member.filename.replace("\\", "/")).parts
                if any(part.startswith((".", "__MACOSX", "~$")) and part != ".." for part in parts):
                    continue
                place = spool / f"{len(seen)}-{depth}-{number}"
                spool.mkdir(parents=True, exist_ok=True)
                with archive.open(member) as packed, place.open("wb") as unpacked:
                    shutil.copyfileobj(packed, unpacked, _CHUNK)
                _take(f"{name}/{member.filename}", place, spool, gathered, seen, depth=depth + 1)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise InputError(
            Problem(
                what=f"The zip cannot be opened ({error}).",
                remedy="Make it again, without a password.",
                file=name,
                code="bad_zip",
            )
        ) from error


def _check_zip(name: str, members: Sequence[zipfile.ZipInfo]) -> None:
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if total > MOST_UNPACKED_BYTES or (total > RATIO_FROM_BYTES and total / packed > MOST_RATIO):
        raise InputError(
            Problem(
                what=f"The zip would unpack to {total / 2**20:,.0f} MB from {packed / 2**20:,.1f} MB, more than a zip of "
                "returns can.",
                remedy="Unpack it yourself and give the folder, if you trust it.",
                file=name,
                code="unsafe_zip",
            )
        )


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
