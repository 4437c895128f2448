"""The published tables we read, as data: which columns make which figure, with the names each edition gave them.

Names are compared in small letters with everything but letters and digits as one underscore, so `1-10_days` and
`1_10_Days` are one name. A rename between editions is one more alias here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Names = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One published figure of a table: `value`, `numerator` and `denominator` are the names its columns have had.

    Without a value column a percentage is numerator over denominator, a rate the numerator over the population of
    the mid-year before. `where` limits it to rows whose filter column holds one of the values; `denominator_where` names
    the row of the same place and year that holds the denominator; the numerator may be the sum of the columns `sums`;
    `whole` figures are published as whole numbers.
    """

    measure: str
    unit: str
    breakdown: str = ""
    value: Names = ()
    numerator: Names = ()
    denominator: Names = ()
    denominator_where: tuple[str, str] | None = None
    where: Mapping[str, Names] = field(default_factory=dict)
    sums: Names = ()
    whole: bool = False


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A published table: its code, what it is about, names of which a file must have all, and its figures."""

    table: str
    title: str
    needs: tuple[Names, ...]
    figures: tuple[Figure, ...]


def normal(name: str) -> str:
    """A column name as names are compared."""
    return re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")


def present(names: Names, columns: Sequence[str]) -> str | None:
    """The first of the names that is a column."""
    return next((name for name in names if name in columns), None)


def topic_of(columns: Sequence[str], values: Mapping[str, frozenset[str]]) -> Topic | None:
    """The topic whose columns, and values of filter columns, a file has; the one that finds most figures."""
    fitting = [topic for topic in TOPICS if all(present(names, columns) for names in topic.needs)]
    scored = [(len(figures_of(topic, columns, values)), topic) for topic in fitting]
    best = max(scored, key=lambda one: one[0], default=(0, None))
    return best[1] if best[0] else None


def figures_of(topic: Topic, columns: Sequence[str], values: Mapping[str, frozenset[str]]) -> tuple[Figure, ...]:
    """The figures of a topic that a file with these columns and values of filter columns can give."""
    return tuple(
        figure
        for figure in topic.figures
        if (present(figure.value, columns) or present(figure.numerator, columns) or figure.sums)
        and all(name in columns for name in figure.sums)
        and all(values.get(column, frozenset()) & set(wanted) for column, wanted in figure.where.items())
    )


def _count(measure: str, *names: str, breakdown: str = "") -> Figure:
    return Figure(measure=measure, unit="n", breakdown=breakdown, value=names)


def _rate(measure: str, value: Names, count: Names, breakdown: str = "") -> Figure:
    return Figure(measure=measure, unit="per_10k", breakdown=breakdown, value=value, numerator=count)


def _share(measure: str, value: Names, numerator: Names, denominator: Names, breakdown: str = "") -> Figure:
    return Figure(
        measure=measure, unit="pct", breakdown=breakdown, value=value, numerator=numerator, denominator=denominator
    )


def _shares(measure: str, denominator: Names, columns: Mapping[str, str]) -> tuple[Figure, ...]:
    return tuple(
        _share(measure, (f"{column}_percent",), (column,), denominator, breakdown)
        for breakdown, column in columns.items()
    )


def _summed(measure: str, denominator: Names, columns: Names) -> Figure:
    return Figure(measure=measure, unit="pct", denominator=denominator, sums=columns)


_CIN, _REFERRALS = ("at31_episodes", "cin_count"), ("referrals", "referral_count")
_CHILD = ("referrals_child", "referral_child_count")
_ASSESSED = ("assessments_completed", "assessment_count")
_AT31, _CPP_START, _CPP_END = ("cpp_at31",), ("cpp_start",), ("cpp_end",)
_BANDS = {
    "same_day": "same_day", "01_10": "1_10_days", "11_20": "11_20_days", "21_30": "21_30_days", "31_40": "31_40_days",
    "41_45": "41_45_days", "46_50": "46_50_days", "51_60": "51_60_days", "61_plus": "61_days",
}  # fmt: skip
_LENGTHS = {
    "to_3m": "3_months_or_less",
    "3m_6m": "more_than_3_months_6_months",
    "6m_1y": "more_than_6_months_less_than_1_year",
    "1y_2y": "1_year_less_than_2_years",
    "2y_plus": "2_years_or_more",
}
_PEOPLE = {"A": "child", "B": "parent", "C": "person"}
_FACTORS = {
    f"{number}{letter}": f"{name}_{who}"
    for number, name in enumerate(
        ("alcohol_misuse", "drug_misuse", "domestic_abuse", "mental_health", "learning_disability",
         "physical_disability"), start=1,
    )
    for letter, who in _PEOPLE.items()
} | {
    "7A": "young_carer", "8B-8F": "privately_fostered", "9A": "unaccompanied_asylum_seeker", "10A": "going_missing",
    "11A": "child_sexual_exploitation", "12A": "trafficking", "13A": "gangs", "14A": "socially_unacceptable_behaviour",
    "15A": "self_harm", "16A": "neglect", "17A": "emotional_abuse", "18A": "physical_abuse_unknown",
    "18B": "physical_abuse_child_on_child", "18C": "physical_abuse_adult_on_child", "19A": "sexual_abuse_unknown",
    "19B": "sexual_abuse_child_on_child", "19C": "sexual_abuse_adult_on_child", "20": "other",
    "22A": "female_genital_mutilation", "23A": "faith_linked_abuse", "24A": "child_criminal_exploitation",
}  # fmt: skip
_SOURCES = ("individual", "schools", "education_services", "health_services", "housing", "la_services", "police",
            "other_legal_agency", "other", "anonymous", "unknown")  # fmt: skip
_ABUSE = {"NEG": "neglect", "PHY": "physical", "SAB": "sexual", "EMO": "emotional", "MUL": "multiple"}
_GROUP, _COUNT_OF_GROUP = "population_count", ("number",)
_LEAVERS, _LEAVERS_PERCENT = ("care_leaver_count", "number", "count"), ("care_leaver_percent", "percentage", "percent")
_AGES = {"17-18": ("17 to 18 years", "Aged 17 to 18"), "19-21": ("19 to 21 years", "Aged 19 to 21")}


def _looked_after(measure: str, words: str) -> tuple[Figure, ...]:
    where = {_GROUP: (words,)}
    return (
        Figure(measure=measure, unit="n", value=("number",), where=where),
        Figure(
            measure=measure,
            unit="per_10k",
            value=("rate_per_10000",),
            numerator=("number",),
            denominator=("population_estimate",),
            where=where,
            whole=True,
        ),
    )


def _stability(measure: str, group: str, words: str) -> Figure:
    return Figure(
        measure=measure,
        unit="pct",
        value=("children_percent",),
        numerator=("children_count",),
        denominator=("children_count",),
        denominator_where=("placement_stability", "Total children"),
        where={"cla_group": (group,), "placement_stability": (words,)},
        whole=True,
    )


def _leavers(measure: str, column: str, words: str, part: str = "") -> tuple[Figure, ...]:
    return tuple(
        Figure(
            measure=measure,
            unit="pct",
            breakdown=f"{age}:{part}" if part else age,
            value=_LEAVERS_PERCENT,
            numerator=_LEAVERS,
            denominator=_LEAVERS,
            denominator_where=(column, "Total"),
            where={"care_leaver_age": ages, column: (words,)},
            whole=True,
        )
        for age, ages in _AGES.items()
    )


TOPICS: tuple[Topic, ...] = (
    Topic(
        table="B1",
        title="children in need",
        needs=(_CIN, ("awaiting_assessment",)),
        figures=(
            _count("CN01", *_CIN),
            _rate("CN02", ("at31_episodes_rate",), _CIN),
            *(
                _count("CN03", f"{column}_{what}", breakdown=f"{part}:{plural}")
                for part, column in (("anypoint", "anypoint"), ("started", "started"), ("ended", "ended"))
                for what, plural in (("child", "children"), ("episodes", "episodes"))
            ),
            _count("CN12", "awaiting_assessment"),
        ),
    ),
    Topic(
        table="C1",
        title="referrals and re-referrals",
        needs=(_REFERRALS, ("re_referrals", "rereferral_count")),
        figures=(
            _count("RF01", *_REFERRALS),
            _rate("RF02", ("referrals_rate", "referral_rate"), _REFERRALS),
            _count("RF03", *_CHILD),
            _share(
                "RF04", ("re_referrals_percent", "rereferral_percent"), ("re_referrals", "rereferral_count"), _REFERRALS
            ),
            _share(
                "RF05",
                ("re_referrals_child_percent", "rereferral_child_percent"),
                ("re_referrals_child", "rereferral_child_count"),
                _CHILD,
            ),
            _share(
                "RF07",
                ("no_further_action_percent",),
                ("no_further_action", "no_further_action_count"),
                _REFERRALS,
            ),
            _share("RF08", ("not_in_need_percent",), ("not_in_need", "not_in_need_count"), _REFERRALS),
        ),
    ),
    Topic(
        table="C2",
        title="assessments by duration",
        needs=(_ASSESSED, ("same_day",)),
        figures=(
            _count("AS01", *_ASSESSED),
            _summed("AS02", _ASSESSED, tuple(_BANDS.values())[:6]),
            _summed("AS12", _ASSESSED, tuple(_BANDS.values())[:2]),
            _summed("AS13", _ASSESSED, tuple(_BANDS.values())[:3]),
            *_shares("AS03", _ASSESSED, _BANDS),
            *(
                Figure(measure="AS05", unit="wd", breakdown=quartile, value=names)
                for quartile, names in (
                    ("p25", ("25th_percentile_days",)),
                    ("p50", ("median_days",)),
                    ("p75", ("75th_percentile_days",)),
                )
            ),
        ),
    ),
    Topic(
        table="C3",
        title="factors identified at the end of assessment",
        needs=(("episodes_with_assessment_factor",),),
        figures=_shares("AS07", ("episodes_with_assessment_factor",), _FACTORS),
    ),
    Topic(
        table="C4",
        title="Section 47 enquiries and initial conferences",
        needs=(("section47",), ("icpc",)),
        figures=(
            _count("S01", "section47"),
            _rate("S02", ("section47_rate",), ("section47",)),
            _count("S03", "section47_child"),
            _count("S06", "icpc"),
            _rate("S07", ("icpc_rate",), ("icpc",)),
            _summed("S08", ("icpc",), ("duration_0_10_days", "duration_11_15_days")),
            *_shares(
                "S09",
                ("icpc",),
                {
                    "00_10": "duration_0_10_days",
                    "11_15": "duration_11_15_days",
                    "16_20": "duration_16_20_days",
                    "21_plus": "duration_21_days",
                },
            ),
            *(
                Figure(measure="S09", unit="wd", breakdown=quartile, value=(name,))
                for quartile, name in (
                    ("p25", "duration_25th_percentile"),
                    ("p50", "duration_median"),
                    ("p75", "duration_75th_percentile"),
                )
            ),
        ),
    ),
    Topic(
        table="C5",
        title="source of referral",
        needs=(_REFERRALS, ("police",), ("schools",)),
        figures=_shares("RF06", _REFERRALS, {source: source for source in _SOURCES}),
    ),
    Topic(
        table="D1",
        title="child protection plans",
        needs=(_AT31, _CPP_START, _CPP_END),
        figures=(
            _count("CP01", *_AT31),
            _rate("CP02", ("cpp_at31_rate",), _AT31),
            _count("CP03", *_CPP_START),
            _rate("CP03", ("cpp_start_rate",), _CPP_START),
            _count("CP04", *_CPP_END),
            _rate("CP04", ("cpp_end_rate",), _CPP_END),
        ),
    ),
    Topic(
        table="D2",
        title="plans started by category of abuse",
        needs=(_CPP_START, ("neglect_initial",)),
        figures=_shares("CP10", _CPP_START, {f"started:initial:{c}": f"{name}_initial" for c, name in _ABUSE.items()}),
    ),
    Topic(
        table="D3",
        title="second or subsequent plans",
        needs=(_CPP_START, ("cpp_subsequent",)),
        figures=(_share("CP05", ("cpp_subsequent_percent",), ("cpp_subsequent",), _CPP_START),),
    ),
    Topic(
        table="D4",
        title="plans at 31 March by category of abuse",
        needs=(_AT31, ("neglect_initial",)),
        figures=_shares(
            "CP10",
            _AT31,
            {f"open:{when}:{c}": f"{name}_{when}" for when in ("initial", "latest") for c, name in _ABUSE.items()},
        ),
    ),
    Topic(
        table="D5",
        title="plans at 31 March by length of time",
        needs=(_AT31, ("2_years_or_more",)),
        figures=(
            *_shares("CP09", _AT31, {f"open:{band}": column for band, column in _LENGTHS.items()}),
            _share("CP07", ("2_years_or_more_percent",), ("2_years_or_more",), _AT31),
        ),
    ),
    Topic(
        table="D6",
        title="plans reviewed within timescales",
        needs=(("reviewed_within_timescales",),),
        figures=(
            _share(
                "CP11",
                ("reviewed_within_timescales_percent",),
                ("reviewed_within_timescales",),
                ("cpp_at31_3months",),
            ),
        ),
    ),
    Topic(
        table="D7",
        title="plans ended by length of time",
        needs=(_CPP_END, ("2_years_or_more",)),
        figures=(
            *_shares("CP09", _CPP_END, {f"ended:{band}": column for band, column in _LENGTHS.items()}),
            _share("CP08", ("2_years_or_more_percent",), ("2_years_or_more",), _CPP_END),
        ),
    ),
    Topic(
        table="CLA-rates",
        title="children looked after, started and ceased",
        needs=((_GROUP,), _COUNT_OF_GROUP),
        figures=(
            *_looked_after("LA01", "Children looked after at 31 March each year"),
            *_looked_after("LA02", "Children starting to be looked after each year"),
            *_looked_after("LA03", "Children ceasing to be looked after each year"),
        ),
    ),
    Topic(
        table="CLA-stability",
        title="placement stability",
        needs=(("placement_stability",), ("children_count",)),
        figures=(
            _stability("LA05", "CLA on 31 March", "With 3 or more placements during the year"),
            _stability(
                "LA06",
                "Children looked after continuously for at least 2.5 years on 31 March aged under 16 years",
                "Living with the same carer for at least 2 years",
            ),
        ),
    ),
    Topic(
        table="CL-activity",
        title="care leavers by activity",
        needs=(("care_leaver_age",), ("breakdown",), _LEAVERS),
        figures=(
            *_leavers("CL03", "breakdown", "Total in education, employment or training"),
            *_leavers("CL04", "breakdown", "Total not in education, employment or training"),
            *_leavers("CL05", "breakdown", "Higher education i.e. studies beyond A level"),
            *_leavers("CL08", "breakdown", "Total information not known"),
        ),
    ),
    Topic(
        table="CL-suitability",
        title="care leavers by suitability of accommodation",
        needs=(("care_leaver_age",), ("accommodation_suitability",), _LEAVERS),
        figures=(
            *_leavers("CL02", "accommodation_suitability", "Accommodation considered suitable", "suitable"),
            *_leavers("CL02", "accommodation_suitability", "Accommodation considered unsuitable", "unsuitable"),
        ),
    ),
    Topic(
        table="CSWW",
        title="social work workforce",
        needs=(("turnover_rate_fte",), ("vacancy_rate_fte",)),
        figures=(
            Figure(measure="WF01", unit="pct", value=("vacancy_rate_fte",)),
            _share("WF02", ("turnover_rate_fte",), ("leavers_fte",), ("inpost_fte", "in_post_fte"), "fte"),
            _share("WF02", ("turnover_rate_headcount",), ("leavers_headcount",), ("inpost_headcount",), "headcount"),
            Figure(measure="WF03", unit="pct", breakdown="fte", value=("agency_rate_fte",)),
            Figure(measure="WF03", unit="pct", breakdown="headcount", value=("agency_rate_headcount",)),
            Figure(
                measure="WF04",
                unit="cases_per_fte",
                value=("caseload_fte",),
                numerator=("cases",),
                denominator=("case_holders_fte",),
            ),
            Figure(measure="WF05", unit="pct", value=("absence_rate_fte",)),
            _share("WF06", ("agency_cover_rate_fte",), ("agency_cover_fte",), ("agency_fte",), "agency_covering"),
            _share(
                "WF06", ("vacancy_agency_cover_rate_fte",), ("agency_cover_fte",), ("vacancy_fte",), "vacancies_covered"
            ),
            *(
                Figure(measure="WF07", unit="fte", breakdown=part, value=(f"{column}_fte",))
                for part, column in (("in_post", "inpost"), ("starters", "starters"), ("leavers", "leavers"))
            ),
        ),
    ),
)
