"""The team that an item of a meeting comes from."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("boards", "0003_calendar_key"), ("people", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="item",
            name="raised_team",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.team",
            ),
        ),
    ]
