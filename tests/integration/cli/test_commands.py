"""The commands as a user types them: the demonstration once, then everything that reads what it left."""

from __future__ import annotations

import csv
import filecmp
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.main import get_command
from typer.testing import CliRunner

from goldenthread import api
from goldenthread.cli import app

COMMANDS = get_command(app).commands


def _run(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONUTF8": "1", "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-m", "goldenthread.cli", *words], capture_output=True, text=True, encoding="utf-8", cwd=cwd,
        env=environment, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    said: list[str] = []
    lines = [*api.demonstrate(folder, seed=2014, say=said.append)]
    assert [line[:6] for line in said if line[0].isdigit()] == [f"{n} of 5" for n in range(1, 6)]
    assert "make serve" in lines[-1]
    return folder


def test_the_demonstration_leaves_everything_it_promises(demo):
    for name in (
        "index.html", "authority.toml", "truth.json", "out/scorecard.html", "out/scorecard.xlsx", "out/panel-report.html",
        "out/panel-report.docx", "out/panel-report.pdf", "out/panel-report.figures.json", "out/panel-report.checks.txt",
        "out/checks.csv",
    ):  # fmt: skip
        assert (demo / name).stat().st_size > 0, name


def test_two_demonstrations_are_the_same_to_the_byte(demo, tmp_path):
    list(api.demonstrate(tmp_path / "again", seed=2014, say=lambda _line: None))
    names = sorted(path.relative_to(demo).as_posix() for path in demo.rglob("*") if path.is_file())
    assert len(names) > 90
    _, differing, missing = filecmp.cmpfiles(demo, tmp_path / "again", names, shallow=False)
    assert (differing, missing) == ([], [])


def test_the_census_alone_and_the_dataset_alone_agree(demo, tmp_path):
    as_at = ["--as-at", "2014-09-30", "--authority", "999"]
    assert _run("read", str(demo / "returns" / "cin"), *as_at, "--into", str(tmp_path / "cin")).returncode == 0
    assert _run("read", str(demo / "returns" / "ssd"), *as_at, "--into", str(tmp_path / "ssd")).returncode == 0
    names = [
        "referrals",
        "rereferrals",
        "assessments_45",
        "cp_plans",
        "cp_plans_started",
        "conferences_15",
        "s47_started",
    ]
    values = {}
    for source in ("cin", "ssd"):
        told = _run(
            "measure", *names, "--load", str(tmp_path / source), "--settings", str(demo / "authority.toml"),
            "--period", "rolling12-2014-09-30", "--period", "at-2014-09-30",
        )  # fmt: skip
        values[source] = {
            row["measure"]: (row["numerator"], row["denominator"]) for row in csv.DictReader(io.StringIO(told.stdout))
        }
    assert set(values["cin"]) == set(names)
    assert values["cin"] == values["ssd"]


def test_one_census_file_does_not_pretend_to_history(demo, tmp_path):
    census = sorted((demo / "returns" / "cin").glob("*.xml"))[1]
    assert _run("read", str(census), "--as-at", "2014-03-31", "--into", str(tmp_path)).returncode == 0
    told = _run("measure", "rereferrals", "--load", str(tmp_path), "--period", "year-2014-03-31")
    row = next(csv.DictReader(io.StringIO(told.stdout)))
    assert row["status"] == "not enough history"
    assert row["value"] == ""


@pytest.mark.parametrize("name", ["F01", "rereferrals", "cp_plans"])
def test_a_figure_is_traced_to_its_counts_query_and_files(demo, name):
    told = _run("trace", name, "--report", str(demo / "out"))
    assert told.returncode == 0, told.stderr
    assert "the same when counted again" in told.stdout
    assert "DIFFERENT" not in told.stdout
    assert "Definition:" in told.stdout
    assert "SELECT" in told.stdout
    assert "SHA-256" in told.stdout


def test_measures_are_exported_in_three_formats(demo, tmp_path):
    words = [
        "measure",
        "referrals",
        "cp_plans",
        "--load",
        str(demo / "loads"),
        "--breakdown",
        "all",
        "--breakdown",
        "team",
    ]
    for kind in ("csv", "json", "parquet"):
        output = tmp_path / f"m.{kind}"
        assert _run(*words, "--format", kind, "--output", str(output)).returncode == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "m.csv").read_text(encoding="utf-8"))))
    assert len(rows) == len(json.loads((tmp_path / "m.json").read_text(encoding="utf-8")))
    assert len(rows) == pq.read_metadata(tmp_path / "m.parquet").num_rows
    assert {row["breakdown"] for row in rows} == {"all", "team"}


def test_a_public_export_hides_teams_and_small_numbers(demo):
    words = [
        "measure",
        "cp_plans_started",
        "--load",
        str(demo / "loads"),
        "--profile",
        "committee",
        "--breakdown",
        "all",
    ]
    told = _run(*words, "--breakdown", "team", "--period", "month")
    rows = list(csv.DictReader(io.StringIO(told.stdout)))
    assert all(row["value"] == "" for row in rows if row["breakdown"] == "team")
    assert not any(0 < float(row["value"]) < 5 for row in rows if row["value"])


@pytest.mark.parametrize(
    ("words", "ending", "begins"),
    [((), ".svg", b"<svg"), (("--every", "month"), ".png", b"\x89PNG"), (("--breakdown", "source"), ".csv", b"Group")],
)
def test_charts_are_drawn(demo, tmp_path, words, ending, begins):
    output = tmp_path / f"chart{ending}"
    told = _run("chart", "rereferrals", "--load", str(demo / "loads"), *words, "--output", str(output))
    assert told.returncode == 0, told.stderr
    assert output.read_bytes().startswith(begins)
    assert "re-referrals" in told.stdout.lower()


def test_commands_work_from_another_folder(demo, tmp_path):
    told = _run("scorecard", "--load", str(demo / "loads"), "--into", "here", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert (tmp_path / "here" / "scorecard.html").exists()
    assert "21.5%" in told.stdout
    assert _run("loads", str(demo / "loads"), cwd=tmp_path).stdout.count("2014-09-30") == 2


def test_checks_are_reported(demo):
    told = _run("check", "--load", str(demo / "loads"))
    assert "rules find nothing wrong" in told.stdout


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        (("read", "nowhere", "--as-at", "2014-09-30"), 3, "no such file or folder"),
        (("read", ".", "--as-at", "30.9.2014"), 2, "write it as 2014-09-30"),
        (("loads", "nowhere"), 0, "no load in nowhere"),
        (("scorecard", "--load", "nowhere"), 4, "no load in this folder"),
        (("measure", "rereferals", "--load", "nowhere"), 2, "Did you mean rereferrals"),
        (("trace", "F01", "--report", "nowhere"), 3, "no list of figures"),
        (("chart", "rereferrals", "--load", "nowhere", "--output", "x.gif"), 2, "neither .svg, .png nor .csv"),
        (("report", "panel", "--load", "nowhere"), 4, "no load in this folder"),
        (("synthetic", "--into", "x", "--dirty", "3"), 2, "cannot be spoiled"),
        (("check", "--load", "nowhere"), 4, "no load in this folder"),
        (("nonsense",), 2, "No such command"),
    ],
)
def test_a_mistake_is_told_in_a_sentence_with_its_own_code(tmp_path, words, code, expected):
    told = _run(*words, cwd=tmp_path)
    assert told.returncode == code, told.stderr
    assert expected in (told.stdout + told.stderr).replace("\n", " ")
    assert "Traceback" not in told.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_figure_that_is_not_in_the_paper_says_which_are(demo):
    told = _run("trace", "F99", "--report", str(demo / "out"))
    assert told.returncode == 2
    assert "It has F01 to" in told.stderr


def test_a_narrative_with_mistakes_lists_them_all(demo, tmp_path):
    source = Path(api.__file__).parents[1] / "demonstration" / "panel"
    for path in source.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "7-other-options.md").write_text('{{ measure "nothing" }} and 12.5%', encoding="utf-8")
    told = _run(
        "report", "panel", "--load", str(demo / "loads"), "--narrative", str(tmp_path), "--into", str(tmp_path / "out")
    )
    assert told.returncode == 5
    assert "2 problems" in told.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_and_an_example(name):
    words = [name, "panel", "--help"] if name == "report" else [name, "--help"]
    told = CliRunner().invoke(app, words)
    assert told.exit_code == 0
    assert "Example" in told.output


def test_a_made_up_authority_is_written_spoiled_and_listed(tmp_path):
    words = ["synthetic", "--into", str(tmp_path), "--population", "3000", "--years", "2", "--end", "2024-03-31"]
    told = _run(*words, "--dirty", "0.02", "--seed", "7")
    assert told.returncode == 0, told.stderr
    planted = json.loads(next(tmp_path.glob("planted-*.json")).read_text(encoding="utf-8"))
    assert len(planted) > 20
    as_load = _run(*words[:1], "--into", str(tmp_path / "loads"), *words[3:], "--authorities", "3", "--as-load")
    assert as_load.returncode == 0, as_load.stderr
    assert _run("loads", str(tmp_path / "loads")).stdout.count("authority") == 1


def test_the_returns_of_the_demonstration_agree(demo):
    done = _run("reconcile", "cp_plans", "looked_after", "--load", str(demo / "loads"))
    assert done.returncode == 0, done.stderr
    assert "Children on a protection plan" in done.stdout
    assert "at 2014-09-30: cin 123, ssd 123, both 123: agree" in done.stdout
    assert "at 2014-09-30: s903 140, ssd 140, both 140: agree" in done.stdout
    assert "The returns agree throughout." in done.stdout


def test_the_catalogue_is_written_to_be_read(demo):
    index = (demo / "out" / "catalogue" / "index.html").read_text(encoding="utf-8")
    assert "Re-referrals within 12 months" in index
    assert 'href="out/catalogue/index.html"' in (demo / "index.html").read_text(encoding="utf-8")


def test_a_measure_file_that_raises_is_told_without_a_traceback(demo, tmp_path):
    (tmp_path / "wrong.py").write_text("x = 1\nnonsense()\n", encoding="utf-8")
    done = _run("measure", "rereferrals", "--load", str(demo / "loads"), "--catalogue", str(tmp_path))
    assert done.returncode == 5
    assert "wrong.py, row 2: The file could not be run: NameError" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_measure_that_needs_two_returns_says_so(demo):
    done = _run("measure", "looked_after_visited_6_weeks", "--load", str(demo / "loads"), "--period", "at-2014-09-30")
    assert done.returncode == 0, done.stderr
    (row,) = csv.DictReader(io.StringIO(done.stdout))
    assert (row["value"], row["status"]) == ("", "not available from this load")
    assert "children's ids of two returns are not joined" in row["note"]
