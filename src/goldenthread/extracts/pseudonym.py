"""Replacing children's ids by keyed hashes that are the same in every return and cannot be undone without the key."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from goldenthread.errors import InputError, Problem

LEAST_BYTES = 32


def read_key(path: Path) -> bytes:
    """The key held in a file; InputError when it is absent or shorter than 32 bytes."""
    make = 'Make one with: python -c "import secrets; print(secrets.token_hex(32))" and keep it where the returns are.'
    try:
        key = path.read_bytes().strip()
    except OSError:
        raise InputError(Problem(what="The key file cannot be read.", remedy=make, file=str(path))) from None
    if len(key) < LEAST_BYTES:
        raise InputError(
            Problem(
                what=f"The key is {len(key)} bytes long; at least {LEAST_BYTES} are needed.",
                remedy=make,
                file=str(path),
            )
        )
    return key


def fingerprint(key: bytes) -> str:
    """Eight letters that tell whether two loads used the same key, and nothing about the key."""
    return hashlib.sha256(b"goldenthread key fingerprint\0" + key).hexdigest()[:8]


def pseudonyms(key: bytes) -> Callable[[str], str]:
    """A function from a child's id to its keyed hash (HMAC-SHA-256, 20 hexadecimal digits)."""

    @lru_cache(maxsize=200_000)
    def replace(person_id: str) -> str:
        return "P" + hmac.new(key, person_id.encode("utf-8"), hashlib.sha256).hexdigest()[:19]

    return replace
