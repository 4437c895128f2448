"""The database itself refuses to change or remove an event."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from goldenthread_web.activity.triggers import creating, dropping


def create(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers."""
    for statement in creating(editor.connection.vendor):
        editor.execute(statement)


def drop(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away, as when the app is taken out."""
    for statement in dropping(editor.connection.vendor):
        editor.execute(statement)


class Migration(migrations.Migration):
    """Triggers on the log and on its head."""

    dependencies = [("activity", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
