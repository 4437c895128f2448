"""The pages on engines and databases: their SQL runs, their options exist, their words are those of the messages."""

from __future__ import annotations

import re
from pathlib import Path

import psycopg
import pytest
from tests.databases import database
from typer.main import get_command

from goldenthread.cli import app
from goldenthread.engines import ENGINES
from goldenthread.engines.postgres import open_postgres
from goldenthread.extracts.ssd_database.tables import USUAL_SCHEMAS
from goldenthread.warehouse import COVERAGE_SCHEMA, load_of

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
PAGES = ("count-on-another-engine.md", "read-ssd-from-a-database.md")


def _text(page: str) -> str:
    return (HOW_TO / page).read_text(encoding="utf-8")


def test_the_coverage_table_of_the_page_is_one_that_can_be_counted_by() -> None:
    [statements] = re.findall(r"```sql\n(.*?)```", _text(PAGES[0]), re.DOTALL)
    url = database("pages")
    with psycopg.connect(url) as connection:
        connection.execute(statements)
        connection.execute("CREATE TABLE referral (referral_id text, authority text)")
        named = connection.execute("SELECT * FROM load_coverage").description or []
        assert [column.name for column in named] == COVERAGE_SCHEMA.names
    with open_postgres(url) as engine:
        load = load_of(engine.coverage, "public")
    assert (load.id, load.authorities, list(load.covers())) == ("october", ("999",), ["person", "referral"])


@pytest.mark.parametrize("page", PAGES)
def test_commands_and_options_of_the_page_exist(page: str) -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    lines = [line for line in _text(page).splitlines() if line.startswith("goldenthread ")]
    assert lines
    for line in lines:
        command = commands[line.split()[1]]
        known = {option for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"(?<=\s)--[a-z-]+", line)) <= known, line


def test_every_engine_and_schema_is_named() -> None:
    assert {name for name in ENGINES if name != "duckdb"} <= set(re.findall(r"[a-z]+", _text(PAGES[0]).casefold())) | {
        "postgres"
    }
    assert all(f"`{schema}`" in _text(PAGES[1]) for schema in USUAL_SCHEMAS)
    assert "not run against a server" in _text(PAGES[1])
