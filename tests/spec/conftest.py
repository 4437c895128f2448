"""Every worked example holds on every engine: after the examples of a file, all of them again on the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.every_engine import OTHERS, differences, engine_or_skip
from tests.spec import worked

from goldenthread.measures.evaluate import Scope, evaluate


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """A file of worked examples ends with one test for each other engine."""
    if module_path.name.startswith("test_spec_"):
        return _Examples.from_parent(parent, path=module_path)
    return None


class _Examples(pytest.Module):
    drawn: list[worked.Example]

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        """The tests of the file, then the examples they drew on the other engines."""
        self.drawn = []
        yield from super().collect()
        for engine in OTHERS:
            yield _OnEngine.from_parent(self, name=f"test_the_examples_hold_on_{engine}", engine=engine)


class _OnEngine(pytest.Item):
    def __init__(self, *, engine: str, **given: Any) -> None:
        super().__init__(**given)
        self.engine = engine

    def runtest(self) -> None:
        """Count every example of the file together and compare each with what the embedded engine gave."""
        examples = self.parent
        assert isinstance(examples, _Examples)
        examples.drawn += worked.take_examples()
        if not examples.drawn:
            pytest.skip("no example was drawn: run the whole file")
        wrong = [
            line
            for days in sorted({(e.scope.as_at, e.scope.first) for e in examples.drawn})
            for line in self._compare(*days)
        ]
        assert not wrong, f"{len(wrong)} figures differ on {self.engine}, such as:\n" + "\n".join(wrong[:12])

    def _compare(self, as_at: Any, first: Any) -> list[str]:
        examples: list[worked.Example] = self.parent.drawn  # type: ignore[union-attr]
        drawn = [one for one in examples if (one.scope.as_at, one.scope.first) == (as_at, first)]
        named = {place: f"{place:04d}" for place in range(len(drawn))}
        rows = defaultdict(list)
        for place, example in enumerate(drawn):
            for table, given in example.rows.items():
                rows[table] += [{**row, "authority": _renamed(row, named[place])} for row in given]
        cohorts = {example.cohort.id: example.cohort for example in drawn}
        wrong = []
        with engine_or_skip(self.engine, rows) as engine:
            for name, cohort in cohorts.items():
                own = {named[p]: example for p, example in enumerate(drawn) if example.cohort.id == name}
                counted = evaluate(engine, [cohort], _together(own))
                for area, example in own.items():
                    wrong += differences(example.results, counted, {worked.AUTHORITY: area})
        return wrong

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where it stands."""
        return self.path, None, self.name


def _renamed(row: Any, area: str) -> str:
    """Rows of other authorities within an example stay apart from its own."""
    return area if row["authority"] == worked.AUTHORITY else f"{area} {row['authority']}"


def _together(own: dict[str, worked.Example]) -> Scope:
    """One scope over many examples, each an authority."""
    covers: dict[str, dict[str, Any]] = {}
    population = {}
    for area, example in own.items():
        for table, areas in example.scope.covers_from.items():
            if worked.AUTHORITY in areas:
                covers.setdefault(table, {})[area] = areas[worked.AUTHORITY]
        population[area] = example.scope.population[worked.AUTHORITY]
    one = next(iter(own.values())).scope
    return Scope(
        as_at=one.as_at, authorities=tuple(sorted(own)), covers_from=covers, population=population, first=one.first
    )
