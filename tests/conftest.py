"""What every test shares: no network beyond this machine, and in CI nothing skipped."""

from __future__ import annotations

import os
import socket
from typing import Any

import pytest
from hypothesis import settings

# The same examples on every machine, and none of them against a clock.
settings.load_profile("ci")

_LOCAL = {"127.0.0.1", "::1", "localhost", ""}
_MAY_BE_ABSENT = "../shared/reference"
_connect = socket.socket.connect


def _connect_locally(self: socket.socket, address: Any) -> None:
    if isinstance(address, tuple) and str(address[0]) not in _LOCAL:
        raise RuntimeError(f"tests may not reach the network: {address[0]}")
    _connect(self, address)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", _connect_locally)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """In CI a skipped test is a failure, unless it waits for the reference files that only developers have."""
    report = yield
    if os.environ.get("CI") == "true" and report.skipped and _MAY_BE_ABSENT not in str(report.longrepr):
        report.outcome = "failed"
        report.longrepr = f"nothing may be skipped in CI: {report.longrepr}"
    return report
