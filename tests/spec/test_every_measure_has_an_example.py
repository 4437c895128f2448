"""Every measure has a worked example, a complete definition and a query that other engines can be given."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import ibis
import pytest

from goldenthread.catalogue import COHORTS, MEASURES
from goldenthread.catalogue.problems import find_problems
from goldenthread.engines import engine_over_rows
from goldenthread.measures import count
from goldenthread.measures.model import CountContext

# Naming the backend registers its settings, which its compiler reads.
ibis.pyspark  # noqa: B018
CONTEXT = CountContext(as_at=dt.date(2014, 3, 31), first=dt.date(2013, 4, 1))
# What DuckDB alone understands, or engines answer differently: a portable query has none of it.
FORBIDDEN = ("GROUPING SETS", "ASOF", "QUANTILE", "PERCENTILE")


@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_a_worked_example_names_the_measure(measure: str) -> None:
    drawn = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_spec_*.py"))
    assert f'"{measure}"' in drawn


def test_the_definitions_hold_together() -> None:
    assert find_problems(COHORTS, today=dt.date(2026, 12, 31)) == ()


@pytest.mark.parametrize("cohort", COHORTS, ids=lambda cohort: cohort.id)
def test_every_cohort_compiles_for_every_engine(cohort: object) -> None:
    assert isinstance(cohort, count.Cohort)
    with engine_over_rows({}) as engine:
        query = count.count_query(engine, cohort, CONTEXT, (count.ALL, *cohort.counted_by))
        staged = " ".join(engine.staged_sql().values()).upper()
        for dialect in ("duckdb", "pyspark", "postgres"):
            text = str(ibis.to_sql(query, dialect=dialect)).upper()
            assert "GROUP BY" in text
            assert not [word for word in FORBIDDEN if word in text + staged], dialect
        divisors = [node.right for node in query.op().find(ibis.expr.operations.Divide)]
    # Nothing is divided by what could be nought.
    assert all(isinstance(divisor, ibis.expr.operations.Literal) and divisor.value for divisor in divisors)


@pytest.mark.parametrize("cohort", COHORTS, ids=lambda cohort: cohort.id)
def test_the_query_shown_explains_every_table_it_keeps(cohort: object) -> None:
    assert isinstance(cohort, count.Cohort)
    with engine_over_rows({}) as engine:
        shown = count.count_sql(engine, cohort, CONTEXT)
        parts = shown.split("\n\n-- ")
        of_children = "sex" in cohort.breakdowns
        assert parts[0].startswith("-- rows kept as" if of_children else "-- ")
        assert parts[-1].removeprefix("-- ").startswith("the counts\n")
        names = [part.removeprefix("-- ").removeprefix("rows kept as ").split("\n")[0] for part in parts[:-1]]
        assert ("children" in names) is of_children
        # Each kept table is explained before it is read.
        for place, name in enumerate(names):
            assert not any(f'"{name}"' in part for part in parts[:place])
