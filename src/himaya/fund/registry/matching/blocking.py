"""Which pairs are worth comparing: each rule joins people on one hashed key and keeps the plausible ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
import polars as pl

from himaya.fund.registry.matching.model import Model

MEMORY = "2500MB"
THREADS = 2


@dataclass(frozen=True)
class Order:
    """Who is paired with whom: conditions on the people of the left, of the right, and on both."""

    left: str
    right: str
    both: str


WITHIN = Order("true", "true", "l.unique_id < r.unique_id")
BETWEEN = Order("unique_id < 0", "unique_id >= 0", "true")

SHARED = """
create table shared_phones as
    select phone, unique_id < 0 as listed, count(*)::integer as people from loaded
    where phone is not null group by all having count(*) > 1;
create table everyone as
    select loaded.*, case when loaded.phone is not null then coalesce(people, 1) end as phone_shared_by
    from loaded left join shared_phones
      on shared_phones.phone = loaded.phone and shared_phones.listed = (loaded.unique_id < 0);
drop table shared_phones;
drop table loaded;
"""
_MACROS = """
create macro one_slip(a, b) as abs(len(a) - len(b)) <= 1
    and (left(a, 3) = left(b, 3) or right(a, 3) = right(b, 3)) and damerau_levenshtein(a, b) <= 1;
create macro cards_may_agree(a, b) as a is null or b is null or a = b or one_slip(a, b);
"""


@contextmanager
def session() -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB of its own, with what the model's conditions call."""
    with duckdb.connect() as connection:
        connection.execute(f"set threads = {THREADS}; set memory_limit = '{MEMORY}'")
        connection.execute("set enable_progress_bar = false; set preserve_insertion_order = false")
        connection.execute(_MACROS)
        yield connection


def load(connection: duckdb.DuckDBPyConnection, *, table: str, frame: pl.DataFrame) -> None:
    """Append a frame to a table of the session, made of it when it is the first."""
    connection.register("incoming", frame.to_arrow())
    connection.execute(f"create table if not exists {table} as select * from incoming limit 0")
    connection.execute(f"insert into {table} select * from incoming")
    connection.unregister("incoming")


def block(connection: duckdb.DuckDBPyConnection, *, model: Model, order: Order) -> None:
    """From the table `loaded` (`records.blockable`) make `pairs` (join_key_l, join_key_r, match_key).

    The rules see the table `everyone`: loaded with phone_shared_by, how many of a list, or of the register,
    have one telephone. order: which of two people comes first, `WITHIN` one set or `BETWEEN` a list (negative
    ids) and the register.
    """
    connection.execute(SHARED)
    connection.execute("create table found (join_key_l bigint, join_key_r bigint, match_key utinyint)")
    for number, rule in enumerate(model.blocking):
        left, right = (
            f"select *, {rule['key']} as block from everyone where ({rule['when']}) and {side}"
            for side in (order.left, order.right)
        )
        connection.execute(
            f"""insert into found select l.unique_id, r.unique_id, {number}
                from ({left}) l join ({right}) r on l.block = r.block and {order.both} where {rule["keep"]}"""
        )
    connection.execute(
        """create table pairs as select join_key_l, join_key_r, min(match_key)::varchar as match_key
           from found group by all"""
    )
    connection.execute("drop table found; drop table everyone")


def paired(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Everybody who is in a pair: column unique_id."""
    found: pl.DataFrame = connection.sql(
        "select join_key_l as unique_id from pairs union select join_key_r from pairs"
    ).pl()
    return found
