"""Every published count with the sums that bind it, from the cube, for all regions and categories at once."""

from collections import defaultdict
from dataclasses import dataclass, field

import polars as pl

from himaya.steering.statistics.disclosure import Key, Sum

ALL = "*"
OPEN, CLOSED = 1, 3
BREAKDOWNS = ("sex", "age_band", "state")


@dataclass
class Counts:
    """Values by key and the sums that bind them. A key is (table, region or *, category or *, value)."""

    values: dict[Key, int] = field(default_factory=lambda: defaultdict(int))
    sums: list[Sum] = field(default_factory=list)

    def bind(self, total: Key, parts: list[Key]) -> None:
        if parts:
            self.sums.append(Sum(total, tuple(parts)))
            for key in (total, *parts):
                self.values.setdefault(key, 0)


def counted(people: pl.DataFrame, families: pl.DataFrame, schemes: pl.DataFrame) -> Counts:
    """All cells of the published tables."""
    counts = Counts()
    regions = sorted(set(people["region"]) | set(families["region"]) | set(schemes["region"]))
    categories = sorted(set(people["category"]) | set(families["category"]))
    _rolled(counts, people, table="registered", value=None)
    for name in BREAKDOWNS:
        _rolled(counts, people, table=name, value=name)
    _rolled(counts, people.filter(pl.col("state") == CLOSED), table="remedy", value="remedy")
    _rolled(counts, families, table="family", value="relation")
    _communes(counts, people)
    _schemes(counts, schemes)
    _bind_margins(counts, regions, categories)
    _bind_breakdowns(counts, regions, categories)
    _bind_counted_scheme(counts, schemes, regions)
    return counts


def _rolled(counts: Counts, frame: pl.DataFrame, *, table: str, value: str | None) -> None:
    """Counts by region and category, with both margins."""
    named = frame.with_columns(
        (pl.col(value).cast(pl.String) if value else pl.lit("")).fill_null("").alias("value")
    )
    for by_region in (True, False):
        for by_category in (True, False):
            keys = ["value", *(["region"] if by_region else []), *(["category"] if by_category else [])]
            for row in named.group_by(keys).agg(pl.col("people").sum()).iter_rows(named=True):
                key = (table, row.get("region", ALL), row.get("category", ALL), row["value"])
                counts.values[key] = row["people"]


def _communes(counts: Counts, people: pl.DataFrame) -> None:
    """People by commune and those whose right is open; for all categories together."""
    by_commune = people.group_by("region", "commune").agg(
        pl.col("people").sum(), pl.col("people").filter(pl.col("state") == OPEN).sum().alias("open")
    )
    shown: dict[str, list[str]] = defaultdict(list)
    for region, commune, total, opened in by_commune.iter_rows():
        counts.values[("commune", region, ALL, commune)] = total
        counts.values[("commune_open", region, ALL, commune)] = opened
        counts.values[("commune_other", region, ALL, commune)] = total - opened
        counts.bind(
            ("commune", region, ALL, commune),
            [("commune_open", region, ALL, commune), ("commune_other", region, ALL, commune)],
        )
        shown[region].append(commune)
    for region, communes in shown.items():
        counts.bind(("registered", region, ALL, ""), [("commune", region, ALL, code) for code in communes])
        counts.bind(
            ("state", region, ALL, str(OPEN)), [("commune_open", region, ALL, code) for code in communes]
        )


def _schemes(counts: Counts, schemes: pl.DataFrame) -> None:
    for name in ("insured", "dependants"):
        for region, scheme, value in schemes.select("region", "scheme", name).iter_rows():
            counts.values[(name, region, ALL, scheme)] = value
        for scheme, total in schemes.group_by("scheme").agg(pl.col(name).sum()).iter_rows():
            counts.values[(name, ALL, ALL, scheme)] = total
            regions = schemes.filter(pl.col("scheme") == scheme)["region"]
            counts.bind((name, ALL, ALL, scheme), [(name, region, ALL, scheme) for region in regions])


def _bind_margins(counts: Counts, regions: list[str], categories: list[str]) -> None:
    kinds = {
        (key[0], key[3])
        for key in list(counts.values)
        if isinstance(key, tuple) and key[0] in ("registered", "remedy", "family", *BREAKDOWNS)
    }
    for table, value in sorted(kinds):
        for category in (ALL, *categories):
            counts.bind(
                (table, ALL, category, value), [(table, region, category, value) for region in regions]
            )
        for region in (ALL, *regions):
            counts.bind(
                (table, region, ALL, value), [(table, region, category, value) for category in categories]
            )


def _bind_breakdowns(counts: Counts, regions: list[str], categories: list[str]) -> None:
    values: dict[str, set[str]] = defaultdict(set)
    for key in list(counts.values):
        if isinstance(key, tuple):
            values[key[0]].add(key[3])
    for region in (ALL, *regions):
        for category in (ALL, *categories):
            for table in BREAKDOWNS:
                counts.bind(
                    ("registered", region, category, ""),
                    [(table, region, category, value) for value in sorted(values[table])],
                )
            counts.bind(
                ("state", region, category, str(CLOSED)),
                [("remedy", region, category, value) for value in sorted(values["remedy"])],
            )


def _bind_counted_scheme(counts: Counts, schemes: pl.DataFrame, regions: list[str]) -> None:
    """Where one scheme alone is counted, its table repeats the people and the families of the others."""
    counted = schemes.filter("counted")["scheme"].unique().to_list()
    if len(counted) != 1:
        return
    relations = sorted({key[3] for key in counts.values if isinstance(key, tuple) and key[0] == "family"})
    for region in (ALL, *regions):
        counts.bind(("insured", region, ALL, counted[0]), [("registered", region, ALL, "")])
        counts.bind(
            ("dependants", region, ALL, counted[0]), [("family", region, ALL, value) for value in relations]
        )
