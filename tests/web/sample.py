"""A made-up snapshot to lay the pages on: the communes of Morocco, invented counts."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path

from himaya.kernel import jurisdiction
from himaya.steering.statistics.definitions import DEFINITIONS
from himaya.steering.statistics.figures import (
    Cell,
    Choice,
    Figures,
    Label,
    Place,
    Remedy,
    Rights,
    Row,
    SchemeRow,
)

CATEGORIES = (
    ("farmers", Label("الفلاحون", "Agriculteurs", "Farmers"), 766440, 1600000),
    (
        "auto_entrepreneurs",
        Label("المقاولون الذاتيون", "Auto-entrepreneurs", "Auto-entrepreneurs"),
        300066,
        None,
    ),
    (
        "cpu",
        Label("المساهمة المهنية الموحدة", "Contribution professionnelle unique", "Single contribution"),
        213012,
        None,
    ),
    ("artisans", Label("الصناع التقليديون", "Artisans", "Artisans"), 192558, None),
    ("taxi_drivers", Label("سائقو سيارات الأجرة", "Chauffeurs de taxi", "Taxi drivers"), 96223, None),
    (
        "medical",
        Label("المهن الطبية وشبه الطبية", "Professions médicales et paramédicales", "Medical"),
        25551,
        None,
    ),
    (
        "accounts",
        Label("التجار والصناع الماسكون لمحاسبة", "Commerçants tenant une comptabilité", "Traders"),
        23861,
        None,
    ),
    ("artists", Label("الفنانون", "Artistes", "Artists"), 8276, None),
    ("legal", Label("المهن القانونية والقضائية", "Professions juridiques", "Legal"), 6140, None),
    (
        "technical",
        Label(
            "المهندسون المعماريون والمرشدون والبياطرة والمساحون",
            "Architectes, guides, vétérinaires, topographes",
            "Architects, guides, vets",
        ),
        5029,
        None,
    ),
)
SCHEMES = (
    ("AMO_TNS", Label("العمال غير الأجراء", "Travailleurs non salariés", "Self-employed")),
    ("AMO_SALARIES", Label("الأجراء", "Salariés", "Salaried")),
    ("AMO_TADAMON", Label("أمو تضامن", "AMO Tadamon", "AMO Tadamon")),
    ("AMO_ACHAMIL", Label("أمو الشامل", "AMO Achamil", "AMO Achamil")),
)
AGES = ("18-24", "25-34", "35-44", "45-54", "55-64", "65+")


def snapshot(*, region: str | None = None, demonstration: bool = True) -> Figures:
    """Figures of the whole country, or of one region: then a commune is small, another protected."""
    communes = [row for row in _territory("communes") if region in (None, row["region_code"])]
    places = [_place(index, row) for index, row in enumerate(communes)]
    total = sum(place.registered.value or 0 for place in places)
    regions = [(row["code"], Label(row["name_ar"], row["name_fr"])) for row in _territory("regions")]
    here = [entry for entry in regions if region in (None, entry[0])]
    return Figures(
        snapshot_on=date(2026, 11, 22),
        known_on=None,
        computed_at=datetime(2026, 11, 22, 13, 42, tzinfo=UTC),
        registered=Cell(total),
        target=round(total * 1.95),
        by_category=tuple(
            Row(
                code=code,
                label=label,
                registered=Cell(count * total // 1_641_557),
                target=target and target * total // 1_641_557,
            )
            for code, label, count, target in CATEGORIES
        ),
        by_region=tuple(
            Row(
                code=code,
                label=label,
                registered=Cell(sum(p.registered.value or 0 for p in places if p.region_code == code)),
            )
            for code, label in here
        ),
        by_sex=(
            Row(code="M", label=Label("رجال", "Hommes", "Men"), registered=Cell(total * 71 // 100)),
            Row(code="F", label=Label("نساء", "Femmes", "Women"), registered=Cell(total - total * 71 // 100)),
        ),
        by_age_band=tuple(
            Row(code=band, label=Label(band, band, band), registered=Cell(total * share // 100))
            for band, share in zip(AGES, (5, 21, 28, 25, 16, 5), strict=True)
        ),
        by_commune=tuple(places),
        spouses=Cell(total // 22),
        children=Cell(total // 12),
        rights=Rights(
            open=Cell(total * 34 // 100), waiting=Cell(total * 11 // 100), closed=Cell(total * 55 // 100)
        ),
        closed_by_remedy=(
            Remedy(
                code="pay",
                label=Label("أداء الواجبات المتأخرة", "Payer les mois dus", "Pay the months owed"),
                persons=Cell(total * 41 // 100),
            ),
            Remedy(
                code="plan",
                label=Label("طلب تقسيط الدين", "Demander un échéancier", "Ask for instalments"),
                persons=Cell(total * 11 // 100),
            ),
            Remedy(
                code="paper",
                label=Label("إتمام الملف", "Compléter le dossier", "Complete the file"),
                persons=Cell.small(),
            ),
        ),
        regional_by_scheme=tuple(
            SchemeRow(
                region_code=code,
                region=label,
                scheme_code=scheme,
                scheme=name,
                insured=Cell(total // (12 + index)) if index < 3 else Cell.small(),
                dependants=Cell(total // (9 + index)) if index < 3 else Cell.protected(),
            )
            for code, label in here
            for index, (scheme, name) in enumerate(SCHEMES)
        ),
        definitions=DEFINITIONS,
        region=region,
        region_choices=tuple(Choice(code=code, label=label) for code, label in regions),
        category_choices=tuple(Choice(code=code, label=label) for code, label, _n, _t in CATEGORIES),
        is_demonstration=demonstration,
    )


def _place(index: int, row: dict[str, str]) -> Place:
    people = int(int(row["population_2024"] or 0) * 0.045)
    registered = Cell(people) if people >= 5 else Cell.small()
    return Place(
        code=row["code"],
        label=Label(row["name_ar"], row["name_fr"]),
        region_code=row["region_code"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        registered=registered,
        rights_open=Cell(people * (25 + index % 40) // 100) if people >= 5 else Cell.protected(),
    )


def _territory(name: str) -> list[dict[str, str]]:
    path: Path = jurisdiction.folder("ma") / "territory" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
