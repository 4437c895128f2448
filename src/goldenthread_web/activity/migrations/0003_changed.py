"""A value that is another after every change of the records; a column that may be empty, which SQLite adds in place."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activity", "0002_only_added_to")]

    operations = [migrations.AddField(model_name="head", name="changed", field=models.UUIDField(null=True))]
