"""Small made-up comparator files in the shapes that are published; no figure is a real one."""

from __future__ import annotations

from pathlib import Path

HEAD = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
    "old_la_code,new_la_code,la_name,category"
)
C1_OLD = (
    f"{HEAD},Referrals,Referrals_rate,Re_referrals,Re_referrals_percent,No_Further_Action,No_Further_Action_percent"
)
C1_NEW = f"{HEAD},referral_count,rereferral_count,rereferral_percent,no_further_action_count,no_further_action_percent"
LONG = (
    "area_code,area_name,area_type,year,measure_id,breakdown,unit,numerator,denominator,value,flag,source_table,edition"
)
ENGLAND = "Reporting year,National,E92000001,England,,,,,,Referrals"
# Fifteen authorities of two regions, so that quarters and ranks have something to be made of.
AREAS = {
    "370": ("Barnsley", "E12000003"), "371": ("Doncaster", "E12000003"), "372": ("Rotherham", "E12000003"),
    "373": ("Sheffield", "E12000003"), "380": ("Bradford", "E12000003"), "381": ("Calderdale", "E12000003"),
    "382": ("Kirklees", "E12000003"), "383": ("Leeds", "E12000003"), "384": ("Wakefield", "E12000003"),
    "840": ("County Durham", "E12000001"), "841": ("Darlington", "E12000001"), "390": ("Gateshead", "E12000001"),
    "805": ("Hartlepool", "E12000001"), "806": ("Middlesbrough", "E12000001"), "391": ("Newcastle upon Tyne", "E12000001"),
}  # fmt: skip


def la(code: str) -> str:
    """The place columns of an authority."""
    name, region = AREAS[code]
    return f"Reporting year,Local authority,E92000001,England,{region},A region,{code},,{name},Referrals"


def write(folder: Path, name: str, *lines: str, encoding: str = "utf-8") -> Path:
    """A file of lines."""
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def neighbour_lines(model: str = "2025") -> list[str]:
    """A whole list: each of the fifteen has the ten that follow it."""
    codes = list(AREAS)
    lines = ["area_code,area_name,neighbour_code,neighbour_name,rank,closeness,model_year"]
    for place, code in enumerate(codes):
        for rank in range(1, 11):
            other = codes[(place + rank) % len(codes)]
            close = "very close" if rank < 6 else "not close"
            lines.append(f"{code},{AREAS[code][0]},{other},{AREAS[other][0]},{rank},{close},{model}")
    return lines


def rereferral_lines(years: range = range(2016, 2026), edition: str = "2025") -> list[str]:
    """Re-referrals, the long shape: authority number n has 10 + n per cent of 1,000, falling half a point a year."""
    lines = [LONG]
    for year in years:
        total = 0
        for place, code in enumerate(AREAS):
            again = 150 + 10 * place - 5 * (year - 2016)
            total += again
            value = again / 10
            lines.append(f"{code},{AREAS[code][0]},LA,{year},RF04,,pct,{again},1000,{value},,C1,{edition}")
        share = round(total / len(AREAS) / 10, 1)
        lines.append(f"E92000001,England,England,{year},RF04,,pct,{total},{1000 * len(AREAS)},{share},,C1,{edition}")
        lines.append(f"E12000003,Yorkshire and The Humber,Region,{year},RF04,,pct,,,19,,C1,{edition}")
    return lines


def store_files(folder: Path) -> list[Path]:
    """Re-referrals of ten years, a list of neighbours and populations."""
    folder.mkdir(exist_ok=True)
    population = ["area_code,area_name,area_type,mid_year,population,source_table,edition"]
    population += [f"{code},{AREAS[code][0]},LA,2024,50000,ONS mid-year 0-17,CIN-2025" for code in AREAS]
    return [
        write(folder, "referrals.csv", *rereferral_lines()),
        write(folder, "neighbours.csv", *neighbour_lines()),
        write(folder, "population.csv", *population),
    ]
