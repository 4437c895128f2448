"""The rows of Annex A's lists from an authority's records, as they stand on the last day of the records."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from goldenthread.periods import add_months
from goldenthread.synthetic.model import AuthorityData
from goldenthread.synthetic.writers.rows import grouped, rows_of
from goldenthread.tables import codes
from goldenthread.tables.dates import age

Row = list[Any]
_CHILD = ("Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age")
_DISABILITY = "Does the Child have a Disability"
_HELD = ("Allocated Team", "Allocated Worker")
_SEX = {"M": "a) Male", "F": "b) Female", "U": "c) Not stated/recorded (or unborn)"}
_ABUSE = {"NEG": "a) Neglect", "PHY": "b) Physical abuse", "SAB": "c) Sexual abuse", "EMO": "d) Emotional abuse",
          "MUL": "e) Multiple/not recommended"}  # fmt: skip
_STATUS = {"LAC": "a) Looked after child", "CPP": "b) Child Protection plan", "CINP": "c) Child in need plan",
           "ASMT": "d) Open assessment", "CLOSED": "e) Closed episode"}  # fmt: skip
_ELIGIBLE = {"relevant": "a) Relevant", "former_relevant": "b) Former relevant", "qualifying": "c) Qualifying",
             "eligible": "d) Eligible", "none": "e) Other"}  # fmt: skip
_TOUCH = {"YES": "a) Yes", "NO": "b) No", "DIED": "Died", "REFU": "Refu", "NREQ": "NREQ", "RHOM": "Rhom"}
# The order of the ethnicities and of the sources behind the letters is that of the published workbook.
_ETHNIC = ("WBRI", "WIRI", "WIRT", "WOTH", "WROM", "MWBC", "MWBA", "MWAS", "MOTH", "AIND", "APKN", "ABAN", "AOTH", "BCRB",
           "BAFR", "BOTH", "CHNE", "OOTH", "REFU", "NOBT")  # fmt: skip
_SOURCES = ("1A", "1B", "1C", "1D", "2A", "2B", "3A", "3B", "3C", "3D", "3E", "3F", "4", "5A", "5B", "5C", "6", "7", "8",
            "9", "10")  # fmt: skip
TITLES = {
    1: "Contacts", 2: "Early Help", 3: "Referrals", 4: "Assessments", 5: "Section 47 and ICPC", 6: "Children in Need",
    7: "Child Protection", 8: "Children in Care", 9: "Care Leavers", 10: "Adoption", 11: "Prospective Adopters",
}  # fmt: skip
HEADINGS: dict[int, tuple[str, ...]] = {
    1: (*_CHILD, "Date of Contact", "Contact Source"),
    2: (*_CHILD, "Assessment start date", "Assessment completion date", "Organisation completing assessment"),
    3: (*_CHILD, "Date of Referral", "Referral Source", "Referral NFA?", "Number of Referrals in Last 12 Months", *_HELD),
    4: (*_CHILD, _DISABILITY, "Continuous Assessment Start Date", "Child Seen During Continuous Assessment",
        "Continuous Assessment Date of Authorisation",
        "Was the child assessed as requiring LA children's social care support?", *_HELD),
    5: (*_CHILD, _DISABILITY, "Strategy discussion initiating Section 47 Enquiry Start Date",
        "Was an Initial Child Protection Conference deemed unnecessary?",
        "Date of Initial Child Protection Conference",
        "Did the Initial Child Protection Conference Result in a Child Protection Plan",
        "Number of Section 47 Enquiries in the last 12 months", "Number of ICPCs in the last 12 months", *_HELD),
    6: (*_CHILD, _DISABILITY, "CIN Start Date", "Primary Need Code", "Date Child Was Last Seen", "CIN Closure Date",
        "Reason for Closure", "Case Status", *_HELD),
    7: (*_CHILD, _DISABILITY, "Child Protection Plan Start Date", "Initial Category of Abuse",
        "Latest Category of Abuse", "Date of the Last Statutory Visit", "Was the Child Seen Alone?",
        "Date of latest review conference", "Child Protection Plan End Date",
        "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)",
        "Number of Previous Child Protection Plans", *_HELD),
    8: (*_CHILD, "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)", _DISABILITY,
        "Date Started to be Looked After", "Child's Category of Need",
        "Is this a second or subsequent period of being a Looked After Child within the last 12 months (Y/N)",
        "Start date of current legal status", "Child's Legal Status", "Date of Latest Statutory Review",
        "Date of Last Social Work Visit", "What is the permanence plan for this child?",
        "Date of Last IRO Visit / Contact to the Child", "Date of Last Health Assessment",
        "Date of Last Dental Check", "Number of Placements in the Last 12 months", "Date Ceased to be Looked After",
        "Reason Ceased to be Looked After", "Start Date of Most Recent Placement", "Placement Type",
        "Placement Provider", "Placement postcode", "URN of Placement", "Placement Location", "LA of Placement",
        "Number of Episodes the Child has been 'Missing' from their Placement in the last 12 months",
        "Number of Episodes the Child has been 'Absent' from their Placement in the last 12 months",
        "Was the child offered a Return Interview after their last missing episode (Y/N)?",
        "Did the child accept a Return Interview after their last missing episode (Y/N)?", *_HELD),
    9: (*_CHILD, "UASC, or formerly UASC if 18 or over (Y/N)", _DISABILITY, *_HELD, "Allocated Personal Advisor",
        "Eligibility Category", "Latest Pathway Plan Review Date", "LA in Touch", "Latest Date of Contact",
        "Type of Accommodation", "Suitability of Accommodation", "Activity Status"),
    10: ("Child Unique ID", "Family identifier", *_CHILD[1:], _DISABILITY, "Date the Child Entered Care",
         "Date of Decision that Child Should be Placed for Adoption", "Date of Placement Order",
         "Date of Matching Child and Prospective Adopters", "Date Placed for Adoption", "Date of Adoption Order",
         "Date of Decision that Child Should No Longer be Placed for Adoption",
         "Reason Why Child No Longer Placed for Adoption",
         "Date the child was placed for fostering in FFA or concurrent planning placement"),
    11: ("Individual adopter identifier", "Family identifier", "Gender", "Ethnicity", "Disability",
         "Is the (prospective) adopter fostering for adoption?", "Date enquiry received", "Date Stage 1 started",
         "Date Stage 1 ended", "Date Stage 2 started", "Date Stage 2 ended", "Date application submitted",
         "Date application approved", "Date adopter matched with child(ren)",
         "Date child/children placed with adopter(s)", "No. of children placed", "Date of Adoption Order",
         "Date of leaving adoption process", "Reason for leaving adoption process"),
}  # fmt: skip


class AnnexRows:
    """The lists of one authority on the last day of its records."""

    def __init__(self, data: AuthorityData) -> None:
        """Gather what every list needs to know of a child."""
        self.data, self.end = data, data.end
        self.since = add_months(data.end + dt.timedelta(days=1), -6)
        self.year = add_months(data.end + dt.timedelta(days=1), -12)
        self.people = {
            row[0]: row[1:]
            for row in self._rows("person", "person_id date_of_birth expected_date_of_birth sex ethnicity")
        }
        self.disabled: dict[str, bool] = defaultdict(bool)
        for person, code in self._rows("disability", "person_id code"):
            self.disabled[person] |= code != "NONE"
        self.teams = dict(self._rows("team", "team_id name"))

    def _rows(self, table: str, columns: str) -> list[tuple[Any, ...]]:
        return rows_of(self.data.tables[table], columns.split())

    def _grouped(self, table: str, key: str, columns: str) -> dict[Any, list[tuple[Any, ...]]]:
        return grouped(self.data.tables[table], key, columns.split())

    def all(self) -> dict[int, list[Row]]:
        """The rows of every list, in the order of `HEADINGS`."""
        makers: dict[int, Callable[[], Iterable[Row]]] = {
            1: self._contacts, 2: self._early_help, 3: self._referrals, 4: self._assessments, 5: self._enquiries,
            6: self._in_need, 7: self._plans, 8: self._care, 9: self._leavers, 10: self._adoption,
        }  # fmt: skip
        return {number: list(make()) for number, make in makers.items()} | {11: []}

    def _now(self, start: dt.date | None, end: dt.date | None) -> bool:
        """Whether a span is open now or was in the six months."""
        return start is not None and (end is None or end >= self.since)

    def _child(self, person: str, *, disability: bool = False) -> Row:
        born, expected, sex, ethnicity = self.people[person]
        day = born or expected
        letter = chr(ord("a") + _ETHNIC.index(ethnicity))
        years = age(day, self.end) if day and day <= self.end else None
        cells: Row = [person, _SEX[sex], f"{letter}) {ethnicity}", day, years]
        if disability:
            cells.append(_yes(self.disabled.get(person)))
        return cells

    def _held(self, team: str | None, worker: str | None) -> Row:
        name = f"MADE-UP WORKER {worker.removeprefix('SW')}" if worker else None
        return [self.teams.get(team or ""), name]

    def _contacts(self) -> Iterable[Row]:
        for person, day, source in self._rows("contact", "person_id contact_date source_code"):
            if day >= self.since:
                yield [*self._child(person), day, _source(source)]

    def _early_help(self) -> Iterable[Row]:
        columns = "person_id start_date end_date organisation"
        for person, start, end, lead in self._rows("early_help_episode", columns):
            if self._now(start, end):
                yield [*self._child(person), start, end, lead]

    def _referrals(self) -> Iterable[Row]:
        columns = "person_id referral_date source_code nfa team_id professional_id"
        rows = self._rows("referral", columns)
        counts: dict[str, int] = defaultdict(int)
        for person, day, *_ in rows:
            counts[person] += day >= self.year
        for person, day, source, nfa, team, worker in rows:
            if day >= self.since:
                yield [*self._child(person), day, _source(source), _yes(nfa), counts[person], *self._held(team, worker)]

    def _assessments(self) -> Iterable[Row]:
        columns = "person_id start_date child_seen authorised_date outcome_services team_id professional_id"
        for person, start, seen, done, needs, team, worker in self._rows("assessment", columns):
            if self._now(start, done):
                cells = [start, _yes(seen), done, _yes(needs)]
                yield [*self._child(person, disability=True), *cells, *self._held(team, worker)]

    def _enquiries(self) -> Iterable[Row]:
        held = self._grouped("initial_cp_conference", "s47_enquiry_id", "conference_date outcome_cp_plan")
        columns = "s47_enquiry_id person_id start_date end_date icpc_not_required team_id professional_id"
        rows = self._rows("s47_enquiry", columns)
        counts: dict[str, int] = defaultdict(int)
        for _, person, day, *_ in rows:
            counts[person] += day >= self.year
        for identity, person, start, end, not_needed, team, worker in rows:
            conference, led = held.get(identity, [(None, None)])[0]
            if start >= self.since or end is None or self._now(conference, conference):
                cells = [start, _yes(not_needed if end else None), conference, _yes(led), counts[person], None]
                yield [*self._child(person, disability=True), *cells, *self._held(team, worker)]

    def _in_need(self) -> Iterable[Row]:
        last = _latest(self._rows("cin_visit", "person_id visit_date"))
        columns = "person_id referral_date primary_need closure_date closure_reason nfa team_id professional_id"
        for person, start, need, closed, reason, nfa, team, worker in self._rows("referral", columns):
            if nfa or not self._now(start, closed):
                continue
            why = f"{reason} - {codes.CLOSURE_REASON.by_code[reason].label}" if reason else None
            needs = f"{need} - {codes.PRIMARY_NEED.by_code[need].label}" if need else None
            status = _STATUS["CLOSED" if closed else "CINP"]
            yield [*self._child(person, disability=True), start, needs, last.get(person), closed, why, status,
                   *self._held(team, worker)]  # fmt: skip

    def _plans(self) -> Iterable[Row]:
        visits = self._grouped("cp_visit", "cp_plan_id", "visit_date seen_alone")
        reviews = self._grouped("cp_review", "cp_plan_id", "review_date")
        columns = "cp_plan_id person_id start_date end_date initial_category latest_category previous_plans ola"
        for plan, person, start, end, initial, latest, before, ola in self._rows("cp_plan", columns):
            if ola or not self._now(start, end):
                continue
            seen, alone = max(visits.get(plan, [(None, None)]), key=lambda one: one[0] or start)
            (review,) = max(reviews.get(plan, [(None,)]), key=lambda one: one[0] or start)
            cells = [start, _ABUSE[initial], _ABUSE[latest], seen, _yes(alone), review, end, "b) No", before]
            yield [*self._child(person, disability=True), *cells, None, None]

    def _care(self) -> Iterable[Row]:
        columns = (
            "person_id start_date end_date end_reason legal_status category_of_need entered_care_date placement_id"
        )
        last: dict[tuple[str, dt.date], tuple[Any, ...]] = {}
        for person, start, end, *rest, entered, placement in self._rows("cla_episode", columns):
            key = (person, entered)
            if key not in last or start >= last[key][0]:
                last[key] = (start, end, *rest, placement)
        legal = self._grouped("legal_status", "person_id", "start_date code")
        places = {
            row[0]: row[1:]
            for row in self._rows("cla_placement", "placement_id start_date placement_type provider urn in_authority")
        }
        moves = self._rows("cla_placement", "person_id end_date")
        moved: dict[str, int] = defaultdict(int)
        for person, end in moves:
            moved[person] += end is None or end >= self.year
        reviewed = _latest(self._rows("cla_review", "person_id review_date"))
        visited = _latest(self._rows("cla_visit", "person_id visit_date"))
        checks = self._rows("cla_health", "person_id check_type check_date status")
        health = _latest([(p, d) for p, k, d, s in checks if k == "health_assessment" and s == "completed"])
        dental = _latest([(p, d) for p, k, d, s in checks if k == "dental" and s == "completed"])
        asylum = {person for (person,) in self._rows("immigration_status", "person_id")}
        for (person, entered), (_, end, reason, status, need, placement) in last.items():
            if not self._now(entered, end):
                continue
            since = max((day for day, code in legal.get(person, ()) if code == status), default=entered)
            began, place, provider, urn, inside = places[placement]
            care_need = f"{need} - {codes.PRIMARY_NEED.by_code[need].label}"
            child = self._child(person, disability=True)
            yield [
                *child[:5], _yes(person in asylum), child[5], entered, care_need, "b) No", since, status,
                reviewed.get(person), visited.get(person), None, None, health.get(person), dental.get(person),
                moved[person], end, reason if end else None, began, place, provider, None, urn,
                "a) In" if inside else "b) Out", None, 0, 0, None, None, None, None,
            ]  # fmt: skip

    def _leavers(self) -> Iterable[Row]:
        columns = (
            "person_id eligibility in_touch latest_contact_date accommodation accommodation_suitable activity team_id "
            "professional_id adviser_id"
        )
        for person, kind, touch, contact, home, suits, activity, team, worker, adviser in self._rows(
            "care_leaver", columns
        ):
            living = f"{home}: {codes.ACCOMMODATION.by_code[home].label}" if home else None
            doing = f"{activity}: {codes.ACTIVITY.by_code[activity].label}" if activity else None
            suited = None if suits is None else "a) Suitable" if suits else "b) Unsuitable"
            child = self._child(person, disability=True)
            yield [
                *child[:5], None, child[5], *self._held(team, worker), self._held(None, adviser)[1], _ELIGIBLE[kind], None,
                _TOUCH.get(touch or ""), contact, living, suited, doing,
            ]  # fmt: skip

    def _adoption(self) -> Iterable[Row]:
        entered = dict(self._rows("cla_episode", "person_id entered_care_date"))
        columns = "person_id order_type adm_decision_date placement_order_date matched_date placed_date order_date"
        for person, kind, decided, order, matched, placed, made in self._rows("permanence", columns):
            if kind == "adoption" and (made is None or made >= self.year):
                child = self._child(person, disability=True)
                dates = [entered.get(person), decided, order, matched, placed, made, None, None, None]
                yield [child[0], f"FAM{child[0]}", *child[1:], *dates]


def _yes(value: bool | None) -> str | None:
    return None if value is None else "a) Yes" if value else "b) No"


def _source(code: str | None) -> str | None:
    """A source as the workbook writes it: 'g) 3A: Health services'."""
    if code is None:
        return None
    letter = "p1" if code == "5D" else chr(ord("a") + _SOURCES.index(code))
    return f"{letter}) {code}: {codes.REFERRAL_SOURCE.group_of(code)}"


def _latest(rows: Iterable[tuple[str, dt.date | None]]) -> dict[str, dt.date]:
    found: dict[str, dt.date] = {}
    for person, day in rows:
        if day is not None and day > found.get(person, dt.date.min):
            found[person] = day
    return found
