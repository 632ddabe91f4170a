import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_state_machine")]

    operations = [
        migrations.CreateModel(
            name="NameForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("form", models.TextField()),
                ("script", models.CharField(max_length=1)),
                ("part", models.CharField(max_length=1)),
                ("key", models.TextField()),
                ("people", models.IntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("form", "script", "part"), name="registry_name_form_once")
                ],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["form"],
                        opclasses=["gin_trgm_ops"],
                        name="registry_name_form_trigrams",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kept_id", models.BigIntegerField(db_index=True)),
                ("dropped_id", models.BigIntegerField(db_index=True)),
                ("run_id", models.BigIntegerField()),
                ("decided_by", models.TextField()),
                ("reason", models.TextField()),
                ("decided_at", models.DateTimeField()),
                ("undone_by", models.TextField(null=True)),
                ("undone_reason", models.TextField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)),
                        fields=("dropped_id",),
                        name="registry_merge_one_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MergeMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table", models.CharField(max_length=40)),
                ("row_id", models.BigIntegerField()),
                ("column", models.CharField(max_length=40)),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                (
                    "merge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="registry.merge",
                    ),
                ),
            ],
        ),
    ]
