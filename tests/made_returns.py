"""Small returns made by hand for tests of reading: SSDA903 sets and SSD tables as text."""

from __future__ import annotations

from pathlib import Path

EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"


def write_set(folder: Path, rows: list[str], *, header: str = EPISODES, encoding: str = "utf-8") -> Path:
    """An SSDA903 set that holds an episodes file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "anything.csv").write_text("\n".join([header, *rows]) + "\n", encoding=encoding, newline="")
    return folder


def write_csv(path: Path, header: str, *rows: str, encoding: str = "utf-8") -> Path:
    """A file of comma-separated text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([header, *rows]) + "\n", encoding=encoding, newline="")
    return path


def three_years(folder: Path) -> Path:
    """One child's care over three collection years: open, open with a move, ended."""
    write_set(folder / "2012-13", ["SYN1,01/06/2012,S,V2,N1,U6,PR1,,,,,,"])
    write_set(
        folder / "2013-14",
        [
            "SYN1,01/06/2012,S,V2,N1,U6,PR1,10/09/2013,X1,CARPL,,,",
            "SYN1,10/09/2013,L,C2,N1,U6,PR1,05/01/2014,X1,CARPL,,,",
            "SYN1,05/01/2014,P,C2,N1,K2,PR4,,,,,,",
        ],
    )
    write_set(
        folder / "2014-15",
        ["SYN1,05/01/2014,P,C2,N1,K2,PR4,01/08/2014,E4A,CARPL,,,", "SYN2,02/07/2014,S,V2,N4,U6,PR1,,,,,,"],
    )
    return folder
