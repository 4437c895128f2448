"""The pages on Annex A and on templates name what there is, and their commands work as written."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from goldenthread.cli import app
from goldenthread.extracts.annex_a.lists import LISTS
from goldenthread.extracts.templates.layout import BY_NAME, TEMPLATES

PAGES = Path(__file__).parents[2] / "docs" / "how-to"
ANNEX = (PAGES / "read-annex-a.md").read_text(encoding="utf-8")
TEMPLATE = (PAGES / "use-the-templates.md").read_text(encoding="utf-8")


def test_every_template_and_its_table_are_on_the_page():
    for template in TEMPLATES:
        assert f"`{template.name}`" in TEMPLATE
        assert f"tables/{template.table}.md)" in TEMPLATE
    assert set(re.findall(r"^\| `([a-z-]+)`", TEMPLATE, re.MULTILINE)) <= set(BY_NAME)


def test_every_list_is_on_the_page():
    table = ANNEX[ANNEX.index("| list | kept as |") : ANNEX.index("Assessments, enquiries and plans are joined")]
    for one in LISTS:
        assert re.search(rf"\b{one.number}\b", table), one.title


@pytest.mark.parametrize("line", [line for line in TEMPLATE.splitlines() if line.startswith("goldenthread template")])
def test_the_commands_of_the_page_work(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, shlex.split(line)[1:])
    assert done.exit_code == 0, done.output
    assert not done.output.startswith("Written") or list((tmp_path / "templates").iterdir())
