"""Code lists of the returns, each code with a short label, its published group and the years it is valid."""

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

EPISODE_START_REASON = CodeList(
    name="episode_start_reason",
    title="Reason for new episode of care",
    codes=(
        Code(code="S", label="started to be looked after"),
        Code(code="L", label="legal status changed"),
        Code(code="P", label="placement and carer changed"),
        Code(code="T", label="placement changed, same carer"),
        Code(code="B", label="legal status, placement and carer changed"),
        Code(code="U", label="legal status and placement changed, same carer"),
    ),
)

LEGAL_STATUS = CodeList(
    name="legal_status",
    title="Legal status",
    codes=(
        Code(code="C1", label="interim care order", group="Care orders"),
        Code(code="C2", label="full care order", group="Care orders"),
        Code(code="D1", label="freeing order", group="Placement order", last_year=2024),
        Code(code="E1", label="placement order", group="Placement order"),
        Code(code="V2", label="section 20, single period", group="Voluntary"),
        Code(code="V3", label="short breaks, each break", group="Short breaks"),
        Code(code="V4", label="short breaks, agreement", group="Short breaks"),
        Code(code="L1", label="police protection", group="Child protection"),
        Code(code="L2", label="emergency protection order", group="Child protection"),
        Code(code="L3", label="child assessment order", group="Child protection"),
        Code(code="J1", label="remand", group="Youth justice"),
        Code(code="J2", label="police and criminal evidence act", group="Youth justice"),
        Code(code="J3", label="youth rehabilitation order with residence", group="Youth justice"),
    ),
)

PLACEMENT_TYPE = CodeList(
    name="placement_type",
    title="Placement type",
    codes=(
        Code(code="U1", label="relative or friend: long-term", group="foster"),
        Code(code="U2", label="relative or friend: fostering for adoption", group="foster"),
        Code(code="U3", label="relative or friend: other", group="foster"),
        Code(code="U4", label="other carer: long-term", group="foster"),
        Code(code="U5", label="other carer: fostering for adoption", group="foster"),
        Code(code="U6", label="other carer: other", group="foster"),
        Code(code="A3", label="placed for adoption with consent: with current carer", group="adoption"),
        Code(code="A4", label="placed for adoption with consent: not", group="adoption"),
        Code(code="A5", label="placed for adoption with order: with current carer", group="adoption"),
        Code(code="A6", label="placed for adoption with order: not", group="adoption"),
        Code(code="K1", label="secure children's home", group="secure and children's homes"),
        Code(code="K2", label="children's home", group="secure and children's homes"),
        Code(code="K3", label="supported accommodation", group="supported / independent", first_year=2025),
        Code(
            code="H5", label="semi-independent, not a children's home", group="supported / independent", last_year=2024
        ),
        Code(code="P2", label="independent living", group="supported / independent", last_year=2024),
        Code(code="P1", label="with parents", group="parents"),
        Code(code="P3", label="residential employment", group="other residential"),
        Code(code="R1", label="residential care home", group="other residential"),
        Code(code="R2", label="NHS", group="other residential"),
        Code(code="R3", label="family centre, mother and baby", group="other residential"),
        Code(code="R5", label="young offender institution", group="other residential"),
        Code(code="S1", label="residential school", group="other residential"),
        Code(code="T0", label="temporary: any", group="temporary"),
        Code(code="T1", label="temporary: hospital", group="temporary"),
        Code(code="T2", label="temporary: holiday", group="temporary"),
        Code(code="T3", label="temporary: carer's holiday", group="temporary"),
        Code(code="T4", label="temporary: other up to 7 days", group="temporary"),
        Code(code="Z1", label="other (listed to DfE)", group="other"),
        Code(code="Z11", label="other placement (Z11, split of Z1)", group="other", first_year=2026),
        Code(code="Z12", label="other placement (Z12, split of Z1)", group="other", first_year=2026),
        Code(code="Z13", label="other placement (Z13, split of Z1)", group="other", first_year=2026),
        Code(code="Z14", label="other placement (Z14, split of Z1)", group="other", first_year=2026),
    ),
    note="Groups follow published table titles. The meanings of Z11 to Z14 have not been established here.",
)

PLACEMENT_PROVIDER = CodeList(
    name="placement_provider",
    title="Placement provider",
    codes=(
        Code(code="PR0", label="parents"),
        Code(code="PR1", label="own authority"),
        Code(code="PR2", label="other authority"),
        Code(code="PR3", label="other public body"),
        Code(code="PR4", label="private"),
        Code(code="PR5", label="voluntary"),
    ),
)

PLACEMENT_CHANGE_REASON = CodeList(
    name="placement_change_reason",
    title="Reason for placement change",
    codes=(
        Code(code="CARPL", label="planned move"),
        Code(code="CLOSE", label="carer resigned or setting closed"),
        Code(code="ALLEG", label="allegation"),
        Code(code="STAND", label="standards of care"),
        Code(code="APPRR", label="approval removed"),
        Code(code="CREQB", label="carer asks, child's behaviour"),
        Code(code="CREQO", label="carer asks, other reason"),
        Code(code="CHILD", label="child asks"),
        Code(code="LAREQ", label="authority asks"),
        Code(code="PLACE", label="only the status of the placement changes"),
        Code(code="CUSTOD", label="custody"),
        Code(code="OTHER", label="other"),
    ),
)

EPISODE_END_REASON = CodeList(
    name="episode_end_reason",
    title="Reason episode of care ceased",
    codes=(
        Code(code="X1", label="another episode starts the same day", group="Continues"),
        Code(code="E11", label="adopted, unopposed", group="Adopted"),
        Code(code="E12", label="adopted, consent dispensed with", group="Adopted"),
        Code(code="E2", label="died", group="Died"),
        Code(code="E3", label="care taken over by another authority", group="Another authority"),
        Code(code="E4A", label="home to parent, planned", group="Home to parents"),
        Code(code="E4B", label="home to parent, not planned", group="Home to parents"),
        Code(code="E13", label="to relatives or others without parental responsibility", group="Relatives or others"),
        Code(code="E41", label="child arrangements order", group="Child arrangements order"),
        Code(
            code="E43",
            label="special guardianship order to former foster carer (old)",
            group="Special guardianship order",
            last_year=2018,
        ),
        Code(
            code="E44",
            label="special guardianship order to another carer (old)",
            group="Special guardianship order",
            last_year=2018,
        ),
        Code(
            code="E45",
            label="special guardianship order to former foster carer, relative or friend",
            group="Special guardianship order",
            first_year=2019,
        ),
        Code(
            code="E46",
            label="special guardianship order to former foster carer, other",
            group="Special guardianship order",
            first_year=2019,
        ),
        Code(
            code="E47",
            label="special guardianship order to another carer, relative or friend",
            group="Special guardianship order",
            first_year=2019,
        ),
        Code(
            code="E48",
            label="special guardianship order to another carer, other",
            group="Special guardianship order",
            first_year=2019,
        ),
        Code(code="E5", label="independent living with formal support", group="Independent living"),
        Code(code="E6", label="independent living without formal support", group="Independent living"),
        Code(code="E7", label="adult residential care", group="Adult residential care"),
        Code(code="E9", label="custody", group="Custody"),
        Code(code="E14", label="remand ended", group="Remand ended"),
        Code(code="E15", label="age assessed as 18 or over", group="Aged 18 or over"),
        Code(code="E16", label="moved abroad", group="Moved abroad"),
        Code(code="E17", label="18, stayed with carers", group="Stayed with carers"),
        Code(code="E8", label="other", group="Other"),
    ),
)

MISSING_TYPE = CodeList(
    name="missing_type",
    title="Missing or away",
    codes=(
        Code(code="M", label="missing"),
        Code(code="A", label="away from placement without authorisation"),
    ),
    aliases={
        "Missing": "M",
        "Away": "A",
        "Absent": "A",
    },
)

YES_NO_NA = CodeList(
    name="yes_no_na",
    title="Yes, no or not applicable",
    codes=(
        Code(code="Y", label="yes"),
        Code(code="N", label="no"),
        Code(code="NA", label="not applicable"),
    ),
    aliases={
        "a) Yes": "Y",
        "b) No": "N",
        "1": "Y",
        "0": "N",
        "true": "Y",
        "false": "N",
    },
)

SDQ_REASON = CodeList(
    name="sdq_reason",
    title="Reason for no SDQ score",
    codes=(
        Code(code="SDQ1", label="outside ages 4 to 16"),
        Code(code="SDQ2", label="carer refused"),
        Code(code="SDQ3", label="disability prevents"),
        Code(code="SDQ4", label="other"),
        Code(code="SDQ5", label="young person refused"),
    ),
)

WORKER_CHANGE_REASON = CodeList(
    name="worker_change_reason",
    title="Reason for change of social worker",
    codes=(
        Code(code="MANAGE", label="caseloads"),
        Code(code="FCONTA", label="first contact or re-referral"),
        Code(code="LEFTRL", label="left role"),
        Code(code="ORGRST", label="restructure"),
        Code(code="TSPROC", label="standard transfer"),
        Code(code="ABSENC", label="absence"),
        Code(code="CHCHAN", label="child asked"),
        Code(code="PCCHAN", label="parent asked"),
        Code(code="SWDIED", label="died"),
        Code(code="OTHERS", label="other"),
    ),
)

PREVIOUS_PERMANENCE = CodeList(
    name="previous_permanence",
    title="Previous permanence arrangement",
    codes=(
        Code(code="P1", label="adoption"),
        Code(code="P2", label="special guardianship order"),
        Code(code="P3", label="residence or child arrangements order"),
        Code(code="P4", label="not known"),
        Code(code="Z1", label="none"),
    ),
)

ADOPTION_REVERSED = CodeList(
    name="adoption_reversed",
    title="Reason a child is no longer placed for adoption",
    codes=(
        Code(code="RD1", label="needs changed"),
        Code(code="RD2", label="no placement order made"),
        Code(code="RD3", label="adopters not found"),
        Code(code="RD4", label="other"),
    ),
)

ADOPTER_SEX = CodeList(
    name="adopter_sex",
    title="Adopters by sex",
    codes=(
        Code(code="M1", label="one man"),
        Code(code="F1", label="one woman"),
        Code(code="MM", label="two men"),
        Code(code="FF", label="two women"),
        Code(code="MF", label="a man and a woman"),
    ),
)

ADOPTER_LEGAL_STATUS = CodeList(
    name="adopter_legal_status",
    title="Adopters by legal status",
    codes=(
        Code(code="L0", label="single"),
        Code(code="L11", label="married, different sex"),
        Code(code="L12", label="married, same sex"),
        Code(code="L2", label="civil partners"),
        Code(code="L3", label="unmarried, different sex"),
        Code(code="L4", label="unmarried, same sex"),
    ),
)

PERMANENCE_ORDER = CodeList(
    name="permanence_order",
    title="Permanence order",
    codes=(
        Code(code="adoption", label="adoption order"),
        Code(code="sgo", label="special guardianship order"),
        Code(code="cao", label="child arrangements order"),
    ),
)

IN_TOUCH = CodeList(
    name="in_touch",
    title="In touch with a care leaver",
    codes=(
        Code(code="YES", label="in touch"),
        Code(code="NO", label="not in touch"),
        Code(code="DIED", label="died"),
        Code(code="REFU", label="refuses contact"),
        Code(code="NREQ", label="no longer needs the service"),
        Code(code="RHOM", label="home to parents for 6 months or more"),
    ),
)

ACTIVITY = CodeList(
    name="activity",
    title="Activity of a care leaver",
    codes=(
        Code(code="F1", label="higher education, full time"),
        Code(code="F2", label="other education, full time"),
        Code(code="F3", label="training or employment, full time (old)", last_year=2021),
        Code(code="F4", label="apprenticeship, full time"),
        Code(code="F5", label="training or employment, full time"),
        Code(code="P1", label="higher education, part time"),
        Code(code="P2", label="other education, part time"),
        Code(code="P3", label="training or employment, part time (old)", last_year=2021),
        Code(code="P4", label="apprenticeship, part time"),
        Code(code="P5", label="training or employment, part time"),
        Code(code="G4", label="not in work or study: illness or disability"),
        Code(code="G5", label="not in work or study: other"),
        Code(code="G6", label="not in work or study: pregnancy or parenting"),
        Code(code="0", label="not known"),
    ),
)

ACCOMMODATION = CodeList(
    name="accommodation",
    title="Accommodation of a care leaver",
    codes=(
        Code(code="B", label="parents or relatives"),
        Code(code="C", label="community home or residential"),
        Code(code="D", label="semi-independent or transitional"),
        Code(code="E", label="supported lodgings"),
        Code(code="G", label="abroad"),
        Code(code="H", label="deported"),
        Code(code="K", label="ordinary lodgings"),
        Code(code="R", label="not known"),
        Code(code="S", label="no fixed home"),
        Code(code="T", label="foyer"),
        Code(code="U", label="independent living"),
        Code(code="V", label="emergency"),
        Code(code="W", label="bed and breakfast"),
        Code(code="X", label="custody"),
        Code(code="Y", label="other"),
        Code(code="Z", label="former foster carer"),
    ),
    aliases={
        "0": "R",
    },
)

CARE_LEAVER_ELIGIBILITY = CodeList(
    name="care_leaver_eligibility",
    title="Eligibility of a care leaver",
    codes=(
        Code(code="relevant", label="relevant: 16 or 17, left care"),
        Code(code="former_relevant", label="former relevant: 18 or over"),
        Code(code="qualifying", label="qualifying"),
        Code(code="eligible", label="eligible: 16 or 17, in care"),
        Code(code="none", label="no current eligibility"),
    ),
)

INVOLVEMENT_ROLE = CodeList(
    name="involvement_role",
    title="Role of a worker with a child",
    codes=(
        Code(code="case_worker", label="allocated case worker"),
        Code(code="other", label="other role"),
    ),
    aliases={
        "CW": "case_worker",
        "case worker": "case_worker",
    },
)

HEALTH_CHECK = CodeList(
    name="health_check",
    title="Health check or flag",
    codes=(
        Code(code="health_assessment", label="health assessment"),
        Code(code="dental", label="dental"),
        Code(code="development_check", label="development check"),
        Code(code="immunisations", label="immunisations"),
        Code(code="substance_misuse", label="substance misuse"),
        Code(code="substance_intervention_received", label="substance intervention received"),
        Code(code="substance_intervention_offered", label="substance intervention offered"),
        Code(code="conviction", label="conviction"),
    ),
)

HEALTH_STATUS = CodeList(
    name="health_status",
    title="Result of a health check",
    codes=(
        Code(code="completed", label="completed"),
        Code(code="refused", label="refused"),
        Code(code="planned", label="planned"),
        Code(code="cancelled", label="cancelled"),
        Code(code="up_to_date", label="up to date"),
        Code(code="yes", label="yes"),
        Code(code="no", label="no"),
    ),
)

AUDIT_THEME = CodeList(
    name="audit_theme",
    title="Audit theme",
    codes=(
        Code(code="assessment", label="assessment"),
        Code(code="plan", label="plan"),
        Code(code="supervision", label="supervision"),
        Code(code="threshold", label="threshold"),
        Code(code="voice", label="voice"),
        Code(code="culture_and_identity", label="culture and identity"),
        Code(code="other", label="other"),
    ),
)

AUDITOR_ROLE = CodeList(
    name="auditor_role",
    title="Auditor",
    codes=(
        Code(code="manager", label="manager"),
        Code(code="peer", label="peer"),
        Code(code="independent", label="independent"),
        Code(code="external", label="external"),
    ),
)

AUDIT_GRADE = CodeList(
    name="audit_grade",
    title="Audit grade",
    codes=(
        Code(code="outstanding", label="outstanding"),
        Code(code="good", label="good"),
        Code(code="requires_improvement", label="requires improvement"),
        Code(code="inadequate", label="inadequate"),
    ),
)

ADVOCACY_EVENT = CodeList(
    name="advocacy_event",
    title="Why an advocate was to be offered",
    codes=(
        Code(code="initial_conference", label="initial conference"),
        Code(code="cp_review", label="cp review"),
        Code(code="looked_after_review", label="looked after review"),
        Code(code="child_in_need_meeting", label="child in need meeting"),
        Code(code="complaint", label="complaint"),
        Code(code="family_group_meeting", label="family group meeting"),
    ),
)

ADVOCACY_NOT_TAKEN_UP = CodeList(
    name="advocacy_not_taken_up",
    title="Why advocacy was not taken up",
    codes=(
        Code(code="declined", label="declined"),
        Code(code="too_young", label="too young"),
        Code(code="own_voice", label="own voice"),
        Code(code="not_available", label="not available"),
        Code(code="other", label="other"),
    ),
)

FEEDBACK_KIND = CodeList(
    name="feedback_kind",
    title="Kind of feedback",
    codes=(
        Code(code="survey", label="survey"),
        Code(code="complaint", label="complaint"),
        Code(code="compliment", label="compliment"),
        Code(code="member_or_mp_enquiry", label="member or mp enquiry"),
    ),
)

FEEDBACK_RESPONDENT = CodeList(
    name="feedback_respondent",
    title="Who gave feedback",
    codes=(
        Code(code="child", label="child"),
        Code(code="parent_or_carer", label="parent or carer"),
        Code(code="partner", label="partner"),
        Code(code="staff", label="staff"),
    ),
)

FEEDBACK_QUESTION = CodeList(
    name="feedback_question",
    title="Feedback question",
    codes=(
        Code(code="worries_explained", label="worries explained"),
        Code(code="helped_to_understand", label="helped to understand"),
        Code(code="agrees_with_worker", label="agrees with worker"),
        Code(code="plan_clear", label="plan clear"),
        Code(code="tablet_helped", label="tablet helped"),
    ),
)

FEEDBACK_ANSWER = CodeList(
    name="feedback_answer",
    title="Feedback answer",
    codes=(
        Code(code="yes", label="yes"),
        Code(code="no", label="no"),
        Code(code="partly", label="partly"),
        Code(code="not_answered", label="not answered"),
    ),
)

COMPLAINT_STAGE = CodeList(
    name="complaint_stage",
    title="Complaint stage",
    codes=(
        Code(code="1", label="stage 1"),
        Code(code="2", label="stage 2"),
        Code(code="3", label="stage 3"),
    ),
)

COMPLAINT_OUTCOME = CodeList(
    name="complaint_outcome",
    title="Complaint outcome",
    codes=(
        Code(code="upheld", label="upheld"),
        Code(code="partly_upheld", label="partly upheld"),
        Code(code="not_upheld", label="not upheld"),
        Code(code="withdrawn", label="withdrawn"),
    ),
)

SUPERVISION_KIND = CodeList(
    name="supervision_kind",
    title="Kind of supervision",
    codes=(
        Code(code="worker", label="worker"),
        Code(code="case", label="case"),
    ),
)

SUPERVISION_NOT_HELD = CodeList(
    name="supervision_not_held",
    title="Why supervision was not held",
    codes=(
        Code(code="leave", label="leave"),
        Code(code="sickness", label="sickness"),
        Code(code="manager_absence", label="manager absence"),
        Code(code="cancelled", label="cancelled"),
        Code(code="other", label="other"),
    ),
)

WORKFORCE_ROLE = CodeList(
    name="workforce_role",
    title="Workforce role",
    codes=(
        Code(code="senior_manager", label="senior manager"),
        Code(code="middle_manager", label="middle manager"),
        Code(code="first_line_manager", label="first line manager"),
        Code(code="senior_practitioner", label="senior practitioner"),
        Code(code="case_holder", label="case holder"),
        Code(code="qualified_without_cases", label="qualified without cases"),
        Code(code="newly_qualified", label="newly qualified"),
    ),
)

DECISION_RECORD = CodeList(
    name="decision_record",
    title="Record a decision belongs to",
    codes=(
        Code(code="contact", label="contact"),
        Code(code="referral", label="referral"),
    ),
)

CODE_LISTS: tuple[CodeList, ...] = (
    SEX,
    ETHNICITY,
    UPN_UNKNOWN,
    DISABILITY,
    REFERRAL_SOURCE,
    PRIMARY_NEED,
    CLOSURE_REASON,
    CASE_STATUS,
    ASSESSMENT_FACTOR,
    ABUSE_CATEGORY,
    PARTICIPATION,
    EPISODE_START_REASON,
    LEGAL_STATUS,
    PLACEMENT_TYPE,
    PLACEMENT_PROVIDER,
    PLACEMENT_CHANGE_REASON,
    EPISODE_END_REASON,
    MISSING_TYPE,
    YES_NO_NA,
    SDQ_REASON,
    WORKER_CHANGE_REASON,
    PREVIOUS_PERMANENCE,
    ADOPTION_REVERSED,
    ADOPTER_SEX,
    ADOPTER_LEGAL_STATUS,
    PERMANENCE_ORDER,
    IN_TOUCH,
    ACTIVITY,
    ACCOMMODATION,
    CARE_LEAVER_ELIGIBILITY,
    INVOLVEMENT_ROLE,
    HEALTH_CHECK,
    HEALTH_STATUS,
    AUDIT_THEME,
    AUDITOR_ROLE,
    AUDIT_GRADE,
    ADVOCACY_EVENT,
    ADVOCACY_NOT_TAKEN_UP,
    FEEDBACK_KIND,
    FEEDBACK_RESPONDENT,
    FEEDBACK_QUESTION,
    FEEDBACK_ANSWER,
    COMPLAINT_STAGE,
    COMPLAINT_OUTCOME,
    SUPERVISION_KIND,
    SUPERVISION_NOT_HELD,
    WORKFORCE_ROLE,
    DECISION_RECORD,
)
