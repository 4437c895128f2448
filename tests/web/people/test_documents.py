"""The explanation of who may see what says what the permission table says."""

from __future__ import annotations

import re
from pathlib import Path

from goldenthread_web.config import sign_in
from goldenthread_web.people.roles import NEVER_CHILDREN
from goldenthread_web.people.table import permission_table

DOCS = Path(__file__).parents[3] / "docs"


def test_the_explanation_has_the_table_as_it_is() -> None:
    text = (DOCS / "explanation" / "who-may-see-what.md").read_text(encoding="utf-8")
    assert permission_table() in text, f"put this table into the page:\n{permission_table()}"
    for role in NEVER_CHILDREN:
        assert role in text


def test_every_setting_of_signing_in_is_explained() -> None:
    text = (DOCS / "how-to" / "people-and-sign-in.md").read_text(encoding="utf-8")
    source = Path(sign_in.__file__).read_text(encoding="utf-8")
    named = set(re.findall(r"GOLDENTHREAD_[A-Z_]+", source))
    assert "GOLDENTHREAD_IDLE_MINUTES" in named
    elsewhere = {"DEMONSTRATION", "TESTING", "SERVICE", "DATA", "DIRECTORY_PLACES"}
    assert {one for one in named if f"`{one}`" not in text} == {f"GOLDENTHREAD_{one}" for one in elsewhere}
