import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Commune",
            fields=[
                ("id", models.IntegerField(primary_key=True, serialize=False)),
                ("code", models.TextField(unique=True)),
                ("name_fr", models.TextField()),
                ("name_ar", models.TextField()),
                ("lat", models.FloatField(null=True)),
                ("lon", models.FloatField(null=True)),
                ("point_origin", models.TextField(null=True)),
                ("population", models.IntegerField(null=True)),
                ("households", models.IntegerField(null=True)),
                ("population_15_plus", models.IntegerField(null=True)),
                ("employed", models.IntegerField(null=True)),
                ("employer_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("self_employed_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("public_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("private_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("family_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("apprentice_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("coop_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("kind", models.TextField()),
                ("population_before", models.IntegerField(null=True)),
            ],
            options={
                "db_table": "territory_commune",
            },
        ),
        migrations.CreateModel(
            name="Province",
            fields=[
                ("id", models.IntegerField(primary_key=True, serialize=False)),
                ("code", models.TextField(unique=True)),
                ("name_fr", models.TextField()),
                ("name_ar", models.TextField()),
                ("lat", models.FloatField(null=True)),
                ("lon", models.FloatField(null=True)),
                ("point_origin", models.TextField(null=True)),
                ("population", models.IntegerField(null=True)),
                ("households", models.IntegerField(null=True)),
                ("population_15_plus", models.IntegerField(null=True)),
                ("employed", models.IntegerField(null=True)),
                ("employer_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("self_employed_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("public_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("private_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("family_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("apprentice_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("coop_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("darija_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("tachelhit_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("tamazight_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("tarifit_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("hassania_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("kind", models.TextField()),
            ],
            options={
                "db_table": "territory_province",
            },
        ),
        migrations.CreateModel(
            name="Region",
            fields=[
                ("id", models.IntegerField(primary_key=True, serialize=False)),
                ("code", models.TextField(unique=True)),
                ("name_fr", models.TextField()),
                ("name_ar", models.TextField()),
                ("lat", models.FloatField(null=True)),
                ("lon", models.FloatField(null=True)),
                ("point_origin", models.TextField(null=True)),
                ("population", models.IntegerField(null=True)),
                ("households", models.IntegerField(null=True)),
                ("population_15_plus", models.IntegerField(null=True)),
                ("employed", models.IntegerField(null=True)),
                ("employer_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("self_employed_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("public_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("private_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("family_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("apprentice_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("coop_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("darija_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("tachelhit_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("tamazight_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("tarifit_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("hassania_pct", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
            ],
            options={
                "db_table": "territory_region",
            },
        ),
        migrations.CreateModel(
            name="Arrondissement",
            fields=[
                ("id", models.IntegerField(primary_key=True, serialize=False)),
                ("code", models.TextField(unique=True)),
                ("name_fr", models.TextField()),
                ("name_ar", models.TextField()),
                ("lat", models.FloatField(null=True)),
                ("lon", models.FloatField(null=True)),
                ("point_origin", models.TextField(null=True)),
                ("population", models.IntegerField(null=True)),
                ("households", models.IntegerField(null=True)),
                (
                    "commune",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="territory.commune"),
                ),
            ],
            options={
                "db_table": "territory_arrondissement",
            },
        ),
        migrations.CreateModel(
            name="CommuneAlias",
            fields=[
                ("alias", models.TextField(primary_key=True, serialize=False)),
                (
                    "commune",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="territory.commune"),
                ),
            ],
            options={
                "db_table": "territory_commune_alias",
            },
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("known_on", models.DateField()),
                ("holiday", models.BooleanField(default=True)),
                ("name_fr", models.TextField()),
                ("name_ar", models.TextField()),
                ("estimated", models.BooleanField(default=False)),
                ("source", models.TextField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "db_table": "territory_holiday",
                "constraints": [
                    models.UniqueConstraint(fields=("day", "known_on"), name="territory_holiday_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="commune",
            name="province",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="territory.province"),
        ),
        migrations.AddField(
            model_name="province",
            name="region",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="territory.region"),
        ),
        migrations.AddField(
            model_name="commune",
            name="region",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="territory.region"),
        ),
    ]
