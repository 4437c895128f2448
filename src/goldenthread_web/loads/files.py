"""Keeps uploaded files: streamed to disk, hashed on the way, all or none."""

from __future__ import annotations

import errno
import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from django.core.files.uploadedfile import UploadedFile as Incoming
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler

LIMIT = 500 * 1024 * 1024
FULL = (errno.ENOSPC, errno.EDQUOT)
UPLOAD_FAILED = "goldenthread.upload_failed"


class RefusedFilesError(Exception):
    """The files cannot be kept, in a sentence for the person who brought them."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A file as it was kept."""

    name: str
    size: int
    sha256: str


class SpaceAwareUploadHandler(TemporaryFileUploadHandler):
    """Streams to disk; when the disk is full the form is shown again with that sentence, and nothing is left."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Write a piece, or stop the upload."""
        try:
            return super().receive_data_chunk(raw_data, start)
        except OSError as error:
            self._give_up(error)
            raise StopUpload(connection_reset=False) from error

    def _give_up(self, error: OSError) -> None:
        full = error.errno in FULL
        if self.request is not None:
            self.request.META[UPLOAD_FAILED] = (
                "The server's disk is full. Nothing was kept; ask your administrator to make room, then try again."
                if full
                else "The server could not write the file. Nothing was kept; try again, or tell your administrator."
            )
        self.file.close()


def plain_name(name: str) -> str:
    """The last part of a name, whatever system it came from; never a path."""
    last = PurePosixPath(PureWindowsPath(name).name).name.replace("\0", "")
    return last[-200:] or "file"


def keep(files: Sequence[Incoming], folder: Path) -> list[Kept]:
    """Copy files into a new folder, each into a folder of its own so that names do not clash; all or none."""
    if not files:
        raise RefusedFilesError("Choose at least one file.")
    if sum(one.size or 0 for one in files) > LIMIT:
        raise RefusedFilesError(
            f"The files are larger than {LIMIT // 1024 // 1024} MB together. Zip them, or load them from a folder."
        )
    kept = []
    try:
        folder.mkdir(parents=True)
        for number, one in enumerate(files):
            name = plain_name(one.name or "")
            place = folder / f"{number:03d}"
            place.mkdir()
            kept.append(_copy(one, place / name))
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        if error.errno in FULL:
            raise RefusedFilesError(
                "The server's disk is full. Nothing was kept; ask your administrator to make room."
            ) from error
        raise
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    if any(one.size == 0 for one in kept):
        shutil.rmtree(folder, ignore_errors=True)
        raise RefusedFilesError(f"{next(one.name for one in kept if one.size == 0)} is empty. Choose the file again.")
    return kept


def _copy(incoming: Any, target: Path) -> Kept:
    digest, size = hashlib.sha256(), 0
    with target.open("xb") as out:
        for chunk in incoming.chunks():
            digest.update(chunk)
            size += len(chunk)
            out.write(chunk)
    return Kept(name=target.name, size=size, sha256=digest.hexdigest())


def digest_of(parts: Sequence[str]) -> str:
    """One digest of several words, whatever their order."""
    return hashlib.sha256("\0".join(sorted(parts)).encode()).hexdigest()
