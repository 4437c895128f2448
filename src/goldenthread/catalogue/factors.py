"""What assessments found: factors at the end of assessment, each once for an episode of need."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ibis

from goldenthread.catalogue.common import PERSON_BREAKDOWNS, label, with_person
from goldenthread.measures.model import Cohort, CohortKind, CountContext, Distinct, Measure, Polarity, Stage, Unit
from goldenthread.tables import codes

NONE_FOUND = "21"
_COLUMNS = ("authority", "source", "person_id", "assessment_id", "referral_id", "authorised_date")


def rows(engine: Any, _context: CountContext) -> Any:
    """Two kinds of rows: an episode of need with a factor, once for each factor; and an episode with any factor.

    `person_id` names the episode (and the factor): what is to be counted once in a period.
    """
    factor = engine.table("assessment_factor")
    known = tuple(code.code for code in codes.ASSESSMENT_FACTOR.codes if code.code != NONE_FOUND)
    factor = factor.filter(factor.code.isin(known))
    factor = factor.select(
        f_authority=factor.authority, f_source=factor.source, f_id=factor.assessment_id, code=factor.code
    ).distinct()
    done = engine.table("assessment").select(*_COLUMNS)
    done = done.filter(done.authorised_date.notnull())
    found = done.inner_join(
        factor,
        [done.authority == factor.f_authority, done.source == factor.f_source, done.assessment_id == factor.f_id],
    )
    # An assessment that names no referral stands for an episode of its own.
    found = found.mutate(episode=ibis.coalesce(found.referral_id, found.assessment_id))
    found = with_person(found, engine, on="authorised_date")
    found = found.mutate(
        event_date=found.authorised_date,
        row_key=found.assessment_id,
        factor=label(found.code, codes.ASSESSMENT_FACTOR),
    )
    kept = ("authority", "source", "row_key", "event_date", "factor", *PERSON_BREAKDOWNS)
    each = found.select(*kept, person_id=found.episode + "/" + found.code, counted=1, any_factor=0)
    in_assessment = ibis.window(group_by=[found.authority, found.source, found.assessment_id], order_by=[found.code])
    first = found.mutate(nth=ibis.row_number().over(in_assessment))
    first = first.filter(first.nth == 0)
    whole = first.select(*kept, person_id=first.episode, counted=0, any_factor=1)
    return each.union(whole)


_OLD_CODES = "Old codes 18A and 19A were replaced in 2020/21: add their successors to compare."
SHARE = Measure(
    id="assessment_factors",
    code="AS07",
    title="Factors found at the end of assessment",
    meaning="Of the episodes of need in which an assessment found any factor, the share with each factor.",
    why="It says what families struggle with, and so what help is needed.",
    how="Episodes of need with the factor in an assessment completed in the period, each once however many "
    "assessments, divided by episodes with any factor. Code 21 (none found) is left out.",
    numerator_words="episodes of need with the factor",
    denominator_words="episodes of need with any factor",
    example="Of 200 episodes with factors, 63 with parental domestic abuse is 31.5%.",
    moves="Need, how fully assessments are recorded, and changes of the list of factors.",
    misread="One episode has several factors, so the shares add up to far more than 100%.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.PERCENT,
    source="DfE children in need statistics, table C3",
    stage=Stage.ASSESSMENTS,
    numerator="counted",
    denominator="any_factor",
    distinct=Distinct.FIRST,
    share_by="factor",
    share_within=PERSON_BREAKDOWNS,
    needs=("assessment",),
    cautions=(
        _OLD_CODES,
        "By age an episode is counted in each age band in which an assessment of it was completed.",
    ),
)
RATE = replace(
    SHARE,
    id="assessment_factor_rate",
    code="AS08",
    title="Factors found at the end of assessment per 10,000 children",
    meaning="Episodes of need with each factor for every 10,000 people aged 0 to 17.",
    why="A share falls when other factors are recorded more fully; a rate does not.",
    how="Episodes of need with the factor, each once in the period, divided by the mid-year population of the calendar "
    "year before the reporting year's end, times 10,000; a part of a year is multiplied up and marked.",
    denominator_words="people aged 0 to 17",
    example="315 episodes with a factor among 35,000 children make 90.0.",
    misread="The line for all factors together counts an episode once for each factor it has.",
    unit=Unit.PER_10K,
    source="Children's social care national framework, on table C3",
    denominator="population",
    share_by="",
    share_within=(),
    rate_by="factor",
    cautions=(_OLD_CODES,),
)
COHORT = Cohort(
    id="assessment_factors",
    title="Factors found at the end of assessment",
    kind=CohortKind.EVENT,
    table="assessment_factor",
    rows=rows,
    breakdowns=("factor", *PERSON_BREAKDOWNS),
    once_in_each=("age_band",),
    measures=(SHARE, RATE),
)
