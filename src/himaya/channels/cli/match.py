"""`himaya match`: people registered twice, pairs explained, merges and their undoing, how good it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from himaya.channels.cli.opening import prepared
from himaya.channels.cli.output import DONE, WITH_REJECTS, emit, json_option, show_table
from himaya.foundation.access.audit import record
from himaya.fund.registry import merging
from himaya.fund.registry.lookup import find_insured
from himaya.fund.registry.matching import evaluation, model, register, training, within

ACTOR = "cli"
PRECISION_MIN, RECALL_MIN = 0.99, 0.97
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

DECISIONS = {
    "automatic": gettext_noop("the same person"),
    "review": gettext_noop("to decide"),
}


@click.group(name="match")
def command() -> None:
    """Find people registered twice, and settle doubtful pairs."""


@command.command(epilog="Example: himaya match duplicates --limit 20")
@click.option("--limit", type=click.IntRange(min=0), default=50, show_default=True, help="Pairs to show.")
@click.option(
    "--to", type=click.Path(dir_okay=False, path_type=Path), help="Write all pairs to a Parquet file."
)
@json_option
@click.pass_context
def duplicates(ctx: click.Context, limit: int, to: Path | None, as_json: bool) -> None:
    """Look for people registered twice. Nothing is merged; exit code 1 if there are any."""
    with prepared() as connection:
        pairs, groups = register.duplicates(connection)
        record(
            connection, actor=ACTOR, action="match.duplicates", scope="person", subjects=pairs["person_id"]
        )
    if to is not None:
        pairs.write_parquet(to)
    first = pairs.sort("match_weight", descending=True).head(limit)
    data = {
        "sure": pairs.filter(pl.col("decision") == "automatic").height,
        "to_review": pairs.filter(pl.col("decision") == "review").height,
        "groups": groups["cluster_id"].n_unique(),
        "pairs": first.to_dicts(),
    }
    emit(data, as_json=as_json, text=_pairs_shown)
    ctx.exit(WITH_REJECTS if pairs.height else DONE)


@command.command(epilog="Example: himaya match explain 123456782 123456790")
@click.argument("person")
@click.argument("other")
@json_option
def explain(person: str, other: str, as_json: bool) -> None:
    """Say why two insured people may be one: what agrees and what it weighs."""
    with prepared() as connection:
        one, two = (find_insured(connection, text=text) for text in (person, other))
        answer = register.explain(connection, person_id=one.id, other_id=two.id)
        record(connection, actor=ACTOR, action="match.explain", scope="person", subjects=[one.id, two.id])
    data = {"probability": answer.probability, "weight": answer.weight, "parts": list(answer.parts)}
    emit(data, as_json=as_json, text=_explained)


@command.command(epilog="Example: himaya match merge 123456782 123456790 --reason 'same card seen'")
@click.argument("keep")
@click.argument("drop")
@click.option("--reason", required=True, help="Why the two are one person.")
@click.option("--by", "decided_by", default=ACTOR, show_default=True, help="Who decided.")
@json_option
def merge(keep: str, drop: str, reason: str, decided_by: str, as_json: bool) -> None:
    """Make two insured records one; the first number stays in use. `himaya match part` undoes it."""
    now = datetime.now(UTC)
    with prepared() as connection:
        kept, dropped = (find_insured(connection, text=text) for text in (keep, drop))
        number = merging.merge(
            connection,
            keep=kept.id,
            drop=dropped.id,
            decided_by=decided_by,
            reason=reason,
            decided_at=now,
            on=now.date(),
        )
        record(
            connection,
            actor=decided_by,
            action="registry.merge",
            scope="pair",
            subjects=[kept.id, dropped.id],
        )
    data = {"merge": number, "kept": kept.insured_number, "dropped": dropped.insured_number}
    emit(
        data,
        as_json=as_json,
        text=lambda shown: _("Merge {merge}: {dropped} now leads to {kept}.").format(**shown),
    )


@command.command(epilog="Example: himaya match part 12 --reason 'two cousins'")
@click.argument("merge", type=int)
@click.option("--reason", required=True, help="Why the two are two people.")
@click.option("--by", "decided_by", default=ACTOR, show_default=True, help="Who decided.")
@json_option
def part(merge: int, reason: str, decided_by: str, as_json: bool) -> None:
    """Part two merged records: each gets back what the merge changed; later facts stay with the kept one."""
    now = datetime.now(UTC)
    with prepared() as connection:
        merged = merging.unmerge(
            connection, merge_id=merge, decided_by=decided_by, reason=reason, decided_at=now, on=now.date()
        )
        record(
            connection,
            actor=decided_by,
            action="match.part",
            scope="person",
            subjects=[merged.kept_id, merged.dropped_id],
        )
    emit({"merge": merge}, as_json=as_json, text=lambda shown: _("Merge {merge} is undone.").format(**shown))


@command.command(epilog="Example: himaya match evaluate --truth truth.parquet")
@click.option("--truth", type=FILE, required=True, help="Pairs that are one person, and pairs that are not.")
@click.option("--people", type=FILE, help="The people (default: people.parquet beside the truth).")
@json_option
@click.pass_context
def evaluate(ctx: click.Context, truth: Path, people: Path | None, as_json: bool) -> None:
    """Match people of a file and judge the result. Exit code 1 under 0.99 precision or 0.97 recall."""
    pairs, _groups = within(evaluation.read_people(people or truth.with_name("people.parquet")))
    kinds = evaluation.evaluated(pairs, evaluation.read_truth(truth)).to_dicts()
    passed = kinds[0]["precision"] >= PRECISION_MIN and kinds[0]["recall_with_review"] >= RECALL_MIN
    emit({"passed": passed, "kinds": kinds}, as_json=as_json, text=show_kinds)
    ctx.exit(DONE if passed else WITH_REJECTS)


@command.command(epilog="Example: himaya match train --truth truth.parquet --write matching.json")
@click.option("--truth", type=FILE, required=True, help="Pairs that are one person.")
@click.option("--people", type=FILE, help="The people (default: people.parquet beside the truth).")
@click.option(
    "--write", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The new model."
)
@json_option
def train(truth: Path, people: Path | None, write: Path, as_json: bool) -> None:
    """Work the model's probabilities out anew from labelled people."""
    labelled = evaluation.read_people(people or truth.with_name("people.parquet"))
    same = evaluation.read_truth(truth).filter("same")
    learnt = training.trained(model.load(), people=labelled, truth=same, on=truth.name)
    model.save(learnt, file=write)
    data = {"version": learnt.content["version"], "written": str(write), **learnt.content["trained"]}
    emit(data, as_json=as_json, text=lambda shown: _("Model {version} written to {written}.").format(**shown))


def _pairs_shown(data: Mapping[str, Any]) -> str:
    if data["pairs"]:
        show_table(
            columns=(_("Person"), _("Other"), _("Probability"), _("Decision"), _("Agreement")),
            rows=[
                (
                    str(row["person_id"]),
                    str(row["other_id"]),
                    f"{row['probability']:.4f}",
                    _(DECISIONS[row["decision"]]),
                    row["kind_explanation"],
                )
                for row in data["pairs"]
            ],
        )
    return _("Sure pairs: {sure}; groups: {groups}; for a person to decide: {to_review}.").format(**data)


def _explained(data: Mapping[str, Any]) -> str:
    show_table(
        columns=(_("What was compared"), _("Weight")),
        rows=[(part.words, f"{part.weight:+.1f}") for part in data["parts"]],
        numbers=(1,),
    )
    return _("Chance that they are one person: {probability:.4f}").format(**data)


def show_kinds(data: Mapping[str, Any]) -> None:
    """The table of `kinds`: how good the matching is for each kind of pair."""

    def share(value: float | None) -> str:
        return "" if value is None else f"{value:.4f}"

    show_table(
        columns=(
            _("Kind"),
            _("One person"),
            _("Pairs"),
            _("Automatic"),
            _("Review"),
            _("Recall"),
            _("Recall with review"),
            _("Precision"),
        ),
        rows=[
            (
                row["kind"],
                row["same"],
                row["pairs"],
                row["automatic"],
                row["review"],
                share(row["recall"]),
                share(row["recall_with_review"]),
                share(row["precision"]),
            )
            for row in data["kinds"]
        ],
        numbers=(2, 3, 4, 5, 6, 7),
    )
