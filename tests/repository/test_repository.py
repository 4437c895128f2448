"""What keeps the repository true: size of modules, links, decisions, locks, layers, words, the wheel."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from tools.pages import out_of_date

ROOT = Path(__file__).parents[2]
MOST_LINES = 600
_REGISTRY = re.compile(r"https?://(?:[\w.-]*pypi|files\.pythonhosted|registry\.npmjs|[\w.-]*/simple)", re.IGNORECASE)
_MACHINE = re.compile("(?:^|[^a-zA-Z0-9.])/(?:wo" + "rk|ro" + "ot|far" + "m|ho" + "me)/")
# A name after a dot is that of somebody else's library, which we do not choose.
_AMERICAN = re.compile(
    r"(?<!\.)\b(?:behavior|organization|analyze[ds]?|catalog|favorite|judgment|gray|center(?:ed)?|modeling)\b"
)


def _tracked(*endings: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    paths = [ROOT / name for name in listed if not endings or name.endswith(endings)]
    return [path for path in paths if path.is_file()]


PYTHON = _tracked(".py")
PAGES = _tracked(".md")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", PYTHON, ids=_name)
def test_a_module_has_one_subject_and_says_it_first(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES
    said = ast.get_docstring(ast.parse(text)) or ""
    assert len(said.splitlines()[0] if said else "") > 10


def _anchors(page: Path) -> set[str]:
    found = set()
    for heading in re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE):
        kept = "".join(letter for letter in heading.lower() if letter.isalnum() or letter in " -_")
        found.add(kept.strip().replace(" ", "-"))
    return found


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_of_a_page_lead_somewhere(page):
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        place = (page.parent / file).resolve() if file else page
        assert place.exists(), f"{target} of {_name(page)}"
        if anchor and place.suffix == ".md":
            assert anchor in _anchors(place), f"{target} of {_name(page)}"


def test_decisions_are_numbered_without_gaps_and_weigh_options():
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        text = path.read_text(encoding="utf-8")
        for heading in ("## Context", "## Options", "## Decision", "## Consequences"):
            assert heading in text, path.name
        assert text.count("\n- **") >= 2, path.name


def test_commands_of_the_readme_exist():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(
        re.findall(r"make ([a-z]+)\b", " ".join(re.findall(r"`make [^`]+`|^make .+$", text, re.MULTILINE)))
    ):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    from typer.main import get_command

    from goldenthread.cli import app

    known = get_command(app).commands
    used = set(re.findall(r"^goldenthread (\w+)", text, re.MULTILINE))
    assert used
    assert used <= set(known)


def test_layers_are_kept():
    # In a process of its own: it sets up logging anew, and what other tests listen to would fall silent.
    lint = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["base.txt", "dev.txt"])
def test_locks_have_hashes_and_no_addresses(name):
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    packages = re.findall(r"^[\w.\[\]-]+==", text, re.MULTILINE)
    assert len(packages) > 20
    assert text.count("--hash=sha256:") >= len(packages)
    assert "http" not in text
    assert "index-url" not in text


def test_no_tracked_file_names_a_registry_or_a_machine():
    for path in _tracked(".py", ".md", ".toml", ".txt", ".yml", ".cfg", "Makefile", "run", ".json", ".css", ".j2"):
        text = path.read_text(encoding="utf-8")
        assert not _REGISTRY.search(text), _name(path)
        assert not _MACHINE.search(text), _name(path)


def test_nothing_is_left_to_do_in_the_code():
    marks = ("TO" + "DO", "FIX" + "ME", "X" + "XX:")
    for path in PYTHON:
        text = path.read_text(encoding="utf-8")
        assert not any(mark in text for mark in marks), _name(path)


@pytest.mark.parametrize("path", [*PYTHON, *PAGES], ids=_name)
def test_words_are_british(path):
    if path == Path(__file__):
        return
    assert not _AMERICAN.findall(path.read_text(encoding="utf-8")), _name(path)


def test_the_version_is_one_and_has_its_changes():
    from goldenthread import __version__

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == __version__
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_wheel_is_pure_python_and_carries_what_it_needs(tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    wheel = next(tmp_path.glob("*.whl"))
    assert wheel.name.endswith("-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    for needed in (
        "goldenthread/py.typed",
        "goldenthread/papers/templates/panel.html.j2",
        "goldenthread/papers/templates/paper.css",
        "goldenthread/demonstration/authority.toml",
        "goldenthread/demonstration/panel/6-rationale.md",
        "goldenthread_web/design/jinja2/design/base.html",
        "goldenthread_web/design/static/design/built/site.css",
        "goldenthread_web/design/static/design/built/govuk-frontend.min.js",
        "goldenthread_web/design/static/design/icon.svg",
    ):
        assert needed in names
    assert not any("tests/" in name or name.endswith((".so", ".pyd")) for name in names)


def test_asking_for_help_starts_no_engine():
    heavy = ("ibis", "duckdb", "pyarrow", "pandas", "altair", "numpy", "scipy", "lxml", "docx", "typst")
    probe = (
        "import sys; from goldenthread.cli import main\n"
        "sys.argv = ['goldenthread', '--help']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print('LOADED', [m for m in {heavy!r} if m in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", probe], check=True, capture_output=True, text=True, cwd=ROOT).stdout
    assert "LOADED []" in told


@pytest.mark.parametrize("tool", ["generate_tables", "generate_measures"])
def test_generated_pages_are_current(tool):
    module = importlib.import_module(f"tools.{tool}")
    assert out_of_date(module.FOLDER, module.pages()) == []


def test_every_module_of_the_package_imports_by_itself():
    for path in PYTHON:
        if "src" in path.parts and path.name != "__init__.py":
            name = ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)
            assert importlib.util.find_spec(name) is not None, name
