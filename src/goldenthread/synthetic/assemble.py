"""Canonical tables of everything up to the end of a child protection plan, from the simulated events."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.synthetic import calibration as facts
from goldenthread.synthetic.assemble_care import add_care
from goldenthread.synthetic.assemble_protection import add_protection, add_visits, transfers
from goldenthread.synthetic.building import Builder, coded, day_texts, flags, joined, numbered, until
from goldenthread.synthetic.caring import add_short_breaks
from goldenthread.synthetic.contacts import contacts
from goldenthread.synthetic.days import NEVER, Bools, Ints, add_working, date_of
from goldenthread.synthetic.frame import draw
from goldenthread.synthetic.model import AuthorityData
from goldenthread.synthetic.services import (
    REASONS,
    assessments,
    child_in_need_plans,
    closures,
    factor_codes,
    repeated,
)
from goldenthread.synthetic.state import NFA, NOT_IN_NEED, State
from goldenthread.synthetic.workers import (
    CHANGE_REASONS,
    TEAM_IDS,
    TEAMS,
    Workforce,
    involvements,
    support_team,
    workforce,
)

_SEX = ("M", "F", "U")
_UNKNOWN_SEX = 2
_PEOPLE_PER_AUTHORITY = 10_000_000


class Assembly:
    """The events of one authority on their way into tables: ids, what is kept, and who did the work."""

    def __init__(self, state: State, authority: str, index: int) -> None:
        """`index` numbers the authorities of a run, so that no two children share an id."""
        self.state, self.rng, self.end = state, state.rng, state.end
        self.build = Builder(authority, state.end)
        self.table = assessments(state)
        add_short_breaks(state)
        closures(state)
        self.need_plans = child_in_need_plans(state)
        self.staff: Workforce = workforce(state)
        self.kept = _kept(state)
        self.index = index
        self.contacts = contacts(state, np.flatnonzero(self.kept))
        first = index * _PEOPLE_PER_AUTHORITY + 1
        numbers = pa.array(np.arange(first, first + len(state.children))).cast(pa.string())
        self.people = joined("SYN", pc.utf8_lpad(numbers, width=7, padding="0"))
        episodes = state.episodes
        self.referral_ids = joined(self.person(episodes["child"]), ":", day_texts(episodes["date"]))
        self.workers = joined(
            "SW",
            pc.utf8_lpad(
                pa.array(np.arange(len(self.staff.keys)) + 1 + index * 100_000).cast(pa.string()), width=6, padding="0"
            ),
        )

    def person(self, child: Ints) -> pa.Array:
        """Ids of children."""
        return self.people.take(pa.array(child))

    def row_id(self, child: Ints, tag: str, day: Ints) -> pa.Array:
        """Ids such as SYN0000001:a20140930."""
        return joined(self.person(child), f":{tag}", day_texts(day))

    def referral_of(self, episode: Ints) -> pa.Array:
        """Ids of the referrals that episodes began with."""
        return self.referral_ids.take(pa.array(episode))

    def worker(self, team: Ints, episode: Ints, day: Ints) -> pa.Array:
        """Ids of the workers of a team who held the cases on the days."""
        post = self.staff.post_of(team, self.state.episodes["group"][episode])
        return self.workers.take(pa.array(self.staff.worker_at(post, day)))


def _kept(state: State) -> Bools:
    """Episodes open in the years covered, and earlier ones that held a plan of a child who is still known."""
    episodes = state.episodes
    kept = (episodes["close"] >= state.start) & (episodes["date"] <= state.end)
    child = np.zeros(len(state.children), dtype=bool)
    child[episodes["child"][kept]] = True
    planned = np.zeros(len(episodes), dtype=bool)
    planned[state.plans["episode"]] = True
    return np.asarray(kept | (planned & child[episodes["child"]]), dtype=np.bool_)


def assemble(state: State, *, authority: str, name: str, index: int, years: int, seed: int) -> AuthorityData:
    """All tables of one authority from its simulated events."""
    work = Assembly(state, authority, index)
    _front_door(work)
    _assessments(work)
    _need_plans(work)
    add_protection(work)
    extras = add_care(work)
    _staff(work)
    _people(work)
    return AuthorityData(
        authority=authority,
        name=name,
        population=state.population,
        covers_from=date_of(state.start),
        end=date_of(state.end),
        years=years,
        seed=seed,
        scenario=state.scenario.name,
        tables=work.build.tables,
        extras=extras,
    )


def _front_door(work: Assembly) -> None:
    found, rng, end = work.contacts, work.rng, work.end
    order = np.lexsort((found.child, found.date))
    child, date, source = found.child[order], found.date[order], found.source[order]
    referral, existing, advice = found.referral[order], found.existing[order], found.advice[order]
    count = len(child)
    nothing = ~referral & ~advice & ~existing
    work.build.add(
        "contact",
        count,
        contact_id=numbered("CO", count, work.index * 100_000_000 + 1),
        person_id=work.person(child),
        contact_date=until(date, end),
        source_code=coded(facts.SOURCE_CODES, source),
        outcome_new_referral=flags(referral),
        outcome_existing_referral=flags(existing),
        outcome_cp_enquiry=flags(np.zeros(count, dtype=bool)),
        outcome_nfa=flags(nothing),
        outcome_advice=flags(advice),
        outcome_private_fostering=flags(np.zeros(count, dtype=bool)),
        outcome_non_agency_adoption=flags(np.zeros(count, dtype=bool)),
        outcome_missing=flags(np.zeros(count, dtype=bool)),
        outcome_ola_cp=flags(np.zeros(count, dtype=bool)),
        outcome_other=flags(np.zeros(count, dtype=bool)),
    )
    helped = np.flatnonzero(advice & (rng.random(count) < 0.15))
    begins = add_working(date[helped], rng.integers(3, 15, len(helped)))
    ends = add_working(begins + 20 + rng.exponential(130, len(helped)).astype(np.int64), 0)
    helped, begins, ends = helped[begins <= end], begins[begins <= end], ends[begins <= end]
    work.build.add(
        "early_help_episode",
        len(helped),
        early_help_episode_id=numbered("EH", len(helped), work.index * 100_000_000 + 1),
        person_id=work.person(child[helped]),
        start_date=until(begins, end),
        end_date=until(ends, end),
        reason=pa.repeat("Family support", len(helped)),
        organisation=coded(("Family hub", "School", "Health visiting"), rng.integers(0, 3, len(helped))),
    )
    _referrals(work)


def _referrals(work: Assembly) -> None:
    state, end = work.state, work.end
    episodes = state.episodes
    rows = np.flatnonzero(work.kept)
    rows = rows[np.lexsort((episodes["date"][rows], episodes["child"][rows]))]
    close = episodes["close"][rows]
    enquired = np.zeros(len(episodes), dtype=bool)
    early = state.enquiries["late"] == 0
    enquired[state.enquiries["episode"][early]] = True
    nfa = episodes["outcome"][rows] == NFA
    moved = np.full(len(episodes), NEVER, dtype=np.int64)
    chosen = transfers(state)
    moved[state.conferences["episode"][chosen]] = state.conferences["date"][chosen]
    none = np.zeros(len(rows), dtype=bool)
    work.build.add(
        "referral",
        len(rows),
        referral_id=work.referral_of(rows),
        person_id=work.person(episodes["child"][rows]),
        referral_date=until(episodes["date"][rows], end),
        source_code=coded(facts.SOURCE_CODES, episodes["source"][rows]),
        primary_need=coded(facts.NEEDS, np.where(nfa, facts.NOT_STATED, episodes["need"][rows])),
        nfa=flags(nfa),
        closure_date=until(close, end),
        closure_reason=coded(REASONS, np.where(close <= end, episodes["reason"][rows], -1)),
        transfer_in_icpc_date=until(moved[rows], end),
        outcome_assessment=flags(~nfa),
        outcome_strategy_discussion=flags(enquired[rows]),
        outcome_cla_request=flags(none),
        outcome_cp_transfer_in=flags(moved[rows] <= end),
        outcome_cp_conference=flags(none),
        outcome_care_leaver=flags(none),
        outcome_private_fostering=flags(none),
        outcome_other=flags(none),
        team_id=coded(TEAM_IDS, episodes["team"][rows]),
        professional_id=work.worker(episodes["team"][rows], rows, episodes["date"][rows]),
    )


def _assessments(work: Assembly) -> None:
    state, end, table = work.state, work.end, work.table
    episodes = state.episodes
    chosen = np.flatnonzero(work.kept[table["episode"]] & (table["start"] <= end))
    episode = table["episode"][chosen]
    finish = table["end"][chosen]
    done = np.where(finish <= end, 1, -1)
    nothing = (episodes["outcome"][episode] == NOT_IN_NEED).astype(np.int64)
    team = np.where(table["second"][chosen] == 1, support_team(episodes["group"][episode]), episodes["team"][episode])
    enquired = np.zeros(len(episodes), dtype=np.int64)
    enquired[state.enquiries["episode"]] = 1
    no = np.where(done == 1, 0, -1)
    ids = work.row_id(episodes["child"][episode], "a", table["start"][chosen])
    work.build.add(
        "assessment",
        len(chosen),
        assessment_id=ids,
        person_id=work.person(episodes["child"][episode]),
        referral_id=work.referral_of(episode),
        start_date=until(table["start"][chosen], end),
        internal_review_date=until(np.minimum(add_working(table["start"][chosen], 10), finish), end),
        authorised_date=until(finish, end),
        child_seen=flags(np.where(done == 1, work.rng.random(len(chosen)) < 0.95, -1)),
        outcome_nfa=flags(np.where(done == 1, nothing, -1)),
        outcome_services=flags(np.where(done == 1, 1 - nothing, -1)),
        outcome_strategy_discussion=flags(np.where(done == 1, enquired[episode] * (1 - nothing), -1)),
        outcome_cla_request=flags(no),
        outcome_legal_action=flags(no),
        outcome_other_agency=flags(no),
        outcome_other=flags(no),
        team_id=coded(TEAM_IDS, team),
        professional_id=work.worker(team, episode, np.minimum(finish, end)),
    )
    place = np.full(len(table), -1, dtype=np.int64)
    place[chosen] = np.arange(len(chosen))
    (owner, code), names = factor_codes(state, table)
    shown = place[owner] >= 0
    work.build.add(
        "assessment_factor",
        int(shown.sum()),
        assessment_id=ids.take(pa.array(place[owner[shown]])),
        code=coded(names, code[shown]),
    )


def _need_plans(work: Assembly) -> None:
    state, end = work.state, work.end
    plans = work.need_plans
    rows = np.flatnonzero(work.kept[plans["episode"]])
    episode = plans["episode"][rows]
    child = state.episodes["child"][episode]
    team = support_team(state.episodes["group"][episode])
    work.build.add(
        "cin_plan",
        len(rows),
        cin_plan_id=work.row_id(child, "n", plans["start"][rows]),
        person_id=work.person(child),
        referral_id=work.referral_of(episode),
        start_date=until(plans["start"][rows], end),
        end_date=until(plans["end"][rows], end),
        team_id=coded(TEAM_IDS, team),
        professional_id=work.worker(team, episode, np.minimum(plans["end"][rows], end)),
    )
    begin = np.maximum(plans["start"][rows], state.start - 30)
    owner, day = repeated(work.rng, begin, np.minimum(plans["end"][rows], end), first=9, gap=38, jitter=7)
    day = np.maximum(day, plans["start"][rows][owner] + 1)
    add_visits(work, "cin_visit", "CV", child[owner], day)


def _staff(work: Assembly) -> None:
    state, staff, end = work.state, work.staff, work.end
    held = involvements(state, staff, np.flatnonzero(work.kept))
    count = len(held.episode)
    work.build.add(
        "involvement",
        count,
        involvement_id=numbered("IN", count, work.index * 100_000_000 + 1),
        person_id=work.person(state.episodes["child"][held.episode]),
        referral_id=work.referral_of(held.episode),
        professional_id=work.workers.take(pa.array(held.worker)),
        role=pa.repeat("case_worker", count),
        team_id=coded(TEAM_IDS, held.team),
        start_date=until(held.start, end),
        end_date=until(held.end, end),
        change_reason=coded(CHANGE_REASONS, held.reason),
    )
    last = date_of(end)
    autumn = dt.date(last.year - ((last.month, last.day) < (9, 30)), 9, 30)
    day = (autumn - dt.date(1970, 1, 1)).days
    open_then = (held.start <= day) & (held.end > day)
    load = np.bincount(held.worker[open_then], minlength=len(staff.keys))
    used = np.unique(np.concatenate([held.worker, np.flatnonzero(staff.worker_start >= state.start)]))
    work.build.add(
        "professional",
        len(used),
        professional_id=work.workers.take(pa.array(used)),
        staff_id=joined("ST", pa.array(used + 1).cast(pa.string())),
        registered=flags(np.ones(len(used), dtype=bool)),
        job_title=pa.repeat("Social worker", len(used)),
        department=coded([team[1] for team in TEAMS], _team_of(staff)[used]),
        fte=staff.fte[used] / 10,
        agency=flags(staff.agency[used]),
        caseload_30_sept=load[used],
    )
    work.build.add(
        "team",
        len(TEAMS),
        team_id=pa.array(TEAM_IDS),
        name=pa.array([team[1] for team in TEAMS]),
        parent_team_id=pa.array([f"S{1 + number // 2}" for number in range(len(TEAMS))]),
        parent_name=pa.array([team[2] for team in TEAMS]),
    )


def _team_of(staff: Workforce) -> Ints:
    return np.searchsorted(staff.first_post, staff.worker_post, side="right") - 1


def _people(work: Assembly) -> None:
    state, end, children = work.state, work.end, work.state.children
    known = np.zeros(len(children), dtype=bool)
    known[state.episodes["child"][work.kept]] = True
    known[work.contacts.child] = True
    rows = np.flatnonzero(known)
    born = children["born"][rows]
    unborn = born > end
    old_enough = born < end - 5 * 365
    reason = np.where(old_enough, np.where(work.rng.random(len(rows)) < 0.06, 1, -1), 0)
    asylum = children["asylum"][rows] == 1
    died = np.where(children["died"][rows] <= end, children["died"][rows], NEVER)
    work.build.add(
        "person",
        len(rows),
        person_id=work.person(rows),
        date_of_birth=until(born, end),
        expected_date_of_birth=until(np.where(unborn, born, NEVER), NEVER - 1),
        date_of_death=until(died, end),
        sex=coded(_SEX, np.where(unborn, _UNKNOWN_SEX, children["sex"][rows])),
        gender=coded(_SEX, np.where(unborn, _UNKNOWN_SEX, children["sex"][rows])),
        ethnicity=coded(facts.ETHNICITIES, state.families["ethnicity"][children["family"][rows]]),
        upn_unknown_reason=coded(("UN1", "UN2"), reason),
        has_ehc_plan=flags(children["disability"][rows] * (work.rng.random(len(rows)) < 0.7)),
        is_parent=flags(np.zeros(len(rows), dtype=bool)),
        nationality=coded(("Not a real country",), np.where(asylum, 0, -1)),
    )
    in_need = np.zeros(len(children), dtype=bool)
    in_need[state.episodes["child"][work.kept & (state.episodes["outcome"] != NFA)]] = True
    _disabilities(work, np.flatnonzero(in_need))


def _disabilities(work: Assembly, rows: Ints) -> None:
    """None for most children; one to three codes for a disabled child."""
    codes = [*facts.DISABILITIES, "NONE"]
    disabled = rows[work.state.children["disability"][rows] == 1]
    number = 1 + draw(work.rng, np.array([0.5, 0.32, 0.18]), len(disabled))
    keys = work.rng.standard_exponential((len(disabled), len(facts.DISABILITIES))) / facts.shares(facts.DISABILITIES)
    order = np.argsort(keys, axis=1)[:, :3]
    chosen = np.arange(3) < number[:, None]
    others = np.setdiff1d(rows, disabled)
    child = np.concatenate([np.repeat(disabled, chosen.sum(axis=1)), others])
    code = np.concatenate([order[chosen], np.full(len(others), len(codes) - 1)])
    at = np.lexsort((code, child))
    work.build.add("disability", len(at), person_id=work.person(child[at]), code=coded(codes, code[at]))
