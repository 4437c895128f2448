"""The permission table in words, for the explanation that goes with it."""

from __future__ import annotations

from goldenthread_web.people.roles import GRANTS, NEVER_CHILDREN, ON_A_TEAM, Permission, Role


def permission_table() -> str:
    """The table as Markdown: a line for each role, its permissions in their order."""
    lines = ["| Role | held for | may |", "|---|---|---|"]
    for role in Role:
        held_for = "a team" if role in ON_A_TEAM else "the whole service"
        may = "; ".join(permission for permission in Permission if permission in GRANTS[role])
        barred = " (and bars its holder from children's records)" if role in NEVER_CHILDREN else ""
        lines.append(f"| {role.capitalize()} | {held_for} | {may}{barred} |")
    return "\n".join(lines)
