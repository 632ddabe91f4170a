"""A register to be matched against itself, and the truth about it: hard pairs that are one person, hard ones
that are two.

One record in twenty is the second of somebody. In true pairs, each apart: another spelling 35 %, birth year
only or 1 January 20 %, card missing 20 % or mistyped 5 %, a telephone shared in the family 25 %, names
swapped 5 %. Beside them twins, cousins of one name in one commune, fathers and sons of one name, and the
relatives who share those telephones: in most shared cases the whole family has one number, in the others the
second record bears a relative's.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from himaya.demo import census, identity, kinship, names, people
from himaya.demo.census import drawn_counts
from himaya.demo.knobs import Knobs
from himaya.demo.names import Script
from himaya.kernel.jurisdiction import folder as folder_of_fund

TRUE_PAIRS = 0.05
"""Share of the records that are somebody's second."""
SPELLING, YEAR_ONLY, FIRST_JANUARY = 0.35, 0.12, 0.08
CARD_MISSING, CARD_MISTYPED, PHONE_SHARED, NAMES_SWAPPED = 0.20, 0.05, 0.25, 0.05
ONE_SCRIPT = 0.30
"""Of the pairs spelled otherwise: the second record has one script only."""
NEGATIVES = Knobs(twins=0.004, cousins=0.008, father_and_son=0.006, siblings_one_phone=0.012)
NEGATIVE_CARD_MISSING = 0.10
FLAGS = (
    "spelling",
    "year_only",
    "first_january",
    "card_missing",
    "card_mistyped",
    "phone_shared",
    "names_swapped",
)
ONE_NUMBER_FOR_ALL = 0.6
PERSON_COLUMNS = (
    "person_id",
    "family_name_fr",
    "given_name_fr",
    "family_name_ar",
    "given_name_ar",
    "cin",
    "idcs",
    "birth_on",
    "birth_precision",
    "sex",
    "commune",
    "phone",
)


@dataclass(frozen=True)
class MatchTruth:
    """people.parquet (one row a record) and truth.parquet (a, b, kind, same), with their sizes."""

    people: Path
    truth: Path
    records: int
    true_pairs: int
    false_pairs: int


def write_match_truth(
    n: int, folder: Path, *, seed: int = 1, region: str | None = None, fund: str = "ma"
) -> MatchTruth:
    """Write n records of a country (or region) and the truth about its hard pairs.

    people: person_id 1…n, both scripts of the name (null where the record lacks one), cin, idcs, birth_on (a
    date), birth_precision (D, or Y with birth_on on 1 January), sex (M, F), commune (census code), phone
    (E.164).
    truth: a < b (person ids), kind (what makes the pair hard, apart by `+`; `plain` for none), same.
    """
    base, relatives, office = _people(n, seed=seed, region=region, fund=fund)
    rng = office.stream("second records")
    chosen = np.sort(rng.choice(len(base), n - len(base), replace=False))
    base, families, sharer = _share_phones(rng, base, relatives, chosen)
    base = _spelled(office, base)
    second, pairs = _second_records(office, rng, base, chosen=chosen, sharer=sharer)
    base = _hide_cards(rng, base, relatives, besides=base["person"].gather(chosen))
    records = pl.concat([base, second], how="diagonal").with_columns(
        person_id=pl.Series(rng.permutation(n).astype(np.int64) + 1)
    )
    folder.mkdir(parents=True, exist_ok=True)
    by_key = records.select(pl.col("record"), pl.col("person_id"))
    truth = _truth(pl.concat([relatives, families, pairs]), by_key)
    _words(office, records).sort("person_id").write_parquet(folder / "people.parquet")
    truth.write_parquet(folder / "truth.parquet")
    same = int(truth["same"].sum())
    return MatchTruth(folder / "people.parquet", folder / "truth.parquet", n, same, len(truth) - same)


def _people(
    n: int, *, seed: int, region: str | None, fund: str
) -> tuple[pl.DataFrame, pl.DataFrame, people.Office]:
    """Everybody's first record, and the pairs of relatives (a, b, kind, same), by `record`."""
    fund_folder = folder_of_fund(fund)
    where = census.load(fund_folder)
    where = where if region is None else where.region(region)
    office = people.Office(where, names.load(fund_folder), identity.registrar(fund_folder, seed=seed), seed)
    count = n - round(n * TRUE_PAIRS)
    rng = office.stream("first records")
    cells = drawn_counts(where.self_employed.sum(axis=1), people=count, start=float(rng.random()))
    commune = np.repeat(np.arange(len(cells)), cells)
    age = people.bell(rng, count, middle=45, spread=12, low=19, high=82)
    sex = (rng.random(count) < 0.22).astype(np.uint8)
    frame = people.draw(office, rng, commune=commune, sex=sex, birth=people.births(rng, age=age))
    frame, relatives = kinship.plant(office, frame, knobs=NEGATIVES)
    frame = frame.with_columns(record=pl.col("person"), precision=pl.lit("D"), **_clean())
    return frame, relatives.with_columns(same=pl.lit(False)), office


def _clean() -> dict[str, pl.Expr]:
    return {name: pl.lit(False) for name in (*FLAGS, "latin_only", "arabic_only")}


def _spelled(office: people.Office, frame: pl.DataFrame) -> pl.DataFrame:
    scripts: dict[str, Script] = {"latin": office.names.latin, "arabic": office.names.arabic}
    return frame.with_columns(
        pl.Series(f"{script}_{part}", forms.usual(frame[part].to_numpy()))
        for script, forms in scripts.items()
        for part in ("family", "given")
    )


def _second_records(
    office: people.Office,
    rng: np.random.Generator,
    base: pl.DataFrame,
    *,
    chosen: np.ndarray,
    sharer: np.ndarray,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Second records of the chosen people, made hard, and their true pairs."""
    count = len(chosen)
    second = base[chosen]
    draw = {name: rng.random(count) for name in ("card", "birth", *FLAGS)}
    phone = np.where(sharer >= 0, base["phone"].to_numpy()[sharer], second["phone"].to_numpy())
    flags = {
        "spelling": draw["spelling"] < SPELLING,
        "year_only": draw["birth"] < YEAR_ONLY,
        "first_january": (draw["birth"] >= YEAR_ONLY) & (draw["birth"] < YEAR_ONLY + FIRST_JANUARY),
        "card_missing": draw["card"] < CARD_MISSING,
        "card_mistyped": (draw["card"] >= CARD_MISSING) & (draw["card"] < CARD_MISSING + CARD_MISTYPED),
        "phone_shared": sharer >= 0,
        "names_swapped": draw["names_swapped"] < NAMES_SWAPPED,
    }
    second = _respelled(office, rng, second, flags["spelling"])
    second = second.with_columns(
        record=pl.Series(np.arange(count) + int(base["record"].max()) + 1),  # type: ignore[arg-type]
        phone=pl.Series(phone),
        **{name: pl.Series(flag) for name, flag in flags.items()},
    )
    second = _mistyped(rng, second)
    kinds = pl.concat_str(
        [pl.when(pl.col(name)).then(pl.lit(name)) for name in FLAGS], separator="+", ignore_nulls=True
    )
    kinds = pl.when(kinds == "").then(pl.lit("plain")).otherwise(kinds)
    pairs = second.select(a="person", b="record", kind=kinds, same=pl.lit(True))
    return second, pairs


def _share_phones(
    rng: np.random.Generator, base: pl.DataFrame, relatives: pl.DataFrame, chosen: np.ndarray
) -> tuple[pl.DataFrame, pl.DataFrame, np.ndarray]:
    """Give some chosen people a relative next door who shares their telephone.

    Returns the people, the new pairs of relatives, and for each chosen one the row of that relative or -1.
    """
    commune, person = base["commune"].to_numpy(), base["person"].to_numpy()
    taken = np.zeros(len(base), dtype=bool)
    taken[np.isin(person, relatives["a"].to_numpy()) | np.isin(person, relatives["b"].to_numpy())] = True
    taken[chosen] = True
    neighbour = np.minimum(chosen + 1, len(base) - 1)
    free = ~taken[neighbour] & (commune[neighbour] == commune[chosen])
    shared = free & (rng.random(len(chosen)) < PHONE_SHARED / max(free.mean(), PHONE_SHARED))
    relative, head = neighbour[shared], chosen[shared]
    columns = {name: base[name].to_numpy().copy() for name in ("family", "phone")}
    columns["family"][relative] = columns["family"][head]
    one_number = rng.random(len(head)) < ONE_NUMBER_FOR_ALL
    columns["phone"][relative[one_number]] = columns["phone"][head[one_number]]
    pairs = pl.DataFrame({"a": person[head], "b": person[relative], "kind": "family_phone", "same": False})
    changed = base.with_columns(pl.Series(name, values) for name, values in columns.items())
    return changed, pairs, np.where(shared, neighbour, -1)


def _respelled(
    office: people.Office, rng: np.random.Generator, second: pl.DataFrame, changed: np.ndarray
) -> pl.DataFrame:
    count = len(second)
    which = rng.random(count)
    columns = []
    for script, forms in {"latin": office.names.latin, "arabic": office.names.arabic}.items():
        often = changed if script == "latin" else changed & (rng.random(count) < 0.5)
        for part, touched in (("family", which < 0.75), ("given", which > 0.25)):
            numbers = second[part].to_numpy()
            other = forms.other(numbers, rng.random(count))
            columns.append(
                pl.Series(f"{script}_{part}", np.where(often & touched, other, forms.usual(numbers)))
            )
    single = changed & (rng.random(count) < ONE_SCRIPT)
    latin = rng.random(count) < 0.6
    return second.with_columns(
        *columns, latin_only=pl.Series(single & latin), arabic_only=pl.Series(single & ~latin)
    )


def _mistyped(rng: np.random.Generator, second: pl.DataFrame) -> pl.DataFrame:
    number = second["cin_number"].to_numpy().astype(np.int64)
    power = 10 ** rng.integers(0, 5, len(number))
    digit = number // power % 10
    wrong = number + ((digit + rng.integers(1, 10, len(number))) % 10 - digit) * power
    flags = second["card_mistyped"].to_numpy()
    return second.with_columns(pl.Series("cin_number", np.where(flags, wrong, number).astype(np.int32)))


def _hide_cards(
    rng: np.random.Generator, base: pl.DataFrame, relatives: pl.DataFrame, *, besides: pl.Series
) -> pl.DataFrame:
    """Some relatives show no card either: a missing card must not be what tells two people from one."""
    hidden = relatives["b"].filter(pl.Series(rng.random(len(relatives)) < NEGATIVE_CARD_MISSING))
    hidden = hidden.filter(~hidden.is_in(besides.implode()))
    return base.with_columns(card_missing=pl.col("record").is_in(hidden.implode()))


def _truth(pairs: pl.DataFrame, by_key: pl.DataFrame) -> pl.DataFrame:
    first = by_key.rename({"record": "a", "person_id": "first"})
    other = by_key.rename({"record": "b", "person_id": "second"})
    known = pairs.join(first, on="a").join(other, on="b")
    return known.select(
        pl.min_horizontal("first", "second").alias("a"),
        pl.max_horizontal("first", "second").alias("b"),
        "kind",
        "same",
    ).sort("a", "b")


def _words(office: people.Office, records: pl.DataFrame) -> pl.DataFrame:
    texts = {
        f"{part}_name_{code}": forms.written(records[f"{script}_{part}"].to_numpy())
        for script, code, forms in (
            ("latin", "fr", office.names.latin),
            ("arabic", "ar", office.names.arabic),
        )
        for part in ("family", "given")
    }
    words = records.with_columns(
        **texts,
        cin=pl.when(~pl.col("card_missing")).then(identity.card_text(office.registrar.prefixes)),
        idcs=pl.when((pl.col("person") % 12 == 0) & ~pl.col("card_missing")).then(
            pl.col("idcs").cast(pl.String)
        ),
        birth_on=pl.col("birth").cast(pl.Date),
        birth_precision=pl.when("year_only").then(pl.lit("Y")).otherwise(pl.lit("D")),
        sex=pl.when(pl.col("sex") == 0).then(pl.lit("M")).otherwise(pl.lit("F")),
        commune=office.census.communes["code"].gather(records["commune"]),
        phone=pl.lit("+212") + identity.phone_digits(pl.col("phone")),
    )
    january = pl.col("year_only") | pl.col("first_january")
    words = words.with_columns(
        birth_on=pl.when(january).then(pl.col("birth_on").dt.truncate("1y")).otherwise("birth_on"),
        **{
            f"{part}_name_{script}": pl.when(pl.col("names_swapped"))
            .then(f"{other}_name_{script}")
            .otherwise(f"{part}_name_{script}")
            for script in ("fr", "ar")
            for part, other in (("family", "given"), ("given", "family"))
        },
    )
    hidden = {f"{part}_name_fr": "arabic_only" for part in ("family", "given")}
    hidden |= {f"{part}_name_ar": "latin_only" for part in ("family", "given")}
    return words.with_columns(
        **{name: pl.when(~pl.col(flag)).then(name) for name, flag in hidden.items()}
    ).select(PERSON_COLUMNS)
