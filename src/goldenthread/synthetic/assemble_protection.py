"""Canonical tables of enquiries, conferences, protection plans and what happens on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.synthetic import calibration as facts
from goldenthread.synthetic.building import coded, day_texts, flags, joined, numbered, until
from goldenthread.synthetic.days import NEVER, Bools, Ints, add_working
from goldenthread.synthetic.frame import draw
from goldenthread.synthetic.services import repeated, reviews
from goldenthread.synthetic.state import HELD, IN_NEED, PENDING, State
from goldenthread.synthetic.workers import TEAM_IDS, support_team

if TYPE_CHECKING:
    from goldenthread.synthetic.assemble import Assembly

_WAITING = 0.4  # share of enquiries without a conference yet that go on to one


def add_protection(work: Assembly) -> None:
    """Add the tables of child protection."""
    elsewhere = transfers(work.state)
    _enquiries(work, elsewhere)
    _conferences(work, elsewhere)
    _plans(work)


def add_visits(work: Assembly, table: str, prefix: str, child: Ints, day: Ints, **more: pa.Array) -> None:
    """Add a table of visits on given days."""
    count = len(day)
    seen = work.rng.random(count) < 0.94
    columns = {
        f"{table}_id": numbered(prefix, count, work.index * 100_000_000 + 1),
        "person_id": work.person(child),
        "visit_date": until(day, work.end),
        "seen": flags(seen),
        "seen_alone": flags(seen & (work.rng.random(count) < 0.7)),
    }
    if table != "cla_visit":
        columns["bedroom_seen"] = flags(seen & (work.rng.random(count) < 0.5))
    work.build.add(table, count, **columns, **more)


def _enquiries(work: Assembly, elsewhere: Bools) -> None:
    state, end = work.state, work.end
    table, held = state.enquiries, state.conferences
    moved = np.zeros(len(table), dtype=bool)
    moved[held["enquiry"][elsewhere]] = True
    rows = np.flatnonzero(work.kept[table["episode"]] & (table["start"] <= end) & ~moved)
    rows = rows[np.lexsort((table["start"][rows], table["child"][rows]))]
    episode, child = table["episode"][rows], table["child"][rows]
    status = np.where((table["status"][rows] == HELD) & (table["due"][rows] > end), PENDING, table["status"][rows])
    finish = add_working(table["start"][rows], work.rng.integers(5, 13, len(rows)))
    finish = np.minimum(np.minimum(finish, table["due"][rows]), state.episodes["close"][episode])
    finish = np.maximum(finish, table["start"][rows])
    ended = finish <= end
    # Some of those that have ended wait for a conference after the last day of the records.
    waiting = (status == PENDING) & (work.rng.random(len(rows)) < _WAITING)
    conference = (status == HELD) | waiting
    other = work.rng.integers(0, 3, len(rows))

    def outcome(number: int) -> pa.Array:
        return flags(np.where(ended, ~conference & (other == number), -1))

    nothing = np.where(ended, 0, -1)
    work.build.add(
        "s47_enquiry",
        len(rows),
        s47_enquiry_id=work.row_id(child, "s", table["start"][rows]),
        person_id=work.person(child),
        referral_id=work.referral_of(episode),
        start_date=until(table["start"][rows], end),
        end_date=until(finish, end),
        icpc_not_required=flags(ended & ~conference),
        nfa=outcome(2),
        outcome_cp_conference=flags(np.where(ended, conference, -1)),
        outcome_legal_action=flags(nothing),
        outcome_services=outcome(0),
        outcome_continue_assessment=outcome(1),
        outcome_monitor=flags(nothing),
        outcome_other=flags(nothing),
        team_id=coded(TEAM_IDS, state.episodes["team"][episode]),
        professional_id=work.worker(state.episodes["team"][episode], episode, table["start"][rows]),
    )


def _conferences(work: Assembly, elsewhere: Bools) -> None:
    state, end = work.state, work.end
    table, held = state.enquiries, state.conferences
    rows = np.flatnonzero(work.kept[held["episode"]] & (held["date"] <= end))
    transferred = elsewhere[rows]
    nowhere = pa.scalar(None, pa.string())
    child, episode, enquiry, plan = (held[name][rows] for name in ("child", "episode", "enquiry", "plan"))
    team = support_team(state.episodes["group"][episode])
    plan_ids = work.row_id(child, "p", held["date"][rows])
    work.build.add(
        "initial_cp_conference",
        len(rows),
        icpc_id=work.row_id(child, "i", held["date"][rows]),
        meeting_id=_meeting_ids(work, held["meeting"][rows]),
        person_id=work.person(child),
        referral_id=work.referral_of(episode),
        s47_enquiry_id=pc.if_else(pa.array(transferred), nowhere, work.row_id(child, "s", table["start"][enquiry])),
        cp_plan_id=pc.if_else(pa.array(plan >= 0), plan_ids, nowhere),
        transfer_in=flags(transferred),
        target_date=until(np.where(transferred, NEVER, add_working(table["start"][enquiry], 15)), NEVER - 1),
        conference_date=until(held["date"][rows], end),
        outcome_cp_plan=flags(plan >= 0),
        team_id=coded(TEAM_IDS, team),
        professional_id=work.worker(team, episode, held["date"][rows]),
    )


def transfers(state: State) -> Bools:
    """Conferences about children who moved in with a plan: about one in forty of the plans, and no enquiry here."""
    held = state.conferences
    number = np.arange(len(held)) + int(state.population)
    return np.asarray(
        (held["plan"] >= 0) & (number % 40 == 0) & (state.enquiries["late"][held["enquiry"]] == 0), dtype=np.bool_
    )


def _meeting_ids(work: Assembly, meeting: Ints) -> pa.Array:
    return joined("M", pa.array(meeting + work.index * 10**12).cast(pa.string()))


def _plans(work: Assembly) -> None:
    state, end, plans = work.state, work.end, work.state.plans
    rows = np.flatnonzero(work.kept[plans["episode"]] & (plans["start"] <= end))
    rows = rows[np.lexsort((plans["start"][rows], plans["child"][rows]))]
    child, episode, start = plans["child"][rows], plans["episode"][rows], plans["start"][rows]
    ids = work.row_id(child, "p", start)
    other = _held_elsewhere(work)
    every = np.concatenate([episode, other])
    begins = np.concatenate([start, state.episodes["date"][other]])
    ends = np.concatenate([plans["end"][rows], state.episodes["close"][other]])
    people = state.episodes["child"][every]
    team = support_team(state.episodes["group"][every])
    none = np.zeros(len(other), dtype=np.int64)
    away = np.arange(len(every)) >= len(rows)
    conferences = work.row_id(people, "i", begins)
    work.build.add(
        "cp_plan",
        len(every),
        cp_plan_id=joined(work.row_id(people, "p", begins), coded(("", "o"), away.astype(np.int64))),
        person_id=work.person(people),
        referral_id=work.referral_of(every),
        icpc_id=pc.if_else(pa.array(away), pa.scalar(None, pa.string()), conferences),
        start_date=until(begins, end),
        end_date=until(ends, end),
        initial_category=coded(facts.CATEGORIES, np.concatenate([plans["category"][rows], none])),
        latest_category=coded(facts.CATEGORIES, np.concatenate([plans["latest"][rows], none])),
        ola=flags(away),
        previous_plans=np.concatenate([plans["earlier"][rows], none]),
        team_id=coded(TEAM_IDS, team),
        professional_id=work.worker(team, every, np.minimum(ends, end)),
    )
    owner, day = repeated(work.rng, start, np.minimum(plans["end"][rows], end), first=7, gap=15, jitter=4)
    unborn = state.children["born"][child[owner]] > day
    owner, day = owner[~unborn], day[~unborn]
    add_visits(work, "cp_visit", "PV", child[owner], day, cp_plan_id=ids.take(pa.array(owner)))
    owner, due, held, goes_on = reviews(state, rows)
    meeting = np.unique(plans["meeting"][rows[owner]] * 10_000 + held % 10_000, return_inverse=True)[1]
    age = (held - state.children["born"][child[owner]]) / 365.2425
    said = np.where(age < 4, 0, 1 + draw(work.rng, np.array([0.3, 0.05, 0.08, 0.07, 0.2, 0.25, 0.05]), len(owner)))
    work.build.add(
        "cp_review",
        len(owner),
        cp_review_id=joined(work.row_id(child[owner], "r", start[owner]), day_texts(held)),
        person_id=work.person(child[owner]),
        cp_plan_id=ids.take(pa.array(owner)),
        due_date=until(due, NEVER - 1),
        review_date=until(held, end),
        meeting_id=joined("R", pa.array(meeting + 1 + work.index * 10_000_000).cast(pa.string())),
        continue_plan=flags(goes_on),
        quorate=flags(work.rng.random(len(owner)) < 0.97),
        participation=coded([f"PN{number}" for number in range(8)], said),
    )


def _held_elsewhere(work: Assembly) -> Ints:
    """Episodes of children here for a while on another authority's plan: about one case in four hundred."""
    state = work.state
    touched = np.zeros(len(state.episodes), dtype=bool)
    for table in (state.plans, state.periods, state.enquiries, work.need_plans):
        touched[table["episode"]] = True
    rows = np.flatnonzero(work.kept & ~touched & (state.episodes["outcome"] == IN_NEED))
    return np.asarray(rows[(rows + state.population) % 100 == 0], dtype=np.int64)
