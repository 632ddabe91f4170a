"""Regions, provinces and communes with their census figures; arrondissements; holidays."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models.functions import Now


def share() -> models.DecimalField[Decimal | None, Decimal | None]:
    """A percentage with one decimal, as the census publishes it; null where it does not."""
    return models.DecimalField(max_digits=4, decimal_places=1, null=True)


class Place(models.Model):
    """What every level has. The id is the code's digits read as a number, so that it never changes.

    lat, lon: degrees (WGS84); `point_origin` says how they were found. Population and workers: census 2024.
    """

    id = models.IntegerField(primary_key=True)
    code = models.TextField(unique=True)
    name_fr = models.TextField()
    name_ar = models.TextField()
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    point_origin = models.TextField(null=True)
    population = models.IntegerField(null=True)
    households = models.IntegerField(null=True)

    class Meta:
        abstract = True


class Workers(models.Model):
    """Census figures on work: people of 15 and more, the employed, and their status (percent)."""

    population_15_plus = models.IntegerField(null=True)
    employed = models.IntegerField(null=True)
    employer_pct = share()
    self_employed_pct = share()
    public_pct = share()
    private_pct = share()
    family_pct = share()
    apprentice_pct = share()
    coop_pct = share()

    class Meta:
        abstract = True


class Languages(models.Model):
    """Local languages spoken, percent of the people; several answers possible."""

    darija_pct = share()
    tachelhit_pct = share()
    tamazight_pct = share()
    tarifit_pct = share()
    hassania_pct = share()

    class Meta:
        abstract = True


class Region(Place, Workers, Languages):
    class Meta:
        db_table = "territory_region"


class Province(Place, Workers, Languages):
    """A province or prefecture."""

    kind = models.TextField()
    region = models.ForeignKey(Region, on_delete=models.PROTECT)

    class Meta:
        db_table = "territory_province"


class Commune(Place, Workers):
    """An urban or rural commune; `population_before` is that of the census of 2014."""

    kind = models.TextField()
    province = models.ForeignKey(Province, on_delete=models.PROTECT)
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    population_before = models.IntegerField(null=True)

    class Meta:
        db_table = "territory_commune"


class Arrondissement(Place):
    """A part of a large city."""

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT)

    class Meta:
        db_table = "territory_arrondissement"


class CommuneAlias(models.Model):
    """Another name by which people write a commune."""

    alias = models.TextField(primary_key=True)
    commune = models.ForeignKey(Commune, on_delete=models.CASCADE)

    class Meta:
        db_table = "territory_commune_alias"


class Holiday(models.Model):
    """What was said on `known_on` of a day: a holiday, or (`holiday` false) a working day after all.

    A correction is a new row; the latest one known on the day of asking counts. `estimated`: computed from
    the lunar calendar, may be off by one day.
    """

    day = models.DateField()
    known_on = models.DateField()
    holiday = models.BooleanField(default=True)
    name_fr = models.TextField()
    name_ar = models.TextField()
    estimated = models.BooleanField(default=False)
    source = models.TextField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "territory_holiday"
        constraints = [models.UniqueConstraint(fields=["day", "known_on"], name="territory_holiday_once")]
