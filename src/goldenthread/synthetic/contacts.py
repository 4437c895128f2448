"""Contacts: one with every referral, and many more that end with advice or nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from goldenthread.synthetic import calibration as facts
from goldenthread.synthetic.arrivals import _day, add_family
from goldenthread.synthetic.days import Bools, Ints, add_working, month_of, working_days_in
from goldenthread.synthetic.frame import draw
from goldenthread.synthetic.state import State

_YEAR = 365.2425
_KNOWN = 0.45  # share of contacts about children the service has met (choice)


@dataclass(frozen=True, kw_only=True)
class Contacts:
    """One row per child per contact."""

    child: Ints
    date: Ints
    source: Ints
    referral: Bools
    existing: Bools
    advice: Bools


def contacts(state: State, kept: Ints) -> Contacts:
    """Contacts of the covered years. `kept` are the episodes in the output; new children are added to the state."""
    episodes, rng = state.episodes, state.rng
    rows = kept[(episodes["date"][kept] >= state.start)]
    each = np.unique(episodes["group"][rows], return_inverse=True)[1]
    lag = (rng.random(int(each.max(initial=0)) + 1) < 0.3).astype(np.int64)[each]
    led_to = add_working(episodes["date"][rows], -lag)
    child, date, source = _others(state, rows)
    existing = np.zeros(len(child), dtype=bool)
    known = child < len(state.children)
    existing[known] = (state.children["busy"][child[known]] > date[known]) & (
        state.children["last_referral"][child[known]] <= date[known]
    )
    everything = np.concatenate([np.ones(len(rows), dtype=bool), np.zeros(len(child), dtype=bool)])
    return Contacts(
        child=np.concatenate([episodes["child"][rows], child]),
        date=np.concatenate([np.maximum(led_to, state.start), date]),
        source=np.concatenate([episodes["source"][rows], source]),
        referral=everything,
        existing=np.concatenate([np.zeros(len(rows), dtype=bool), existing]),
        advice=~everything & (rng.random(len(everything)) < 0.45),
    )


def _others(state: State, rows: Ints) -> tuple[Ints, Ints, Ints]:
    """Contacts that lead to no referral: child, day and source. Those from schools follow the scenario's path."""
    scenario, rng = state.scenario, state.rng
    months = [(first, last) for first, last in state.months if last >= state.start]
    yearly = scenario.referral_rate * state.population / 10_000 * (scenario.contacts_per_referral - 1)
    weight = np.array([facts.REFERRALS_BY_MONTH[int(month_of(np.array([first]))[0])] for first, _ in months])
    season = np.array([facts.SCHOOL_MONTH[int(month_of(np.array([first]))[0])] for first, _ in months])
    share = facts.CONTACT_WEIGHTS["2A"] / sum(facts.CONTACT_WEIGHTS.values())
    path = np.ones(len(months))
    if scenario.school_contacts:
        path[-len(scenario.school_contacts) :] = scenario.school_contacts[-len(months) :]
    expected = yearly * share * weight * season / 100 * path
    schools = np.diff(np.round(np.cumsum(expected)), prepend=0).astype(np.int64)
    rest = rng.poisson(yearly * (1 - share) * weight / 100)
    dates, sources = [], []
    for (first, last), from_schools, others in zip(months, schools, rest, strict=True):
        days = working_days_in(first, last)
        dates.append(days[rng.integers(0, len(days), from_schools + others)])
        other = draw(rng, facts.shares(facts.CONTACT_WEIGHTS | {"2A": 0.0}), others)
        if last < _day(2022, 4, 1):
            other = np.where(other == facts.EARLY_HELP, facts.OTHER_INTERNAL, other)
        sources.append(np.concatenate([np.full(from_schools, facts.SCHOOL), other]))
    date, source = np.concatenate(dates), np.concatenate(sources).astype(np.int64)
    return _whom(state, rows, date, source), date, source


def _whom(state: State, rows: Ints, date: Ints, source: Ints) -> Ints:
    rng, children = state.rng, state.children
    child = np.zeros(len(date), dtype=np.int64)
    known = np.unique(state.episodes["child"][rows])
    familiar = rng.random(len(date)) < _KNOWN
    child[familiar] = known[rng.integers(0, len(known), int(familiar.sum()))]
    age = (date - children["born"][child]) / _YEAR
    minimum = np.where(source == facts.SCHOOL, 4.0, -0.3)
    suitable = familiar & (age >= minimum) & (age < 17.8) & (date < children["died"][child])
    strangers = np.flatnonzero(~suitable)
    child[strangers] = _new_children(state, date[strangers], source[strangers])
    return child


def _new_children(state: State, date: Ints, source: Ints) -> Ints:
    """Children met only through contacts, about one for every 1.4 contacts."""
    rng = state.rng
    if len(date) == 0:
        return np.zeros(0, dtype=np.int64)
    school = np.where(source == facts.SCHOOL, 1, 0)
    owner = np.zeros(len(date), dtype=np.int64)
    for kind in (0, 1):
        chosen = np.flatnonzero(school == kind)
        if len(chosen) == 0:
            continue
        count = max(round(len(chosen) / 1.4), 1)
        band = draw(rng, facts.shares(facts.AGE_WEIGHTS), count)
        edges = np.array(facts.AGE_BANDS_YEARS)[band]
        age = edges[:, 0] + rng.random(count) * (edges[:, 1] - edges[:, 0])
        age = np.clip(age, 6.0 if kind else 0.5, 16.0)
        first = np.sort(rng.integers(0, len(chosen), count))
        anchor = date[chosen][first]
        new = add_family(state, np.ones(count, dtype=np.int64), np.zeros(count, dtype=np.int64), 0)
        state.children["born"][new] = anchor - (age * _YEAR).astype(np.int64)
        place = np.clip(np.searchsorted(first, np.arange(len(chosen)), side="right") - 1, 0, count - 1)
        owner[chosen] = new[place]
    return owner
