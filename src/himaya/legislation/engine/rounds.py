"""A sequence over a frame, in rounds: the first line of everybody, then the second, each seeing those before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from himaya.legislation.engine import across_rows
from himaya.legislation.engine.column import Column
from himaya.legislation.engine.nodes import Node
from himaya.legislation.sequence import dependents

if TYPE_CHECKING:
    from himaya.legislation.engine.columns import Columns

ROW = "__law_row"
Passes = dict[int, dict[str, Any]]


@dataclass(slots=True)
class Window:
    """What one `earlier` node asks: the columns of its two days, and the column that takes the sum."""

    after: str
    end: str
    name: str


@dataclass(slots=True)
class Rounds:
    """One sequence, ready to run over a frame that holds the columns named here."""

    over: list[str]
    by: str
    on: str
    result: str
    step: str = ""
    needed: dict[str, None] = field(default_factory=dict)
    windows: list[Window] = field(default_factory=list)
    passes: Passes = field(default_factory=dict)
    native: dict[int, dict[str, pl.Expr]] = field(default_factory=dict)

    @property
    def columns(self) -> list[str]:
        """The columns of the frame that it reads."""
        return list(dict.fromkeys([ROW, *self.over, self.by, self.on, *self.needed]))

    def run(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """The frame with the result; lines without a group, an order or a day have none."""
        whole = frame.collect()
        lines = self._ranked(whole)
        past = pl.DataFrame(
            schema={"group": pl.Int64, "dated": pl.Int64, "received": pl.Int64, "lines": pl.Int64}
        )
        found = [pl.DataFrame(schema={ROW: pl.UInt32, self.result: pl.Int64})]
        for rank, current in enumerate(lines.partition_by("rank", maintain_order=True)):
            served = self._served(current, past)
            found.append(served.select(pl.col(ROW).cast(pl.UInt32), self.result))
            told = served.select("group", "lines", dated=pl.col(self.on), received=pl.col(self.result))
            past = pl.concat([past, told.select(past.columns)]).filter(pl.col("lines") > rank + 1)
        rows = whole.with_columns(pl.col(ROW).cast(pl.UInt32))
        return rows.join(pl.concat(found), on=ROW, how="left", maintain_order="left").lazy()

    def _ranked(self, whole: pl.DataFrame) -> pl.DataFrame:
        """The lines that take part, in order, with their group, its size and their place in it."""
        known = whole.select(self.columns).drop_nulls([*self.over, self.by, self.on])
        ordered = known.sort([*self.over, self.by, ROW])
        group = pl.struct(self.over).rle_id().cast(pl.Int64)
        return (
            ordered.with_columns(group=group)
            .with_columns(
                rank=pl.int_range(pl.len()).over("group"), lines=pl.len().over("group").cast(pl.Int64)
            )
            .sort("rank", maintain_order=True)
        )

    def _served(self, current: pl.DataFrame, past: pl.DataFrame) -> pl.DataFrame:
        for window in self.windows:
            current = _with_sum(current, past, window)
        lazy = current.lazy()
        for ready in sorted({*self.passes, *self.native}):
            if ready in self.passes:
                lazy = nw.from_native(lazy).with_columns(**self.passes[ready]).to_native()
            if ready in self.native:
                lazy = lazy.with_columns(**self.native[ready])
        return lazy.with_columns(pl.col(self.step).alias(self.result)).collect()


def _with_sum(current: pl.DataFrame, past: pl.DataFrame, window: Window) -> pl.DataFrame:
    """The lines with what the earlier ones of their group received within the window."""
    if not len(past):
        return current.with_columns(pl.lit(0, dtype=pl.Int64).alias(window.name))
    pairs = current.select(ROW, "group", window.after, window.end).join(past, on="group")
    within = (pl.col("dated") > pl.col(window.after)) & (pl.col("dated") < pl.col(window.end))
    sums = pairs.filter(within).group_by(ROW).agg(pl.col("received").sum().alias(window.name))
    joined = current.join(sums, on=ROW, how="left", maintain_order="left")
    return joined.with_columns(pl.col(window.name).fill_null(0))


def sequence(columns: Columns, node: Node) -> Column:
    """The column of what each line receives."""
    columns.orders = True
    _, *over, by, on = node.args
    keys = [across_rows.kept(columns, arg) for arg in over]
    order, day = across_rows.kept(columns, by), across_rows.kept(columns, on)
    rounds = Rounds([one.name for one in keys], order.name, day.name, columns.new_name())
    ready = max([*(one.ready for one in (*keys, order, day)), _compiled(columns, node, rounds)])
    columns.steps.setdefault(ready, []).append(columns.engine.sequence(rounds))
    return Column(nw.col(rounds.result), ready + 1, node.nullable, name=rounds.result)


def _compiled(columns: Columns, node: Node, rounds: Rounds) -> int:
    """Fill in the step; the pass in which all it reads from outside is there."""
    step = node.args[0]
    inner = columns.inner([step])
    depending = dependents(step, node.data)
    outside = [0]

    def given(arg: Node) -> Column:
        column = columns.column(arg)
        if column.known:
            return column
        column = columns.keep(column)
        outside.append(column.ready)
        rounds.needed[column.name] = None
        return Column(nw.col(column.name), 0, column.nullable, name=column.name)

    def window(arg: Node) -> Column:
        ends = [across_rows.kept(columns, end) for end in arg.args]
        outside.extend(end.ready for end in ends)
        rounds.needed |= dict.fromkeys(end.name for end in ends)
        rounds.windows.append(Window(ends[0].name, ends[1].name, columns.new_name()))
        return Column(nw.col(rounds.windows[-1].name), name=rounds.windows[-1].name)

    inner.outside = Outside(depending, given, window).column
    column = across_rows.kept(inner, step)
    rounds.step, rounds.passes, rounds.native = column.name, inner.passes, inner.native
    return max(outside)


@dataclass(slots=True)
class Outside:
    """Where the step of a sequence finds what does not change from round to round."""

    depending: set[int]
    given: Callable[[Node], Column]
    window: Callable[[Node], Column]

    def column(self, node: Node) -> Column | None:
        """The node as given from outside; None if the step reckons it itself."""
        if node.op == "earlier" and id(node) in self.depending:
            return self.window(node)
        return None if id(node) in self.depending else self.given(node)
