"""The file on the page about measures of one's own is one that works."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from goldenthread.catalogue.own import read_catalogue

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "add-a-measure.md"


def test_the_file_on_the_page_works(tmp_path: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 1
    (tmp_path / "police.py").write_text(blocks[0], encoding="utf-8")
    cohorts, warnings = read_catalogue(tmp_path, today=dt.date(2026, 11, 23))
    assert warnings == ()
    assert [measure.id for cohort in cohorts for measure in cohort.measures] == ["avonmere_police_rereferrals"]
