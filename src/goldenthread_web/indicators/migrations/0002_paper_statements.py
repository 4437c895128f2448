"""What the panel report of a load states."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0001_initial"),
        ("loads", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PanelPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(blank=True, max_length=300)),
                ("body", models.CharField(blank=True, max_length=200)),
                ("on", models.DateField(blank=True, null=True)),
                ("problems", models.JSONField(default=list)),
                (
                    "load",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="panel_paper", to="loads.load"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PaperParagraph",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("section", models.CharField(max_length=200)),
                ("number", models.CharField(blank=True, max_length=12)),
                ("text", models.TextField()),
                ("figures", models.JSONField(default=list)),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="paragraphs",
                        to="indicators.panelpaper",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [models.UniqueConstraint(fields=("paper", "position"), name="paragraph_once")],
            },
        ),
    ]
