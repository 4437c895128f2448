"""Who the children are: identity without names, disability, immigration and legal status."""

from __future__ import annotations

from goldenthread.tables import codes
from goldenthread.tables.model import Column, Kind, Table

PERSON = Table(
    name="person",
    title="Person",
    grain="one row per child (or parent/adopter where a return needs one)",
    key=("person_id",),
    natural_key=("person_id",),
    ssd_table="ssd_person",
    columns=(
        Column(
            name="person_id",
            kind=Kind.TEXT,
            meaning="child id, stable within the authority",
            required=True,
            ssd="pers_person_id",
            cin="LAchildID",
            s903="CHILD (XML CHILDID)",
            annex_a="L1-10 Child Unique ID",
        ),
        Column(
            name="legacy_id",
            kind=Kind.TEXT,
            meaning="second id kept for id resolution, then dropped",
            ssd="pers_legacy_id",
        ),
        Column(
            name="date_of_birth",
            kind=Kind.DATE,
            meaning="actual birth date",
            ssd="pers_dob",
            cin="PersonBirthDate",
            s903="Header.DOB",
            annex_a="L1-10 Date of Birth",
        ),
        Column(
            name="expected_date_of_birth",
            kind=Kind.DATE,
            meaning="due date, unborn only",
            ssd="pers_expected_dob",
            cin="ExpectedPersonBirthDate",
        ),
        Column(
            name="date_of_death",
            kind=Kind.DATE,
            meaning="date of death",
            not_before="date_of_birth",
            ssd="pers_death_date",
            cin="PersonDeathDate",
        ),
        Column(
            name="sex",
            kind=Kind.CODE,
            meaning="sex: male, female, or unknown and unborn",
            codes=codes.SEX,
            ssd="pers_sex",
            cin="Sex (GenderCurrent to 2023/24)",
            s903="Header.SEX",
            annex_a="L1-11 Gender",
        ),
        Column(
            name="gender",
            kind=Kind.CODE,
            meaning="as recorded, optional",
            codes=codes.SEX,
            ssd="pers_gender",
            cin="GenderCurrent",
            annex_a="L1-11 Gender",
        ),
        Column(
            name="ethnicity",
            kind=Kind.CODE,
            meaning="18 categories + REFU, NOBT",
            codes=codes.ETHNICITY,
            ssd="pers_ethnicity",
            cin="Ethnicity",
            s903="Header.ETHNIC",
            annex_a="L1-11 Ethnicity",
        ),
        Column(
            name="upn_unknown_reason",
            kind=Kind.CODE,
            meaning="UN1-UN7, data quality only",
            codes=codes.UPN_UNKNOWN,
            ssd="pers_upn_unknown",
            cin="UPNunknown",
            s903="UPN (UNn in place of a UPN)",
        ),
        Column(name="has_ehc_plan", kind=Kind.BOOL, meaning="EHC plan flag", ssd="pers_send_flag"),
        Column(
            name="is_parent", kind=Kind.BOOL, meaning="child is a mother", ssd="pers_is_mother", s903="Header.MOTHER"
        ),
        Column(name="nationality", kind=Kind.TEXT, meaning="country, UASC only", ssd="pers_nationality"),
        Column(
            name="uasc_date_ceased",
            kind=Kind.DATE,
            meaning="date UASC status ended",
            ssd="immi_immigration_status_end_date",
            s903="UASC.DUC",
        ),
    ),
    dropped="forename, surname, UPN, NHS number, legacy id (kept only long enough to resolve ids), any address",
    notes=(
        "Age is computed at the date of the event by calendar birthday; never days ÷ 365.",
        "SSD has both pers_sex and pers_gender. Sex is M/F/U. Gender is seen as 00/01/02/09 (spec), as M/F/U/I (return scripts) and as 0/1/2/9 (CIN to 2023/24). Read both; report on sex.",
        "SSD 1.4.5 table definition has pers_upn and pers_single_unique_id and lacks pers_common_child_id; the specification says the reverse. Neither set is needed.",
        "System users can appear with id -1 in older SSD loads (filtered since 1.4.2). Drop ids ≤ 0.",
        'Unborn: expected date set, birth date blank; sex U (0 before 2024/25). Age band "unborn" until birth date is known.',
        "Unknown day of birth: guidance says use the 15th of the month. Do not read the 15th as an error; do list an excess of 1 January.",
        "A child who is adopted and later returns to care has two ids that must stay unlinked. Never join on name, date of birth or address.",
    ),
)

DISABILITY = Table(
    name="disability",
    title="Disability",
    grain="one row per child per code",
    key=("person_id", "code"),
    natural_key=("person_id", "code"),
    ssd_table="ssd_disability",
    columns=(
        Column(
            name="person_id",
            kind=Kind.TEXT,
            meaning="child the row is about",
            required=True,
            ssd="disa_person_id",
            cin="LAchildID",
        ),
        Column(
            name="code",
            kind=Kind.CODE,
            meaning="disability recorded for the child",
            codes=codes.DISABILITY,
            required=True,
            ssd="disa_disability_code",
            cin="Disability",
            annex_a="L4-10 Does the Child have a Disability (yes/no/unknown only)",
        ),
    ),
    notes=(
        "NONE with any other code is an error; no row at all means not recorded, which is not the same as NONE.",
        "SSD ids: rows may be duplicated; de-duplicate on person and code.",
    ),
)

IMMIGRATION_STATUS = Table(
    name="immigration_status",
    title="Immigration status",
    grain="one row per status period",
    key=("immigration_status_id",),
    natural_key=("immigration_status_id",),
    event_date="start_date",
    ssd_table="ssd_immigration_status",
    columns=(
        Column(
            name="immigration_status_id",
            kind=Kind.TEXT,
            meaning="id of the row, unique within one return",
            required=True,
            ssd="immi_immigration_status_id",
        ),
        Column(
            name="person_id",
            kind=Kind.TEXT,
            meaning="child the row is about",
            required=True,
            references="person",
            ssd="immi_person_id",
            s903="UASC.CHILD",
        ),
        Column(
            name="status",
            kind=Kind.TEXT,
            meaning="whether the status is unaccompanied or another; the words themselves are not kept",
            ssd="immi_immigration_status",
            s903="(listed in UASC file)",
            annex_a="L8 UASC within the Last 12 Months, L9 UASC or formerly UASC",
        ),
        Column(name="start_date", kind=Kind.DATE, meaning="date it started", ssd="immi_immigration_status_start_date"),
        Column(
            name="end_date",
            kind=Kind.DATE,
            meaning="date it ended; empty while open",
            not_before="start_date",
            ssd="immi_immigration_status_end_date",
            s903="UASC.DUC",
        ),
    ),
    notes=(
        "UASC in the year = a UASC period overlapping the year; 903 gives only DUC (date ceased) for children listed in the UASC file.",
    ),
)

LEGAL_STATUS = Table(
    name="legal_status",
    title="Legal status",
    grain="one row per legal status period",
    key=("legal_status_id",),
    natural_key=("legal_status_id",),
    event_date="start_date",
    ssd_table="ssd_legal_status",
    columns=(
        Column(
            name="legal_status_id",
            kind=Kind.TEXT,
            meaning="id of the row, unique within one return",
            required=True,
            ssd="lega_legal_status_id",
        ),
        Column(
            name="person_id",
            kind=Kind.TEXT,
            meaning="child the row is about",
            required=True,
            references="person",
            ssd="lega_person_id",
            s903="Episodes.CHILD",
        ),
        Column(
            name="code",
            kind=Kind.CODE,
            meaning="legal status of the period",
            codes=codes.LEGAL_STATUS,
            ssd="lega_legal_status",
            s903="Episodes.LS",
            annex_a="L8 Child's Legal Status",
        ),
        Column(
            name="start_date",
            kind=Kind.DATE,
            meaning="date it started",
            required=True,
            ssd="lega_legal_status_start_date",
            s903="Episodes.DECOM of the episode",
            annex_a="L8 Start date of current legal status",
        ),
        Column(
            name="end_date",
            kind=Kind.DATE,
            meaning="date it ended; empty while open",
            not_before="start_date",
            ssd="lega_legal_status_end_date",
            s903="Episodes.DEC",
        ),
    ),
    notes=(
        "SSD also holds statuses that do not make a child looked after (SGO, CAO, private fostering, care leaver). Filter to the 13 codes before counting care.",
        "SSD may hold the words, not the code. Map both.",
        "V3 and V4 (short-break series) are excluded from every published looked-after figure.",
    ),
)

TABLES = (
    PERSON,
    DISABILITY,
    IMMIGRATION_STATUS,
    LEGAL_STATUS,
)
