"""The reference pages of the measures say what the definitions say."""

from __future__ import annotations

from pathlib import Path

from tools.generate_measures import FOLDER, pages
from tools.pages import out_of_date

from goldenthread.catalogue import MEASURES


def test_every_page_is_up_to_date() -> None:
    assert out_of_date(FOLDER, pages()) == []


def test_a_page_that_is_missing_changed_or_nobodys_is_named(tmp_path: Path) -> None:
    for name, text in pages().items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "referrals.md").unlink()
    (tmp_path / "index.md").write_text("changed", encoding="utf-8")
    (tmp_path / "nobodys.md").write_text("", encoding="utf-8")
    assert out_of_date(tmp_path, pages()) == ["index.md", "nobodys.md", "referrals.md"]


def test_every_page_tells_the_reader_the_essentials() -> None:
    written = pages()
    for name, measure in MEASURES.items():
        text = written[f"{name}.md"]
        for part in (measure.meaning, measure.why, measure.misread, measure.source, measure.owner):
            assert part in text, (name, part)
        assert f"({name}.md)" in written["index.md"]
