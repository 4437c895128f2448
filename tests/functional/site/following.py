"""Steps of a tab from one page to the next: what is read, counted or looked up afterwards is of the page they lead to.

A click is over before the page it asks for is there, and so may be what the site does for it.
"""

from __future__ import annotations

from typing import Any


def follow(tab: Any, link_or_button: Any) -> None:
    """Click, and wait for the page that comes, were it the same form again."""
    with tab.expect_navigation():
        link_or_button.click()
    arrive(tab)


def enter(tab: Any) -> None:
    """Press Enter where the keyboard is, and wait for the page that comes."""
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    arrive(tab)


def arrive(tab: Any) -> None:
    """Wait until the page is whole and its heading can be read."""
    tab.wait_for_load_state()
    tab.locator("h1").first.wait_for()
