"""Whether somebody has to act on a decision."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="calls_for_action",
            field=models.BooleanField(default=True),
        ),
    ]
