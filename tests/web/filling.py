"""Fills in a form of a page as somebody does: what is already there stays, and a field that is not there is an error."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from django.test import Client

_INPUTS = {"checkbox", "radio"}


class _Forms(HTMLParser):
    """The forms of a page that are sent, each with its address and its fields as they stand."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, list[str]]]] = []
        self.open = False
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        had = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.open = had.get("method", "").lower() == "post"
            if self.open:
                self.found.append((had.get("action", ""), {}))
        if not self.open:
            return
        fields, name = self.found[-1][1], had.get("name", "")
        if tag == "input" and name:
            box = had.get("type") in _INPUTS
            kept = not box or "checked" in had
            fields.setdefault(name, []).extend([had.get("value", "on" if box else "")] if kept else [])
        elif tag in ("select", "textarea") and name:
            fields.setdefault(name, [])
            self.select, self.area = (name, "") if tag == "select" else ("", name)
        elif tag == "option" and self.select and "selected" in had:
            fields[self.select].append(had.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self.open and self.area:
            self.found[-1][1][self.area].append(data.lstrip("\r\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = False
        if tag in ("select", "textarea"):
            self.select = self.area = ""


def text_of(answer: Any) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def fill(client: Client, page: str, to: str = "", **answers: Any) -> Any:
    """Open a page, fill in its form (the one sent `to` an address, where several are there) and send it.

    The form must be taken: a page with errors, or a field that is not in the form, fails with the words of the page.
    """
    shown = client.get(page)
    assert shown.status_code == 200, (page, shown.status_code)
    reader = _Forms()
    reader.feed(shown.content.decode().partition('id="main-content"')[2])
    forms = [(action or page, fields) for action, fields in reader.found]
    action, fields = next(
        (one for one in forms if one[0].partition("?")[0] == (to or one[0]).partition("?")[0] and set(answers) <= set(one[1])),
        ("", {}),
    )  # fmt: skip
    assert action, f"no form of {page} to {to or 'anywhere'} has {sorted(answers)}; there are {forms}"
    sent = {name: value for name, value in fields.items() if value} | answers
    answer = client.post(action, sent)
    assert answer.status_code == 302, f"{action}: {text_of(answer)}"
    return answer
