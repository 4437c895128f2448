"""The children in need census: one XML file for a reporting year, written a child at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from goldenthread.synthetic.model import VERSION, AuthorityData
from goldenthread.synthetic.writers.rows import grouped, made_up_upn, rows_of
from goldenthread.synthetic.writers.years import ReturnYear
from goldenthread.tables.dates import age

PLANS_FROM = 2022  # CINPlanDates came with 2021/22
SEX_FROM = 2025  # Sex took the place of GenderCurrent in 2024/25
_GENDER = {"M": "1", "F": "2", "U": "0"}
_SCHOOL_AGE = 5


class CinCensus:
    """One authority's children and their episodes, ready to be written for any year."""

    def __init__(self, data: AuthorityData) -> None:
        """Gather the rows of each episode once; the years are cut from them."""
        tables = data.tables
        self.data = data
        self.people = {
            row[0]: row[1:]
            for row in rows_of(
                tables["person"],
                ("person_id", "date_of_birth", "expected_date_of_birth", "date_of_death", "sex", "ethnicity",
                 "upn_unknown_reason"),
            )
        }  # fmt: skip
        self.disabilities = grouped(tables["disability"], "person_id", ("code",))
        self.referrals = grouped(
            tables["referral"],
            "person_id",
            (
                "referral_id",
                "referral_date",
                "source_code",
                "primary_need",
                "closure_date",
                "closure_reason",
                "nfa",
                "transfer_in_icpc_date",
            ),
        )
        self.assessments = grouped(
            tables["assessment"],
            "referral_id",
            ("start_date", "internal_review_date", "authorised_date", "assessment_id"),
        )
        self.factors = grouped(tables["assessment_factor"], "assessment_id", ("code",))
        self.cin_plans = grouped(tables["cin_plan"], "referral_id", ("start_date", "end_date"))
        self.enquiries = grouped(
            tables["s47_enquiry"], "referral_id", ("start_date", "end_date", "icpc_not_required", "s47_enquiry_id")
        )
        self.conferences = {
            enquiry: (held, target)
            for enquiry, held, target in rows_of(
                tables["initial_cp_conference"], ("s47_enquiry_id", "conference_date", "target_date")
            )
        }
        self.plans = grouped(
            tables["cp_plan"],
            "referral_id",
            ("start_date", "end_date", "initial_category", "latest_category", "previous_plans", "cp_plan_id", "ola"),
        )
        self.reviews = grouped(tables["cp_review"], "cp_plan_id", ("review_date",))

    def write(self, path: Path, year: ReturnYear) -> int:
        """Write the year's file; answers the number of children in it."""
        count = 0
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="\n") as out:
            self._header(out, year)
            for person, referrals in self.referrals.items():
                present = [row for row in referrals if year.open_in(row[1], row[4])]
                if present:
                    count += 1
                    out.writelines(self._child(person, present, year))
            out.write("  </Children>\n</Message>\n")
        return count

    def _header(self, out: TextIO, year: ReturnYear) -> None:
        data = self.data
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        out.write(f"<!-- Made-up data: {data.name} does not exist and neither do these children. ")
        out.write(f"Seed {data.seed}, scenario {data.scenario}, generator {VERSION}. -->\n<Message>\n")
        out.write("  <Header>\n    <CollectionDetails>\n      <Collection>CIN</Collection>\n")
        out.write(f"      <Year>{year.year}</Year>\n      <ReferenceDate>{year.reference}</ReferenceDate>\n")
        out.write("    </CollectionDetails>\n    <Source>\n      <SourceLevel>L</SourceLevel>\n")
        out.write(f"      <LEA>{data.authority}</LEA>\n      <SoftwareCode>MADE-UP DATA</SoftwareCode>\n")
        out.write(f"      <Release>{VERSION}</Release>\n      <SerialNo>001</SerialNo>\n")
        out.write(f"      <DateTime>{year.reference}T12:00:00</DateTime>\n    </Source>\n  </Header>\n  <Children>\n")

    def _child(self, person: str, referrals: list[tuple[Any, ...]], year: ReturnYear) -> Iterator[str]:
        born, expected, died, sex, ethnicity, unknown = self.people[person]
        unborn = born is None or born > year.reference
        yield f"    <Child>\n      <ChildIdentifiers>\n        <LAchildID>{person}</LAchildID>\n"
        years = age(born, year.reference)
        if unborn or years is None or years < _SCHOOL_AGE:
            yield "        <UPNunknown>UN1</UPNunknown>\n"
        elif unknown:
            yield f"        <UPNunknown>{unknown}</UPNunknown>\n"
        else:
            yield f"        <UPN>{made_up_upn(person)}</UPN>\n"
        if unborn:
            yield _leaf(8, "ExpectedPersonBirthDate", born or expected)
        else:
            yield _leaf(8, "PersonBirthDate", born)
        shown = "U" if unborn else sex
        yield _leaf(8, "Sex", shown) if year.year >= SEX_FROM else _leaf(8, "GenderCurrent", _GENDER[shown])
        yield _leaf(8, "PersonDeathDate", year.seen(died))
        yield f"      </ChildIdentifiers>\n      <ChildCharacteristics>\n        <Ethnicity>{ethnicity}</Ethnicity>\n"
        if codes := self.disabilities.get(person):
            yield "        <Disabilities>\n"
            for (code,) in codes:
                yield _leaf(10, "Disability", code)
            yield "        </Disabilities>\n"
        yield "      </ChildCharacteristics>\n"
        for referral in referrals:
            yield from self._episode(referral, year)
        yield "    </Child>\n"

    def _episode(self, referral: tuple[Any, ...], year: ReturnYear) -> Iterator[str]:
        referral_id, date, source, need, closed, reason, nfa, moved_in = referral
        yield "      <CINdetails>\n"
        yield _leaf(8, "CINreferralDate", date) + _leaf(8, "ReferralSource", source)
        yield _leaf(8, "PrimaryNeedCode", need)
        if year.seen(closed):
            yield _leaf(8, "CINclosureDate", closed) + _leaf(8, "ReasonForClosure", reason)
        yield _leaf(8, "DateOfInitialCPC", moved_in if year.holds(moved_in) else None)
        yield from self._assessments(referral_id, year)
        if year.year >= PLANS_FROM:
            for start, end in self.cin_plans.get(referral_id, ()):
                if year.open_in(start, end):
                    yield "        <CINPlanDates>\n" + _leaf(10, "CINPlanStartDate", start)
                    yield _leaf(10, "CINPlanEndDate", year.seen(end)) + "        </CINPlanDates>\n"
        yield from self._enquiries(referral_id, year)
        yield _leaf(8, "ReferralNFA", _flag(nfa, year))
        yield from self._plans(referral_id, year)
        yield "      </CINdetails>\n"

    def _assessments(self, referral_id: str, year: ReturnYear) -> Iterator[str]:
        for start, review, authorised, assessment_id in self.assessments.get(referral_id, ()):
            finished = year.seen(authorised)
            if start > year.reference or (finished and finished < year.start):
                continue
            yield "        <Assessments>\n" + _leaf(10, "AssessmentActualStartDate", start)
            yield _leaf(10, "AssessmentInternalReviewDate", review)
            yield _leaf(10, "AssessmentAuthorisationDate", finished)
            if finished:
                yield "          <FactorsIdentifiedAtAssessment>\n"
                for (code,) in self.factors.get(assessment_id, ()):
                    yield _leaf(12, "AssessmentFactors", code)
                yield "          </FactorsIdentifiedAtAssessment>\n"
            yield "        </Assessments>\n"

    def _enquiries(self, referral_id: str, year: ReturnYear) -> Iterator[str]:
        for start, end, not_required, enquiry_id in self.enquiries.get(referral_id, ()):
            held, target = self.conferences.get(enquiry_id, (None, None))
            if not (year.holds(start) or year.holds(held)):
                continue
            over = year.seen(end) is not None
            yield "        <Section47>\n" + _leaf(10, "S47ActualStartDate", start)
            yield _leaf(10, "InitialCPCtarget", target) + _leaf(10, "DateOfInitialCPC", year.seen(held))
            yield _leaf(10, "ICPCnotRequired", _flag(bool(not_required) and over, year)) + "        </Section47>\n"

    def _plans(self, referral_id: str, year: ReturnYear) -> Iterator[str]:
        for start, end, initial, latest, earlier, plan_id, ola in self.plans.get(referral_id, ()):
            if ola or not year.open_in(start, end):
                continue
            yield "        <ChildProtectionPlans>\n" + _leaf(10, "CPPstartDate", start)
            yield _leaf(10, "CPPendDate", year.seen(end))
            yield _leaf(10, "InitialCategoryOfAbuse", initial) + _leaf(10, "LatestCategoryOfAbuse", latest)
            yield _leaf(10, "NumberOfPreviousCPP", earlier)
            dates = [day for (day,) in self.reviews.get(plan_id, ()) if year.seen(day)]
            if dates:
                yield "          <Reviews>\n"
                for day in dates:
                    yield _leaf(12, "CPPreviewDate", day)
                yield "          </Reviews>\n"
            yield "        </ChildProtectionPlans>\n"


def _leaf(indent: int, name: str, value: str | int | dt.date | None) -> str:
    return "" if value is None else f"{' ' * indent}<{name}>{value}</{name}>\n"


def _flag(value: bool, year: ReturnYear) -> str:
    """Even years write true and false, odd years 1 and 0: real systems do either."""
    if year.year % 2 == 0:
        return "true" if value else "false"
    return "1" if value else "0"
