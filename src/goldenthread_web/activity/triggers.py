"""Database triggers that refuse to change or remove an event, whatever program asks.

A later migration that rebuilds the table on SQLite must create them again: SQLite drops them with the old table.
"""

from __future__ import annotations

SAID = "the activity log is only ever added to"

_SQLITE = (
    ("event_kept_update", "BEFORE UPDATE ON activity_event", ""),
    ("event_kept_delete", "BEFORE DELETE ON activity_event", ""),
    ("head_kept_delete", "BEFORE DELETE ON activity_head", ""),
    ("head_kept_update", "BEFORE UPDATE ON activity_head", "WHEN NEW.count <= OLD.count"),
)
_POSTGRESQL = (
    ("event_kept", "BEFORE UPDATE OR DELETE ON activity_event FOR EACH ROW"),
    ("event_kept_whole", "BEFORE TRUNCATE ON activity_event FOR EACH STATEMENT"),
    ("head_kept", "BEFORE DELETE ON activity_head FOR EACH ROW"),
    ("head_kept_whole", "BEFORE TRUNCATE ON activity_head FOR EACH STATEMENT"),
    ("head_kept_growing", "BEFORE UPDATE ON activity_head FOR EACH ROW WHEN (NEW.count <= OLD.count)"),
)


def creating(vendor: str) -> list[str]:
    """The statements that make the triggers on a database of this vendor."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {name} {when} FOR EACH ROW {only} BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
            for name, when, only in _SQLITE
        ]
    function = (
        "CREATE OR REPLACE FUNCTION activity_kept() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{SAID}'; END $$"
    )
    return [function, *(f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION activity_kept()" for name, when in _POSTGRESQL)]


def dropping(vendor: str) -> list[str]:
    """The statements that take the triggers away again."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name, _when, _only in _SQLITE]
    return [f"DROP TRIGGER IF EXISTS {name} ON {when.split(' ON ')[1].split()[0]}" for name, when in _POSTGRESQL]
