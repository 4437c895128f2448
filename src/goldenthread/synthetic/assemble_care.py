"""Canonical tables of children looked after and leaving care, and what only the SSDA903 return carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from goldenthread.synthetic import calibration as facts
from goldenthread.synthetic.building import coded, day_texts, flags, joined, numbered, texts, until
from goldenthread.synthetic.care import (
    A5,
    A6,
    E1,
    LEGAL,
    PLACES,
    PROVIDERS,
    CareEpisodes,
    care_episodes,
)
from goldenthread.synthetic.care_records import (
    ACTIVITIES,
    HOMES,
    TOUCH,
    YearInCare,
    care_leavers,
    care_reviews,
    missing,
    permanence,
    years_in_care,
)
from goldenthread.synthetic.caring import SHORT_BREAKS
from goldenthread.synthetic.days import NEVER, Bools, Ints, birthdays
from goldenthread.synthetic.frame import draw
from goldenthread.synthetic.services import repeated

if TYPE_CHECKING:
    from goldenthread.synthetic.assemble import Assembly

_SDQ_REASONS = ("", "SDQ1", "SDQ2", "SDQ3", "SDQ4", "SDQ5")
_YES_NO_NA = ("Y", "N", "NA")


def add_care(work: Assembly) -> dict[str, pa.Table]:
    """Add the looked-after tables; answers the tables only the returns need."""
    table, end = work.state.periods, work.end
    periods = np.flatnonzero(work.kept[table["episode"]] & (table["start"] <= end))
    periods = periods[np.lexsort((table["start"][periods], table["child"][periods]))]
    inside = care_episodes(work.state, periods)
    _episodes(work, inside)
    _reviews_and_visits(work, periods)
    # Short breaks are reported and reviewed; the child still lives at home.
    periods = periods[table["kind"][periods] != SHORT_BREAKS]
    years = years_in_care(work.state, periods)
    _health(work, years)
    _questionnaires(work, years)
    _missing(work, periods)
    oc3 = _leavers(work, periods)
    _permanence(work, periods, inside)
    _asylum(work, periods)
    return {"oc2": _yearly(work, years), "oc3": oc3, "posts": _posts(work, inside)}


def _period_ids(work: Assembly, period: Ints) -> pa.Array:
    table = work.state.periods
    return joined(work.person(table["child"][period]), ":c", day_texts(table["start"][period]))


def _episodes(work: Assembly, inside: CareEpisodes) -> None:
    table, episodes, end = work.state.periods, work.state.episodes, work.end
    child = table["child"][inside.period]
    need = episodes["need"][table["episode"][inside.period]]
    usable = np.where(need >= facts.NEEDS.index("N9"), 0, need)
    placements = _placement_ids(work, inside)
    work.build.add(
        "cla_episode",
        len(child),
        cla_episode_id=work.row_id(child, "e", inside.start),
        period_id=_period_ids(work, inside.period),
        person_id=work.person(child),
        start_date=until(inside.start, end),
        start_reason=texts(inside.began),
        legal_status=coded(LEGAL, inside.legal),
        category_of_need=coded(facts.NEEDS, usable),
        end_date=until(inside.end, end),
        end_reason=texts(inside.ended),
        entered_care_date=until(table["start"][inside.period], end),
        referral_id=work.referral_of(table["episode"][inside.period]),
        placement_id=placements.take(pa.array(inside.placement)),
    )
    _placements(work, inside)
    _legal_statuses(work, inside)


def _placements(work: Assembly, inside: CareEpisodes) -> None:
    table, end = work.state.periods, work.end
    count = len(inside.placement_start)
    work.build.add(
        "cla_placement",
        count,
        placement_id=_placement_ids(work, inside),
        period_id=_period_ids(work, inside.placement_period),
        person_id=work.person(table["child"][inside.placement_period]),
        start_date=until(inside.placement_start, end),
        end_date=until(inside.placement_end, end),
        placement_type=coded(PLACES, inside.placement_type),
        provider=coded(PROVIDERS, inside.provider),
        urn=coded(("SC999999", "XXXXXXX"), np.where(np.isin(inside.placement_type, (4, 11)), 0, 1)),
        change_reason=texts(inside.change),
        distance_miles=pa.array(inside.miles, mask=_short(work, inside.placement_period)),
        in_authority=flags(inside.inside),
    )


def _legal_statuses(work: Assembly, inside: CareEpisodes) -> None:
    table, end = work.state.periods, work.end
    count = len(inside.legal_start)
    work.build.add(
        "legal_status",
        count,
        legal_status_id=numbered("LS", count, work.index * 100_000_000 + 1),
        person_id=work.person(table["child"][inside.legal_period]),
        code=coded(LEGAL, inside.legal_code),
        start_date=until(inside.legal_start, end),
        end_date=until(inside.legal_end, end),
    )


def _short(work: Assembly, period: Ints) -> Bools:
    return np.asarray(work.state.periods["kind"][period] == SHORT_BREAKS, dtype=np.bool_)


def _placement_ids(work: Assembly, inside: CareEpisodes) -> pa.Array:
    return work.row_id(work.state.periods["child"][inside.placement_period], "l", inside.placement_start)


def _reviews_and_visits(work: Assembly, periods: Ints) -> None:
    table, children, rng, end = work.state.periods, work.state.children, work.rng, work.end
    owner, day = care_reviews(work.state, periods)
    child = table["child"][owner]
    age = (day - children["born"][child]) / 365.2425
    said = np.where(age < 4, 0, 1 + draw(rng, np.array([0.5, 0.05, 0.08, 0.05, 0.05, 0.22, 0.05]), len(owner)))
    work.build.add(
        "cla_review",
        len(owner),
        cla_review_id=work.row_id(child, "v", day),
        person_id=work.person(child),
        period_id=_period_ids(work, owner),
        due_date=until(day + rng.integers(0, 12, len(day)), NEVER - 1),
        review_date=until(day, end),
        cancelled=flags(np.zeros(len(owner), dtype=bool)),
        participation=coded([f"PN{number}" for number in range(8)], said),
    )
    begin = np.maximum(table["start"][periods], work.state.start - 60)
    at, day = repeated(rng, begin, np.minimum(table["end"][periods], end), first=5, gap=41, jitter=4)
    seen = rng.random(len(day)) < 0.96
    work.build.add(
        "cla_visit",
        len(day),
        cla_visit_id=numbered("LV", len(day), work.index * 100_000_000 + 1),
        person_id=work.person(table["child"][periods[at]]),
        period_id=_period_ids(work, periods[at]),
        visit_date=until(day, end),
        seen=flags(seen),
        seen_alone=flags(seen & (rng.random(len(day)) < 0.75)),
    )


def _health(work: Assembly, years: YearInCare) -> None:
    """Dated checks that agree with the yearly answers of the return."""
    rng, end, table = work.rng, work.end, work.state.periods
    person: list[Ints] = []
    kinds: list[str] = []
    days: list[Ints] = []
    states: list[pa.Array] = []
    child = table["child"][years.period]
    age = (years.until - work.state.children["born"][child]) / 365.2425
    checks = (("health", "health_assessment", age > -1), ("dental", "dental", age > 1))
    for flag, kind, due in checks:
        chosen = np.flatnonzero(due)
        person.append(child[chosen])
        days.append(
            np.maximum(
                years.check_day[chosen] - rng.integers(0, 20, len(chosen)), table["start"][years.period[chosen]] + 1
            )
        )
        kinds += [kind] * len(chosen)
        states.append(coded(("refused", "completed"), years.flags[flag][chosen]))
    for flag, kind, status in (
        ("immunised", "immunisations", "up_to_date"),
        ("misuse", "substance_misuse", "yes"),
        ("received", "substance_intervention_received", "yes"),
        ("convicted", "conviction", "yes"),
    ):
        chosen = np.flatnonzero(years.flags[flag] == 1)
        person.append(child[chosen])
        days.append(years.check_day[chosen])
        kinds += [kind] * len(chosen)
        states.append(pa.repeat(status, len(chosen)))
    who, day = np.concatenate(person), np.concatenate(days)
    work.build.add(
        "cla_health",
        len(who),
        health_check_id=numbered("HC", len(who), work.index * 100_000_000 + 1),
        person_id=work.person(who),
        check_type=pa.array(kinds, pa.string()),
        check_date=until(day, end),
        status=pa.concat_arrays([part.cast(pa.string()) for part in states]),
    )


def _questionnaires(work: Assembly, years: YearInCare) -> None:
    child, end = work.state.periods["child"][years.period], work.end
    asked = np.flatnonzero(years.sdq_reason != 1)
    work.build.add(
        "sdq_score",
        len(asked),
        sdq_id=numbered("SD", len(asked), work.index * 100_000_000 + 1),
        person_id=work.person(child[asked]),
        completed_date=until(years.check_day[asked], end),
        score=pa.array(years.sdq_score[asked], mask=years.sdq_score[asked] < 0),
        no_score_reason=coded(_SDQ_REASONS, np.where(years.sdq_reason[asked] == 0, -1, years.sdq_reason[asked])),
    )


def _yearly(work: Assembly, years: YearInCare) -> pa.Table:
    table = work.state.periods
    age = (years.until - work.state.children["born"][table["child"][years.period]]) / 365.2425
    return pa.table(
        {
            "person_id": work.person(table["child"][years.period]),
            "year": years.year,
            "whole_year": years.until < work.end + 1,
            "under_5": age < 5,
            "score": pa.array(years.sdq_score, mask=years.sdq_score < 0),
            "reason": coded(_SDQ_REASONS, np.where(years.sdq_reason == 0, -1, years.sdq_reason)),
            **years.flags,
        }
    )


def _missing(work: Assembly, periods: Ints) -> None:
    found = missing(work.state, periods)
    child = work.state.periods["child"][found.period]
    over = found.end <= work.end
    work.build.add(
        "missing_episode",
        len(child),
        missing_episode_id=work.row_id(child, "m", found.start),
        person_id=work.person(child),
        type=coded(("M", "A"), found.away),
        start_date=until(found.start, work.end),
        end_date=until(found.end, work.end),
        interview_offered=coded(_YES_NO_NA, np.where(over, found.offered, -1)),
        interview_accepted=coded(_YES_NO_NA, np.where(over, found.accepted, -1)),
    )


def _leavers(work: Assembly, periods: Ints) -> pa.Table:
    now = care_leavers(work.state, periods, now=True)
    age = (work.end - work.state.children["born"][now.child]) / 365.2425
    in_touch = now.touch == 0
    contact = work.end - work.rng.integers(2, 55, len(now.child))
    home = now.home
    named = np.where(home == len(HOMES) - 1, -1, home)
    team = np.full(len(now.child), 4, dtype=np.int64)
    post = work.staff.post_of(team, now.child)
    worker = work.workers.take(pa.array(work.staff.worker_at(post, np.full(len(team), work.end))))
    work.build.add(
        "care_leaver",
        len(now.child),
        care_leaver_id=work.row_id(now.child, "k", work.state.children["born"][now.child]),
        person_id=work.person(now.child),
        eligibility=coded(("relevant", "former_relevant"), (age >= 18).astype(np.int64)),
        in_touch=coded(TOUCH, now.touch),
        latest_contact_date=until(np.where(in_touch, contact, NEVER), work.end),
        accommodation=coded(HOMES, named),
        accommodation_suitable=flags(np.where(named < 0, -1, now.suitable)),
        activity=coded(ACTIVITIES, now.activity),
        team_id=pa.repeat("T5", len(now.child)),
        professional_id=worker,
        adviser_id=worker,
    )
    then = care_leavers(work.state, periods, now=False)
    return pa.table(
        {
            "person_id": work.person(then.child),
            "birthday": until(then.birthday, work.end),
            "age": then.age,
            "touch": coded(TOUCH, then.touch),
            "activity": coded(ACTIVITIES, then.activity),
            "home": coded(HOMES, then.home),
            "suitable": then.suitable,
        }
    )


def _permanence(work: Assembly, periods: Ints, inside: CareEpisodes) -> None:
    orders = inside.legal_code == E1
    living = np.isin(inside.placement_type, (A5, A6))
    found = permanence(
        work.state,
        periods,
        dict(zip(inside.legal_period[orders].tolist(), inside.legal_start[orders].tolist(), strict=True)),
        dict(zip(inside.placement_period[living].tolist(), inside.placement_start[living].tolist(), strict=True)),
    )
    child = work.state.periods["child"][found.period]
    adopted = found.adopted == 1
    who = np.where(adopted, found.adopters, -1)
    end = work.end
    work.build.add(
        "permanence",
        len(child),
        permanence_id=work.row_id(child, "f", found.made),
        person_id=work.person(child),
        period_id=_period_ids(work, found.period),
        adm_decision_date=until(found.decided, end),
        placement_order_date=until(found.order, end),
        matched_date=until(found.matched, end),
        placed_date=until(found.placed, end),
        adopted_by_carer=flags(np.where(adopted, 0, -1)),
        order_date=until(found.made, end),
        order_type=coded(("sgo", "adoption"), found.adopted),
        sibling_group=flags(np.zeros(len(child), dtype=bool)),
        adopter_sex=coded(("MF", "F1", "M1", "FF", "MM"), who),
        adopter_legal_status=coded(("L11", "L0", "L0", "L2", "L2"), who),
        number_of_adopters=pa.array(np.where(np.isin(who, (1, 2)), 1, 2), mask=~adopted),
    )


def _asylum(work: Assembly, periods: Ints) -> None:
    table, children = work.state.periods, work.state.children
    chosen = periods[children["asylum"][table["child"][periods]] == 1]
    child, at = np.unique(table["child"][chosen], return_index=True)
    work.build.add(
        "immigration_status",
        len(child),
        immigration_status_id=work.row_id(child, "u", table["start"][chosen[at]]),
        person_id=work.person(child),
        status=pa.repeat("Unaccompanied Asylum Seeking Child", len(child)),
        start_date=until(table["start"][chosen[at]], work.end),
        end_date=until(birthdays(children["born"][child], 18), work.end),
    )


def _posts(work: Assembly, inside: CareEpisodes) -> pa.Table:
    """Postcodes that do not exist: no outward code begins with ZZ."""
    child = work.state.periods["child"][inside.placement_period]
    number = np.arange(len(child))
    return pa.table(
        {
            "placement_id": _placement_ids(work, inside),
            "home_post": coded([f"ZZ{1 + n // 10} {n % 10}AA" for n in range(90)], child % 90),
            "place_post": coded([f"ZZ{10 + n // 10} {n % 10}ZZ" for n in range(800)], number % 800),
        }
    )
