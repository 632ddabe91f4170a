"""Lines that did not enter: kept with their code, and with the sender's values while somebody has to act."""

import polars as pl
from psycopg import Connection

from himaya.fund.registry.registration.decide import REGISTERED, TO_COMPLETE, TO_DECIDE
from himaya.fund.registry.registration.normalise import CANONICAL
from himaya.runtime.copying import copy_in

SENT = pl.Struct(dict.fromkeys(CANONICAL, pl.String))
"""A kept line, as its JSON is read back."""


def keep(
    connection: Connection, *, run_id: int, sent: pl.DataFrame, decisions: pl.DataFrame
) -> dict[str, int]:
    """Write the decided lines of one chunk that are not registered; returns counts by outcome.

    sent: the chunk's canonical text columns as received, with line_no.
    """
    stay = decisions.filter(pl.col("state") != REGISTERED)
    acted_on = pl.col("state").is_in([TO_COMPLETE, TO_DECIDE])
    present = [name for name in CANONICAL if name in sent.columns]
    rows = stay.join(sent, on="line_no", how="left", maintain_order="left", suffix="_sent")
    values = pl.struct(
        *(pl.col(f"{name}_sent" if name in stay.columns else name).alias(name) for name in present)
    )
    copy_in(
        connection,
        table="registry_listline",
        frame=rows.select(
            pl.lit(run_id).alias("run_id"),
            "line_no",
            "state",
            "code",
            pl.col("column").fill_null(""),
            pl.col("value").fill_null(""),
            "candidate_id",
            "probability",
            pl.when(acted_on).then(values.struct.json_encode()).alias("line"),
        ),
    )
    counted = stay["state"].value_counts()
    return {str(state): count for state, count in counted.iter_rows()}
