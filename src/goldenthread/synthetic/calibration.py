"""Published shares and shapes the made-up children follow, and the choices made where nothing is published.

Source: DfE children in need and looked-after statistics, England 2024 and 2025, as collected for comparison.
Weights need not add to one; they are normalised when used. A line marked "choice" is not published.
"""

from __future__ import annotations

import numpy as np

from goldenthread.synthetic.days import Floats
from goldenthread.tables import codes

SOURCES = codes.REFERRAL_SOURCE
SOURCE_CODES = tuple(code.code for code in SOURCES.codes)
# Published group shares, split inside the group by choice.
SOURCE_WEIGHTS: dict[str, float] = {
    "1A": 4.0, "1B": 1.2, "1C": 1.8, "1D": 1.0,
    "2A": 20.3, "2B": 1.7,
    "3A": 2.0, "3B": 3.2, "3C": 1.6, "3D": 1.3, "3E": 3.4, "3F": 3.2,
    "4": 1.2, "5A": 5.0, "5B": 4.0, "5C": 3.3, "5D": 1.8,
    "6": 28.5, "7": 4.4, "8": 4.2, "9": 1.6, "10": 1.2,
}  # fmt: skip
SCHOOL = SOURCE_CODES.index("2A")
POLICE = SOURCE_CODES.index("6")
EARLY_HELP = SOURCE_CODES.index("5D")
OTHER_INTERNAL = SOURCE_CODES.index("5B")
OTHER_LEGAL = SOURCE_CODES.index("7")
# Contacts come more from the police than referrals do (choice).
CONTACT_WEIGHTS = SOURCE_WEIGHTS | {"6": 40.0, "2A": 19.0, "1D": 2.5, "9": 2.5}
SCHOOL_MONTH = {1: 1.05, 2: 0.95, 3: 1.1, 4: 0.7, 5: 1.1, 6: 1.15, 7: 0.9, 8: 0.12, 9: 1.1, 10: 1.0, 11: 1.2, 12: 0.75}
REFERRALS_BY_MONTH = {
    4: 7.3, 5: 9.1, 6: 9.2, 7: 8.6, 8: 7.0, 9: 8.3, 10: 8.7, 11: 9.1, 12: 7.2, 1: 8.7, 2: 8.0, 3: 8.8,
}  # fmt: skip
NFA_BY_SOURCE = {POLICE: 1.5, SCHOOL: 0.5}

NEEDS = ("N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "N9", "N0")
ABSENT_PARENTING, NOT_STATED, CHILD_DISABILITY = NEEDS.index("N8"), NEEDS.index("N0"), NEEDS.index("N2")
# By age band (under 1, 1-4, 5-9, 10-15, 16 and over); rows add to about 100.
NEED_BY_AGE = np.array(
    [
        [72, 1, 3, 8, 11, 0.2, 0.3, 1.5, 1, 2],
        [72, 3, 3, 8, 10, 0.3, 0.4, 1.0, 0.8, 1.5],
        [65, 10, 2.5, 8, 11, 0.6, 0.3, 0.6, 0.6, 1.4],
        [58, 11, 2, 9, 13.5, 2.5, 0.3, 1.4, 0.6, 1.7],
        [43, 7, 1.5, 9, 12, 4.5, 0.4, 12, 1.4, 4],
    ]
)

# Age at referral (choice, close to the published ages of children in need).
AGE_BANDS_YEARS = ((-0.45, 0.0), (0.0, 1.0), (1.0, 5.0), (5.0, 10.0), (10.0, 16.0), (16.0, 17.4))
AGE_WEIGHTS = np.array([2.6, 6.5, 20.0, 27.0, 34.0, 9.9])
FAMILY_SIZES = np.array([52.0, 28.0, 13.0, 7.0])

ETHNICITIES = tuple(code.code for code in codes.ETHNICITY.codes)
ETHNICITY_WEIGHTS: dict[str, float] = {
    "WBRI": 62.7, "WIRI": 0.4, "WIRT": 0.3, "WROM": 0.6, "WOTH": 4.5,
    "MWBC": 2.8, "MWBA": 1.4, "MWAS": 1.6, "MOTH": 3.7,
    "AIND": 1.0, "APKN": 2.9, "ABAN": 1.6, "AOTH": 2.5, "CHNE": 0.3,
    "BCRB": 1.6, "BAFR": 5.5, "BOTH": 2.2, "OOTH": 4.0, "REFU": 0.5, "NOBT": 2.5,
}  # fmt: skip

DISABILITIES: dict[str, float] = {
    "AUT": 44.2, "LD": 34.4, "BEH": 19.4, "DDA": 19.3, "COMM": 16.1, "MOB": 12.7, "VIS": 5.7, "PC": 5.1,
    "INC": 4.0, "HEAR": 3.7, "CON": 3.5, "HAND": 1.7,
}  # fmt: skip

FACTORS: dict[str, float] = {
    "4B": 33.5, "3B": 31.7, "17A": 19.0, "16A": 17.6, "4A": 17.6, "20": 16.3, "1B": 14.3, "2B": 14.1, "5A": 12.3,
    "18C": 12.0, "3A": 11.3, "14A": 7.0, "6B": 5.4, "15A": 5.0, "3C": 5.0, "2A": 4.8, "6A": 4.7, "4C": 4.6, "7A": 3.7,
    "19C": 3.7, "10A": 3.3, "24A": 3.2, "2C": 3.1, "18B": 3.0, "5B": 3.0, "19B": 2.5, "11A": 2.4, "1C": 2.3,
    "1A": 2.1, "13A": 1.7, "5C": 1.5, "9A": 1.2, "6C": 1.0, "12A": 0.4, "23A": 0.4, "8B": 0.08, "8C": 0.08,
    "8D": 0.08, "8E": 0.08, "8F": 0.08, "22A": 0.2,
}  # fmt: skip
# Until 2019/20 abuse by a child and by an adult shared one code each; 24A came with 2021/22.
FACTORS_BEFORE_2021 = {"18B": "18A", "18C": "18A", "19B": "19A", "19C": "19A"}
# How many factors (0 means code 21): a case closed without service, and an episode of need (choice; mean about 2.75).
FACTOR_COUNT_NOT_IN_NEED = np.array([0.16, 0.34, 0.26, 0.14, 0.07, 0.03])
FACTOR_COUNT_IN_NEED = np.array([0.0, 0.15, 0.25, 0.25, 0.19, 0.16])

# Assessment duration: band edges in working days (from, to) and shares.
DURATION_EDGES = ((0, 0), (1, 10), (11, 20), (21, 30), (31, 37), (38, 40), (41, 45), (46, 50), (51, 60), (61, 95))
DURATION_ENGLAND = (1.5, 11.4, 17.3, 16.0, 11.2, 9.0, 18.1, 6.0, 4.6, 5.0)
CONFERENCE_EDGES = ((2, 10), (11, 12), (13, 15), (16, 20), (21, 34))
CONFERENCE_SHARES = (8.7, 13.0, 59.7, 8.9, 9.7)

CATEGORIES = ("NEG", "EMO", "PHY", "SAB", "MUL")
CATEGORY_WEIGHTS = (49.8, 37.3, 7.7, 3.5, 1.7)
CATEGORY_UNBORN = (69.0, 22.0, 7.0, 1.0, 1.0)

# Chance per month of a plan ending, by whole months since it started: ends follow the reviews at about
# 3, 9 and 15 months (choice that gives the published lengths).
PLAN_END_HAZARD = np.array(
    [0.01, 0.03, 0.11, 0.13, 0.04, 0.03, 0.04, 0.07, 0.20, 0.28, 0.13, 0.10, 0.08, 0.09, 0.22, 0.30, 0.15, 0.12,
     0.11, 0.10, 0.16, 0.20, 0.10, 0.09, 0.11]
)  # fmt: skip
LONG_PLAN_MONTHS = 18  # from here on a scenario may press for plans to end

CLOSURE_REASONS = ("RC7", "RC5", "RC4", "RC1", "RC6", "RC2", "RC3")
CLOSURE_WEIGHTS = (94.0, 3.8, 0.4, 0.1, 0.7, 0.15, 0.2)

PLACEMENT_CHANGE = {
    "CARPL": 34.0, "OTHER": 25.0, "CREQB": 14.0, "CREQO": 12.0, "CHILD": 4.0, "LAREQ": 4.0, "ALLEG": 2.0,
    "APPRR": 1.0, "CLOSE": 2.0, "STAND": 2.0,
}  # fmt: skip


def shares(weights: object) -> Floats:
    """Weights as shares that add to one."""
    values = np.asarray(list(weights.values()) if isinstance(weights, dict) else weights, dtype=np.float64)
    return np.asarray(values / values.sum(axis=-1, keepdims=True), dtype=np.float64)
