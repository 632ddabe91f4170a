"""Two made-up lists of the tax office, in its own dress: people, and people of whom some are known already."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from himaya.channels.cli.benches.people import people


def write_lists(communes: Sequence[str], *, folder: Path, lines: int) -> tuple[Path, Path]:
    """Two files of `lines` lines each; second records of people fall in the second."""
    drawn = people(2 * lines).sort("person_id")
    codes = pl.Series("code", communes)
    card = pl.coalesce("cin", pl.format("ZT{}", pl.col("person_id") % 10_000_000))
    known = pl.col("truth").is_first_distinct()
    words = drawn.with_columns(
        pl.when(known).then(card).otherwise("cin").alias("cin"),
        codes.gather(drawn["commune_id"].cast(pl.UInt32) % len(codes)).alias("commune"),
    )
    return (
        _written(words.head(lines), folder / "first.csv"),
        _written(words.slice(lines, lines), folder / "second.csv"),
    )


def _written(words: pl.DataFrame, path: Path) -> Path:
    """One list."""
    male = pl.col("sex") == "M"
    birth = pl.col("birth_on").dt.strftime("%d/%m/%Y")
    dressed = words.select(
        pl.col("person_id").cast(pl.String).str.zfill(8).alias("رقم التعريف الضريبي"),
        pl.lit("المساهمة المهنية الموحدة").alias("النظام الجبائي"),
        pl.lit("").alias("نوع النتيجة"),
        pl.col("family_name_ar").alias("الاسم العائلي"),
        pl.col("given_name_ar").alias("الاسم الشخصي"),
        pl.col("family_name_fr").alias("Nom"),
        pl.col("given_name_fr").alias("Prénom"),
        pl.col("cin").alias("رقم ب.و.ت.إ"),
        pl.when(pl.col("birth_precision") == "Y")
        .then(pl.col("birth_on").dt.strftime("%Y"))
        .otherwise(birth)
        .alias("تاريخ الولادة"),
        pl.when(male).then(pl.lit("ذكر")).otherwise(pl.lit("أنثى")).alias("الجنس"),
        pl.col("commune").alias("الجماعة"),
        pl.lit("شارع الحسن الثاني").alias("عنوان المحل"),
        pl.col("phone").alias("الهاتف المحمول"),
        pl.lit("01/03/2015").alias("تاريخ بداية النشاط"),
        pl.lit("850,00").alias("مبلغ الضريبة السنوية"),
        pl.lit("").alias("الربح الصافي السنوي"),
    )
    with path.open("wb") as file:
        for start in range(0, dressed.height, 100_000):
            part = dressed.slice(start, 100_000)
            text = part.write_csv(separator=";", include_header=start == 0)
            file.write(text.encode("windows-1256", errors="replace"))
    return path
