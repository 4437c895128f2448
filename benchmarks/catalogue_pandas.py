"""The referral measures counted with pandas in the straightforward way: one group-by for each period and breakdown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from goldenthread.periods import Period
from goldenthread.tables import codes

BREAKDOWNS = ("team", "need", "source", "age_band", "sex", "ethnicity", "disability")
SUMMED = {
    "referrals": "counted",
    "rereferrals": "rereferred",
    "rereferrals_after_closure": "after_closure",
    "referrals_nfa": "closed_nfa",
    "referrals_from_schools": "from_school",
}
_NOT_KNOWN = "not known"


def pandas_referrals(folder: Path, periods: Sequence[Period]) -> dict[str, dict[tuple[str, str, str], float]]:
    """Numerators of the referral measures by (period, breakdown, group)."""
    frame = _rows(folder)
    found: dict[str, dict[tuple[str, str, str], float]] = {name: {} for name in (*SUMMED, "children_referred")}
    for period in periods:
        inside = frame[
            (frame.referral_date >= pd.Timestamp(period.start)) & (frame.referral_date <= pd.Timestamp(period.end))
        ]
        children = inside.sort_values(["referral_date", "referral_id"]).drop_duplicates("person_id")
        for breakdown in ("all", *BREAKDOWNS):
            sums = inside.groupby(breakdown)[list(SUMMED.values())].sum()
            once = children.groupby(breakdown).size()
            for group, row in sums.iterrows():
                for measure, column in SUMMED.items():
                    found[measure][period.key, breakdown, str(group)] = float(row[column])
            for group, number in once.items():
                found["children_referred"][period.key, breakdown, str(group)] = float(number)
    return found


def _rows(folder: Path) -> pd.DataFrame:
    frame = pd.read_parquet(folder / "referral.parquet").drop_duplicates(["person_id", "referral_date"])
    for column in ("referral_date", "closure_date"):
        frame[column] = pd.to_datetime(frame[column])
    frame = frame.sort_values(["person_id", "referral_date"])
    before = frame.groupby("person_id").referral_date.shift(1)
    year_before = frame.referral_date - pd.DateOffset(years=1)
    frame["rereferred"] = (before >= year_before).astype(int)
    frame["after_closure"] = _after_closure(frame, year_before)
    frame["counted"] = 1
    frame["closed_nfa"] = frame.nfa.fillna(False).astype(int)
    frame["from_school"] = (frame.source_code == "2A").astype(int)
    return _with_groups(frame, folder)


def _after_closure(frame: pd.DataFrame, year_before: pd.Series) -> pd.Series:
    closed = frame.loc[frame.closure_date >= frame.referral_date, ["person_id", "closure_date"]]
    left = frame[["person_id", "referral_date", "referral_id"]].sort_values("referral_date")
    last = pd.merge_asof(
        left,
        closed.sort_values("closure_date"),
        left_on="referral_date",
        right_on="closure_date",
        by="person_id",
        allow_exact_matches=False,
    ).set_index("referral_id")
    return (frame.referral_id.map(last.closure_date) >= year_before).astype(int)


def _with_groups(frame: pd.DataFrame, folder: Path) -> pd.DataFrame:
    person = pd.read_parquet(folder / "person.parquet")
    disability = pd.read_parquet(folder / "disability.parquet")
    disabled = (
        (disability.code != "NONE").groupby(disability.person_id).max().map({True: "disabled", False: "not disabled"})
    )
    team = pd.read_parquet(folder / "team.parquet").set_index("team_id").name
    frame = frame.merge(person[["person_id", "date_of_birth", "sex", "ethnicity"]], on="person_id", how="left")
    born = pd.to_datetime(frame.date_of_birth)
    on = frame.referral_date
    years = on.dt.year - born.dt.year - (on.dt.month * 100 + on.dt.day < born.dt.month * 100 + born.dt.day)
    bands = pd.cut(
        years, [-100, -1, 0, 4, 9, 15, 200], labels=["unborn", "under 1", "1 to 4", "5 to 9", "10 to 15", "16 and over"]
    )
    needs = {code.code: f"{code.code} {code.label}" for code in codes.PRIMARY_NEED.codes}
    frame["all"] = "all"
    frame["age_band"] = bands.astype(object)
    frame["disability"] = frame.person_id.map(disabled).fillna(_NOT_KNOWN)
    frame["sex"] = frame.sex.map({"M": "male", "F": "female"}).fillna(_NOT_KNOWN)
    frame["ethnicity"] = frame.ethnicity.map(_groups(codes.ETHNICITY)).fillna(_NOT_KNOWN)
    frame["need"] = frame.primary_need.map(needs).fillna(_NOT_KNOWN)
    frame["source"] = frame.source_code.map(_groups(codes.REFERRAL_SOURCE)).fillna(_NOT_KNOWN)
    frame["team"] = frame.team_id.map(team).fillna(frame.team_id)
    return frame


def _groups(code_list: codes.CodeList) -> dict[str, str]:
    return {
        code.code: code.group or code.label for code in code_list.codes if code.group not in ("Unknown", "Not known")
    }
