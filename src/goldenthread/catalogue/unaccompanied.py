"""Unaccompanied asylum-seeking children among those looked after: how many, and for every 10,000 children."""

from __future__ import annotations

from dataclasses import replace

from goldenthread.catalogue.care_measures import STARTED_RATE, UASC_COUNT, UASC_STARTED
from goldenthread.measures.model import Unit

_FRAMEWORK = "Children's social care national framework, on SSDA903"
RATE = replace(
    UASC_COUNT,
    id="looked_after_uasc_rate",
    title="Unaccompanied asylum-seeking children looked after per 10,000 children",
    meaning="Unaccompanied asylum-seeking children looked after for every 10,000 people aged 0 to 17.",
    how="Children looked after who are recorded as unaccompanied asylum-seeking on the day, divided by the mid-year "
    "population of the calendar year before the reporting year's end, times 10,000. Never multiplied up.",
    denominator_words="people aged 0 to 17",
    example="11 children and 34,000 in the area make 3.2.",
    unit=Unit.PER_10K,
    decimals=1,
    denominator="population",
    source=_FRAMEWORK,
)
STARTED = replace(
    UASC_STARTED,
    id="looked_after_started_uasc_count",
    title="Unaccompanied asylum-seeking children who started to be looked after",
    meaning="How many unaccompanied asylum-seeking children started to be looked after.",
    how="Count children who started, each once in the period, who were unaccompanied and asylum-seeking on the day.",
    denominator_words="",
    example="Of 88 children who started, 19 were unaccompanied: the answer is 19.",
    unit=Unit.COUNT,
    decimals=0,
    denominator="",
)
STARTED_PER_10K = replace(
    STARTED_RATE,
    id="looked_after_started_uasc_rate",
    code=UASC_STARTED.code,
    title="Unaccompanied asylum-seeking children who started to be looked after per 10,000 children",
    meaning="Unaccompanied asylum-seeking children who started to be looked after for every 10,000 people aged 0 to 17.",
    why=UASC_STARTED.why,
    how="Unaccompanied asylum-seeking children who started, each once in the period, divided by the mid-year population "
    "of the calendar year before the reporting year's end, times 10,000; a part of a year is multiplied up to a whole "
    "one and marked.",
    numerator_words=UASC_STARTED.numerator_words,
    example="19 children and 34,000 in the area make 5.6.",
    moves=UASC_STARTED.moves,
    misread=UASC_STARTED.misread,
    numerator="uasc",
    needs=UASC_STARTED.needs,
    source=_FRAMEWORK,
)
