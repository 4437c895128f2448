"""Lets tests that commit empty the tables afterwards: the activity log refuses that of everybody else."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import flush


def let_the_log_be_emptied() -> None:
    """From now on `flush` takes the triggers of the log away, and makes them again when the tables are empty."""
    module: Any = flush
    whole = module.sql_flush

    def with_triggers(style: Any, connection: Any, **options: Any) -> list[str]:
        from goldenthread_web.activity.triggers import creating, dropping

        emptying: list[str] = whole(style, connection, **options)
        if "activity_event" not in connection.introspection.table_names():
            return emptying
        return [*dropping(connection.vendor), *emptying, *creating(connection.vendor)]

    module.sql_flush = with_triggers
