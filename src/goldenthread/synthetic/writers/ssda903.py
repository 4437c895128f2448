"""The SSDA903 return: the CSV files of one reporting year."""

from __future__ import annotations

import csv
import datetime as dt
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from goldenthread.synthetic.model import AuthorityData
from goldenthread.synthetic.writers.rows import grouped, made_up_upn, rows_of
from goldenthread.synthetic.writers.years import ReturnYear
from goldenthread.tables.dates import age

URN_FROM = 2016
WORKERS_FROM = 2024
SEX_LETTERS_FROM = 2025
_SEX = {"M": "1", "F": "2", "U": "0"}
# Codes that gave way to others: the first collection year in which the new one is used.
_SUPPORTED_FROM, _APPRENTICESHIP_FROM = 2025, 2022
_SCHOOL_AGE = 5
_OLDEST_SDQ = 17


class Ssda903:
    """One authority's looked-after children, ready to be written for any year."""

    def __init__(self, data: AuthorityData) -> None:
        """Gather the rows once; the years are cut from them."""
        tables = data.tables
        self.data = data
        self.people = {
            row[0]: row[1:]
            for row in rows_of(
                tables["person"], ("person_id", "date_of_birth", "sex", "ethnicity", "upn_unknown_reason")
            )
        }
        self.placements = {
            row[0]: row[1:]
            for row in rows_of(
                tables["cla_placement"],
                ("placement_id", "placement_type", "provider", "urn", "change_reason", "end_date"),
            )
        }
        self.posts = {
            row[0]: row[1:] for row in rows_of(data.extras["posts"], ("placement_id", "home_post", "place_post"))
        }
        self.episodes = rows_of(
            tables["cla_episode"],
            ("person_id", "start_date", "start_reason", "legal_status", "category_of_need", "end_date", "end_reason",
             "placement_id"),
        )  # fmt: skip
        self.reviews = rows_of(tables["cla_review"], ("person_id", "review_date", "participation"))
        self.missing = rows_of(tables["missing_episode"], ("person_id", "type", "start_date", "end_date"))
        self.asylum = rows_of(tables["immigration_status"], ("person_id", "end_date"))
        self.permanence = rows_of(
            tables["permanence"],
            ("person_id", "order_type", "adm_decision_date", "matched_date", "placed_date", "order_date",
             "number_of_adopters", "adopter_sex", "adopter_legal_status"),
        )  # fmt: skip
        self.yearly = grouped(
            data.extras["oc2"],
            "year",
            ("person_id", "under_5", "score", "reason", "convicted", "development", "immunised", "dental", "health",
             "misuse", "received", "offered"),
        )  # fmt: skip
        self.leavers = rows_of(data.extras["oc3"], ("person_id", "birthday", "touch", "activity", "home", "suitable"))

    def write(self, folder: Path, year: ReturnYear) -> tuple[Path, ...]:
        """Write the year's files into a folder; answers their paths."""
        folder.mkdir(parents=True, exist_ok=True)
        return tuple(_write(folder / f"{name}.csv", columns, rows) for name, columns, rows in self.files(year))

    def files(self, year: ReturnYear) -> Iterator[tuple[str, Sequence[str], Iterable[Sequence[Any]]]]:
        """Each file of the year: its name, its columns and its rows."""
        episodes = [row for row in self.episodes if year.open_in(row[1], row[5])]
        looked_after = {row[0] for row in episodes}
        leavers = [row for row in self.leavers if year.holds(row[1])]
        children = sorted(looked_after | {row[0] for row in leavers})
        yield "header", _HEADER, (self._header(child, year) for child in children)
        yield "episodes", _episode_columns(year), (self._episode(row, year) for row in episodes)
        yield "reviews", _REVIEWS, self._reviews(looked_after, year)
        yield "uasc", _UASC, self._asylum(looked_after, year)
        yield "oc3", _OC3, (self._leaver(row, year) for row in leavers)
        yield "ad1", _AD1, self._adopted(year)
        yield "placed_for_adoption", _PLACED, self._placed(year)
        yield "previous_permanence", _PREVIOUS, self._previous(episodes, year)
        yield "missing", _MISSING, self._missing(looked_after, year)
        if year.whole:
            yield "oc2", _OC2, self._yearly(year)
        if year.year >= WORKERS_FROM:
            yield "social_worker_episodes", _WORKERS, self._workers(looked_after, year)

    def _sex(self, child: str, year: ReturnYear) -> str:
        sex = self.people[child][1]
        return str(sex) if year.year >= SEX_LETTERS_FROM else _SEX[sex]

    def _born(self, child: str) -> str:
        return _date(self.people[child][0])

    def _header(self, child: str, year: ReturnYear) -> tuple[str, ...]:
        born, _, ethnicity, unknown = self.people[child]
        years = age(born, year.reference) or 0
        upn = "UN1" if years < _SCHOOL_AGE else unknown or made_up_upn(child)
        return (child, self._sex(child, year), _date(born), ethnicity, upn, "", "")

    def _episode(self, row: tuple[Any, ...], year: ReturnYear) -> tuple[str, ...]:
        child, start, began, legal, need, end, ended, placement_id = row
        place, provider, urn, change, left = self.placements[placement_id]
        home, post = self.posts[placement_id]
        finish = year.seen(end)
        if place in ("H5", "P2") and year.year >= _SUPPORTED_FROM:
            place = "K3"
        reason = change if finish and finish == left else None
        values = [child, _date(start), began, legal, need, place, provider, _date(finish), ended if finish else "",
                  reason or "", home, post]  # fmt: skip
        return tuple([*values, urn] if year.year >= URN_FROM else values)

    def _reviews(self, children: set[str], year: ReturnYear) -> Iterable[tuple[str, ...]]:
        for child, day, said in self.reviews:
            if child in children and year.holds(day):
                yield child, self._born(child), _date(day), said

    def _asylum(self, children: set[str], year: ReturnYear) -> Iterable[tuple[str, ...]]:
        for child, end in self.asylum:
            if child in children and (end is None or end >= year.start):
                yield child, self._sex(child, year), self._born(child), _date(year.seen(end))

    def _yearly(self, year: ReturnYear) -> Iterable[tuple[Any, ...]]:
        for child, under_5, score, reason, *flags in self.yearly.get(year.year, ()):
            convicted, development, immunised, dental, health, misuse, received, offered = flags
            yield (
                child, self._born(child), "" if score is None else score, reason or "", convicted,
                development if under_5 else "", immunised, dental, health, misuse,
                received if misuse else "", offered if misuse and not received else "",
            )  # fmt: skip

    def _leaver(self, row: tuple[Any, ...], year: ReturnYear) -> tuple[str, ...]:
        child, _, touch, activity, home, suitable = row
        if year.year < _APPRENTICESHIP_FROM:
            activity = {"F4": "F3", "F5": "F3", "P4": "P3", "P5": "P3"}.get(activity, activity)
        living = home if home == "0" else f"{home}{1 if suitable else 2}"
        return (child, self._born(child), touch, activity, living)

    def _adopted(self, year: ReturnYear) -> Iterable[tuple[Any, ...]]:
        for child, kind, decided, matched, _, made, number, sex, legal in self.permanence:
            if kind == "adoption" and year.holds(made):
                yield child, self._born(child), _date(decided), _date(matched), 0, number, sex, legal

    def _placed(self, year: ReturnYear) -> Iterable[tuple[str, ...]]:
        for child, kind, _, _, placed, made, *_ in self.permanence:
            if kind == "adoption" and placed and (year.holds(placed) or year.holds(made)) and year.seen(placed):
                yield child, self._born(child), _date(placed), "", ""

    def _previous(self, episodes: Sequence[tuple[Any, ...]], year: ReturnYear) -> Iterable[tuple[str, ...]]:
        for child, start, began, *_ in episodes:
            if began == "S" and year.holds(start):
                place = zlib.crc32(child.encode()) % 100
                code = "P1" if place < 2 else "P2" if place < 4 else "Z1"
                date = "" if code == "Z1" else f"zz/zz/{start.year - 3}"
                yield child, self._born(child), code, "", date

    def _missing(self, children: set[str], year: ReturnYear) -> Iterable[tuple[str, ...]]:
        for child, kind, start, end in self.missing:
            if child in children and year.open_in(start, end):
                yield child, self._born(child), kind, _date(start), _date(year.seen(end))

    def _workers(self, children: set[str], year: ReturnYear) -> Iterable[tuple[str, ...]]:
        columns = ("person_id", "professional_id", "start_date", "end_date", "change_reason")
        for child, worker, start, end, reason in rows_of(self.data.tables["involvement"], columns):
            if child in children and year.open_in(start, end):
                yield child, self._born(child), worker, _date(start), _date(year.seen(end)), reason


_HEADER = ("CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB")
_EPISODES = ("CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC", "REASON_PLACE_CHANGE",
             "HOME_POST", "PL_POST")  # fmt: skip
_REVIEWS = ("CHILD", "DOB", "REVIEW", "REVIEW_CODE")
_UASC = ("CHILD", "SEX", "DOB", "DUC")
_OC2 = ("CHILD", "DOB", "SDQ_SCORE", "SDQ_REASON", "CONVICTED", "HEALTH_CHECK", "IMMUNISATIONS", "TEETH_CHECK",
        "HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE", "INTERVENTION_RECEIVED", "INTERVENTION_OFFERED")  # fmt: skip
_OC3 = ("CHILD", "DOB", "IN_TOUCH", "ACTIV", "ACCOM")
_AD1 = ("CHILD", "DOB", "DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR")
_PLACED = ("CHILD", "DOB", "DATE_PLACED", "DATE_PLACED_CEASED", "REASON_PLACED_CEASED")
_PREVIOUS = ("CHILD", "DOB", "PREV_PERM", "LA_PERM", "DATE_PERM")
_MISSING = ("CHILD", "DOB", "MISSING", "MIS_START", "MIS_END")
_WORKERS = ("CHILD", "DOB", "SW_ID", "SW_DECOM", "SW_DEC", "SW_REASON")


def _episode_columns(year: ReturnYear) -> tuple[str, ...]:
    return (*_EPISODES, "URN") if year.year >= URN_FROM else _EPISODES


def _date(day: dt.date | None) -> str:
    return "" if day is None else f"{day.day:02d}/{day.month:02d}/{day.year}"


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(columns)
        writer.writerows(rows)
    return path
