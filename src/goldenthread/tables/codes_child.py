"""Code lists of the census: who the child is, the front door, assessments, protection."""

from __future__ import annotations

from goldenthread.tables.model import Code, CodeList

SEX = CodeList(
    name="sex",
    title="Sex",
    codes=(
        Code(code="M", label="male"),
        Code(code="F", label="female"),
        Code(code="U", label="unknown or unborn"),
    ),
    aliases={
        "1": "M",
        "2": "F",
        "0": "U",
        "9": "U",
        "a) Male": "M",
        "b) Female": "F",
        "c) Not stated/recorded (or unborn)": "U",
        "d) Neither": "U",
        "1 - Male": "M",
        "2 - Female": "F",
        "00": "U",
        "01": "M",
        "02": "F",
        "09": "U",
        "I": "U",
        "Unborn": "U",
        "Indeterminate": "U",
        "Unknown": "U",
        "Other": "U",
    },
    note="Before 2024/25 the census used 1, 2, 0 and 9.",
)

ETHNICITY = CodeList(
    name="ethnicity",
    title="Ethnicity",
    codes=(
        Code(code="WBRI", label="White British", group="White"),
        Code(code="WIRI", label="White Irish", group="White"),
        Code(code="WIRT", label="Traveller of Irish heritage", group="White"),
        Code(code="WROM", label="Gypsy or Roma", group="White"),
        Code(code="WOTH", label="any other White background", group="White"),
        Code(code="MWBC", label="White and Black Caribbean", group="Mixed"),
        Code(code="MWBA", label="White and Black African", group="Mixed"),
        Code(code="MWAS", label="White and Asian", group="Mixed"),
        Code(code="MOTH", label="any other mixed background", group="Mixed"),
        Code(code="AIND", label="Indian", group="Asian or Asian British"),
        Code(code="APKN", label="Pakistani", group="Asian or Asian British"),
        Code(code="ABAN", label="Bangladeshi", group="Asian or Asian British"),
        Code(code="AOTH", label="any other Asian background", group="Asian or Asian British"),
        Code(code="CHNE", label="Chinese", group="Asian or Asian British"),
        Code(code="BCRB", label="Black Caribbean", group="Black or Black British"),
        Code(code="BAFR", label="Black African", group="Black or Black British"),
        Code(code="BOTH", label="any other Black background", group="Black or Black British"),
        Code(code="OOTH", label="any other ethnic group", group="Other"),
        Code(code="REFU", label="refused", group="Not known"),
        Code(code="NOBT", label="not yet obtained", group="Not known"),
    ),
    aliases={
        "CNHE": "CHNE",
        "UNKNOWN": "NOBT",
    },
    note="Published tables put Chinese in the Asian group. One guidance document prints CHNE as CNHE.",
)

UPN_UNKNOWN = CodeList(
    name="upn_unknown",
    title="Reason there is no unique pupil number",
    codes=(
        Code(code="UN1", label="too young for a number"),
        Code(code="UN2", label="never in a maintained school in England"),
        Code(code="UN3", label="educated outside England"),
        Code(code="UN4", label="newly looked after, not yet known"),
        Code(code="UN5", label="conflicting sources"),
        Code(code="UN6", label="meaning not established"),
        Code(code="UN7", label="referral with no further action"),
    ),
)

DISABILITY = CodeList(
    name="disability",
    title="Disability",
    codes=(
        Code(code="NONE", label="none"),
        Code(code="MOB", label="mobility"),
        Code(code="HAND", label="hand function"),
        Code(code="PC", label="personal care"),
        Code(code="INC", label="incontinence"),
        Code(code="COMM", label="communication"),
        Code(code="LD", label="learning"),
        Code(code="HEAR", label="hearing"),
        Code(code="VIS", label="vision"),
        Code(code="BEH", label="behaviour"),
        Code(code="CON", label="consciousness"),
        Code(code="AUT", label="autism"),
        Code(code="DDA", label="other"),
    ),
)

REFERRAL_SOURCE = CodeList(
    name="referral_source",
    title="Source of contact or referral",
    codes=(
        Code(code="1A", label="family member, relative or carer", group="Individual"),
        Code(code="1B", label="acquaintance, neighbour, child minder", group="Individual"),
        Code(code="1C", label="self", group="Individual"),
        Code(code="1D", label="other individual, stranger, MP", group="Individual"),
        Code(code="2A", label="school", group="Schools"),
        Code(code="2B", label="education services", group="Education services"),
        Code(code="3A", label="GP", group="Health services"),
        Code(code="3B", label="health visitor", group="Health services"),
        Code(code="3C", label="school nurse", group="Health services"),
        Code(code="3D", label="other primary health", group="Health services"),
        Code(code="3E", label="accident and emergency", group="Health services"),
        Code(code="3F", label="other health, e.g. hospice", group="Health services"),
        Code(code="4", label="housing (council or association)", group="Housing"),
        Code(code="5A", label="LA social care, e.g. adults", group="LA services"),
        Code(code="5B", label="LA other internal, e.g. youth justice", group="LA services"),
        Code(code="5C", label="another authority", group="LA services"),
        Code(code="5D", label="LA early help", group="LA services", first_year=2023),
        Code(code="6", label="police", group="Police"),
        Code(code="7", label="courts, probation, immigration, Cafcass, prison", group="Other legal agency"),
        Code(code="8", label="other, e.g. children's centre, voluntary body", group="Other"),
        Code(code="9", label="anonymous", group="Anonymous"),
        Code(code="10", label="unknown", group="Unknown"),
    ),
    aliases={
        "Schools": "2A",
        "School": "2A",
        "Education services": "2B",
        "Housing": "4",
        "Police": "6",
        "Other legal agency": "7",
        "Other": "8",
        "Anonymous": "9",
        "Unknown": "10",
    },
)

PRIMARY_NEED = CodeList(
    name="primary_need",
    title="Primary need",
    codes=(
        Code(code="N1", label="abuse or neglect"),
        Code(code="N2", label="child's disability or illness"),
        Code(code="N3", label="parent's disability or illness"),
        Code(code="N4", label="family in acute stress"),
        Code(code="N5", label="family dysfunction"),
        Code(code="N6", label="socially unacceptable behaviour"),
        Code(code="N7", label="low income"),
        Code(code="N8", label="absent parenting"),
        Code(code="N9", label="not a child in need"),
        Code(code="N0", label="not stated"),
    ),
    note="From 2025/26 the label of N1 is abuse, neglect and exploitation. When two fit, the higher in the list is chosen. SSDA903 uses N1 to N8 only.",
)

CLOSURE_REASON = CodeList(
    name="closure_reason",
    title="Reason for closure",
    codes=(
        Code(code="RC1", label="adopted"),
        Code(code="RC2", label="died"),
        Code(code="RC3", label="child arrangements order"),
        Code(code="RC4", label="special guardianship order"),
        Code(code="RC5", label="moved to another authority"),
        Code(code="RC6", label="moved to adult services"),
        Code(code="RC7", label="any other reason, no longer in need"),
        Code(code="RC8", label="closed after assessment, no further action"),
        Code(code="RC9", label="closed after assessment, early help", first_year=2023),
    ),
    aliases={
        "Residence Order": "RC3",
    },
)

CASE_STATUS = CodeList(
    name="case_status",
    title="Case status",
    codes=(
        Code(code="LAC", label="looked after child"),
        Code(code="CPP", label="child protection plan"),
        Code(code="CINP", label="child in need plan"),
        Code(code="ASMT", label="open assessment"),
        Code(code="CLOSED", label="closed episode"),
    ),
)

ASSESSMENT_FACTOR = CodeList(
    name="assessment_factor",
    title="Factor identified at the end of assessment",
    codes=(
        Code(code="1A", label="alcohol misuse: child", group="Alcohol misuse"),
        Code(code="1B", label="alcohol misuse: parent or carer", group="Alcohol misuse"),
        Code(code="1C", label="alcohol misuse: another person in the household", group="Alcohol misuse"),
        Code(code="2A", label="drug misuse: child", group="Drug misuse"),
        Code(code="2B", label="drug misuse: parent or carer", group="Drug misuse"),
        Code(code="2C", label="drug misuse: another person in the household", group="Drug misuse"),
        Code(code="3A", label="domestic abuse: child", group="Domestic abuse"),
        Code(code="3B", label="domestic abuse: parent or carer", group="Domestic abuse"),
        Code(code="3C", label="domestic abuse: another person in the household", group="Domestic abuse"),
        Code(code="4A", label="mental health: child", group="Mental health"),
        Code(code="4B", label="mental health: parent or carer", group="Mental health"),
        Code(code="4C", label="mental health: another person in the household", group="Mental health"),
        Code(code="5A", label="learning disability: child", group="Learning disability"),
        Code(code="5B", label="learning disability: parent or carer", group="Learning disability"),
        Code(code="5C", label="learning disability: another person in the household", group="Learning disability"),
        Code(code="6A", label="physical disability or illness: child", group="Physical disability or illness"),
        Code(
            code="6B", label="physical disability or illness: parent or carer", group="Physical disability or illness"
        ),
        Code(
            code="6C",
            label="physical disability or illness: another person in the household",
            group="Physical disability or illness",
        ),
        Code(code="7A", label="young carer"),
        Code(code="8B", label="privately fostered: from overseas, intends to return", group="Privately fostered"),
        Code(code="8C", label="privately fostered: from overseas, intends to stay", group="Privately fostered"),
        Code(code="8D", label="privately fostered: from the UK, in an education placement", group="Privately fostered"),
        Code(code="8E", label="privately fostered: from the UK, by family arrangement", group="Privately fostered"),
        Code(code="8F", label="privately fostered: other", group="Privately fostered"),
        Code(code="9A", label="unaccompanied asylum-seeking child"),
        Code(code="10A", label="missing"),
        Code(code="11A", label="child sexual exploitation"),
        Code(code="12A", label="trafficking"),
        Code(code="13A", label="gangs"),
        Code(code="14A", label="socially unacceptable behaviour"),
        Code(code="15A", label="self-harm"),
        Code(code="16A", label="neglect"),
        Code(code="17A", label="emotional abuse"),
        Code(code="18A", label="physical abuse (old)", group="Physical abuse", last_year=2024),
        Code(code="18B", label="physical abuse by a child", group="Physical abuse", first_year=2021),
        Code(code="18C", label="physical abuse by an adult", group="Physical abuse", first_year=2021),
        Code(code="19A", label="sexual abuse (old)", group="Sexual abuse", last_year=2024),
        Code(code="19B", label="sexual abuse by a child", group="Sexual abuse", first_year=2021),
        Code(code="19C", label="sexual abuse by an adult", group="Sexual abuse", first_year=2021),
        Code(code="20", label="other"),
        Code(code="21", label="none identified"),
        Code(code="22A", label="female genital mutilation"),
        Code(code="23A", label="faith or belief abuse"),
        Code(code="24A", label="child criminal exploitation", first_year=2022),
    ),
    note="Code 21 stands alone. Published tables merge 8B to 8F and leave out 21. 18A and 19A fade out after 2020/21.",
)

ABUSE_CATEGORY = CodeList(
    name="abuse_category",
    title="Category of abuse",
    codes=(
        Code(code="NEG", label="neglect"),
        Code(code="PHY", label="physical abuse"),
        Code(code="SAB", label="sexual abuse"),
        Code(code="EMO", label="emotional abuse"),
        Code(code="MUL", label="multiple (not recommended)"),
    ),
    aliases={
        "physical": "PHY",
        "sexual": "SAB",
        "emotional": "EMO",
        "multiple": "MUL",
        "a) Neglect": "NEG",
        "b) Physical abuse": "PHY",
        "c) Sexual abuse": "SAB",
        "d) Emotional abuse": "EMO",
        "e) Multiple/not recommended": "MUL",
        "Multiple: not recommended": "MUL",
    },
)

PARTICIPATION = CodeList(
    name="participation",
    title="Participation in a conference or review",
    codes=(
        Code(code="PN0", label="under 4"),
        Code(code="PN1", label="attends and speaks"),
        Code(code="PN2", label="attends, an advocate speaks"),
        Code(code="PN3", label="attends, shows views without words"),
        Code(code="PN4", label="attends, takes no part"),
        Code(code="PN5", label="absent, views through an advocate"),
        Code(code="PN6", label="absent, views by letter, message or video"),
        Code(code="PN7", label="absent, no views"),
    ),
)
