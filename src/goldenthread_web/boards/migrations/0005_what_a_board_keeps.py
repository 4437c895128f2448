"""What a board watches and whom it wants at the table; who raised an item by name; late calls; papers withdrawn."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0004_raised_team"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="board",
            name="wanted",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="item",
            name="raised_name",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="meeting",
            name="called_late_why",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="meeting",
            name="changed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="meeting",
            name="edition",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="paper",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="paper",
            name="withdrawn_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="paper",
            name="withdrawn_why",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.CreateModel(
            name="WatchArea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("why", models.TextField()),
                ("measure", models.CharField(blank=True, max_length=80)),
                ("challenger", models.CharField(blank=True, max_length=120)),
                ("since", models.DateField()),
                ("released_on", models.DateField(blank=True, null=True)),
                ("released_why", models.TextField(blank=True)),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="watched", to="boards.board"
                    ),
                ),
            ],
            options={
                "ordering": ["since", "pk"],
            },
        ),
    ]
