"""Events written at the same time by several make one chain."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connection

from goldenthread_web.activity.actions import record, record_children
from goldenthread_web.activity.models import Event
from goldenthread_web.activity.queries import verify
from goldenthread_web.activity.verbs import Verb

WRITERS, EACH = 6, 15
SETTINGS = "goldenthread_web.config.settings"


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_keep_one_chain() -> None:
    # On SQLite the tests' database is held in memory, where no two may write: the next test has several there.
    writers = 1 if connection.vendor == "sqlite" else WRITERS
    wrong: list[BaseException] = []
    start = threading.Barrier(writers)

    def write(number: int) -> None:
        try:
            start.wait(20)
            for count in range(EACH):
                if count % 5:
                    record(actor=None, verb=Verb.CHILD_SEEN, what=f"writer:{number}", child=f"C{count}")
                else:
                    record_children(actor=None, verb=Verb.CHILD_LISTED, what=f"writer:{number}", children=["C1", "C2"])
        except BaseException as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(120)
    assert wrong == []
    expected = writers * (EACH + EACH // 5)
    assert list(Event.objects.order_by("sequence").values_list("sequence", flat=True)) == list(range(1, expected + 1))
    assert verify().breaks == []


WRITE = """
import django; django.setup()
from goldenthread_web.activity.actions import record
from goldenthread_web.activity.verbs import Verb
for count in range(10):
    record(actor=None, verb=Verb.CHILD_SEEN, what="made up", child=f"C{count}")
"""


def test_processes_at_once_keep_one_chain_on_sqlite(tmp_path: Path) -> None:
    wanted = {key: value for key, value in os.environ.items() if not key.startswith("GOLDENTHREAD")}
    wanted |= {"GOLDENTHREAD_TESTING": "yes", "GOLDENTHREAD_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": SETTINGS}

    def manage(*words: str) -> subprocess.CompletedProcess[str]:
        said = [sys.executable, "-m", "django", *words]
        return subprocess.run(said, env=wanted, capture_output=True, text=True, check=False)

    made = manage("migrate", "--verbosity", "0")
    assert made.returncode == 0, made.stderr
    writers = [subprocess.Popen([sys.executable, "-c", WRITE], env=wanted, stderr=subprocess.PIPE) for _ in range(3)]
    assert [one.communicate(timeout=120)[1] for one in writers] == [b"", b"", b""]
    found = manage("verify_activity")
    assert "30 events, each following the one before" in found.stdout, found.stderr
