"""What `himaya law` shows: lists, timelines, formulas, explanation trees, outcomes of cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from himaya.channels.cli.language import say
from himaya.channels.cli.output import console, isolated, show_table
from himaya.legislation.engine.trace import unknown
from himaya.legislation.lists import Listed
from himaya.legislation.parameters import Brackets, Lawful, Parameter, Table

if TYPE_CHECKING:
    from rich.console import Console
    from rich.tree import Tree

    from himaya.legislation.cases import Outcome
    from himaya.legislation.explain import Explanation
    from himaya.legislation.inputs import Input
    from himaya.legislation.law import Legislation

SHOWN = 200  # rows of a list that are shown
EVIDENCE_STYLE = {"sourced": "green", "inferred": "yellow", "assumed": "red"}
EVIDENCE_MARK = {"sourced": "●", "inferred": "◐", "assumed": "○"}


def listing(law: Legislation, *, search: str, language: str) -> dict[str, Any]:
    """Names, kinds, labels and units of what holds a text."""
    entries: list[dict[str, Any]] = []
    for name, variable in law.variables.items():
        formula = variable.formula
        if _holds(search, name, formula.label):
            entries.append(
                {
                    "name": name,
                    "kind": "variable",
                    "label": formula.label.of(language),
                    "unit": formula.unit.name,
                    "of": formula.of,
                }
            )
    for path, one in law.parameters.items():
        if _holds(search, path, one.label):
            entries.append(
                {"name": path, "kind": _kind(one), "label": one.label.of(language), "unit": _unit(one)}
            )
    for name, fact in law.inputs.items():
        if _holds(search, name, fact.label):
            entries.append(
                {"name": name, "kind": "fact", "label": fact.label.of(language), "unit": fact.unit.name}
            )
    return {"law": law.name, "entries": entries}


def _holds(search: str, name: str, label: Any) -> bool:
    return search.casefold() in name.casefold() or label.contains(search)


def _kind(one: Lawful) -> str:
    kinds = {Parameter: "parameter", Brackets: "brackets", Listed: "list", Table: "table"}
    return kinds[type(one)]


def _unit(one: Lawful) -> str:
    return ", ".join(one.columns) if isinstance(one, Table) else one.unit.name


def show_listing(data: Mapping[str, Any]) -> None:
    """The list as a table."""
    show_table(
        columns=[say("Name"), say("Kind"), say("Label"), say("Unit")],
        rows=[[one["name"], one["kind"], one["label"], one["unit"]] for one in data["entries"]],
    )


def described(law: Legislation, name: str, *, language: str) -> dict[str, Any]:
    """A parameter, a variable or a fact in full; UnknownName suggests others."""
    if name in law.variables:
        return _variable(law, name, language)
    if name in law.parameters:
        return _parameter(law, law.parameters[name], language)
    if name in law.inputs:
        return _fact(law, law.inputs[name], language)
    raise unknown(name, [*law.variables, *law.parameters, *law.inputs])


def _variable(law: Legislation, name: str, language: str) -> dict[str, Any]:
    variable = law.variable(name)
    formula = variable.formula
    feeds = [other for other, one in law.variables.items() if name in one.reads]
    return {
        "name": name,
        "kind": "variable",
        "label": formula.label.of(language),
        "unit": formula.unit.name,
        "of": formula.of,
        "law": formula.law,
        "sentence": formula.says.of(language),
        "meaning": formula.meaning,
        "formula": formula.source,
        "reads": list(variable.reads),
        "parameters": list(variable.parameters),
        "facts": list(law.needs(name)),
        "feeds": feeds,
    }


def _parameter(law: Legislation, one: Lawful, language: str) -> dict[str, Any]:
    used = [name for name, variable in law.variables.items() if one.path in variable.parameters]
    return {
        "name": one.path,
        "kind": _kind(one),
        "label": one.label.of(language),
        "unit": _unit(one),
        "file": one.file,
        "note": one.note,
        "used_by": used,
        "values": _values(one),
        "alternatives": [
            {"value": other.value, "label": other.label.of(language)} for other in one.alternatives
        ],
    }


def _values(one: Lawful) -> list[dict[str, Any]]:
    if isinstance(one, Table):
        return [
            {
                "from": row.since.isoformat(),
                "until": row.until.isoformat() if row.until else None,
                "when": {key: _condition(match) for key, match in row.when.items()},
                "value": row.written,
                **_source(row.source),
            }
            for row in one.rows[:SHOWN]
        ]
    if isinstance(one, Brackets):
        return [
            {
                "from": version.since.isoformat(),
                **_source(version.source),
                "value": [{"bound": _bound(band), "value": band.written} for band in version.bands],
            }
            for version in one.values
        ]
    return [
        {
            "from": dated.since.isoformat(),
            "value": None if dated.value is None else dated.written,
            **_source(dated.source),
        }
        for dated in one.values
    ]


def _source(source: Any) -> dict[str, Any]:
    return {
        "reference": source.reference,
        "evidence": source.evidence,
        "note": source.note,
        "known_on": source.known_on.isoformat() if source.known_on else None,
    }


def _condition(match: Any) -> str:
    if match.code is not None:
        return str(match.code)
    if match.low == match.high:
        return str(match.low)
    return f"{'' if match.low is None else match.low}…{'' if match.high is None else match.high}"


def _bound(band: Any) -> str:
    return "" if band.bound is None else f"{'≤' if band.inclusive else '<'} {band.bound_written}"


def _fact(law: Legislation, fact: Input, language: str) -> dict[str, Any]:
    used = [name for name, variable in law.variables.items() if fact.name in variable.reads]
    ranged = fact.unit.kind in ("amount", "exact", "day")
    return {
        "name": fact.name,
        "kind": "fact",
        "label": fact.label.of(language),
        "unit": fact.unit.name,
        "optional": fact.optional,
        "range": fact.span if ranged else None,
        "used_by": used,
    }


def show_described(data: Mapping[str, Any]) -> None:
    """The description on the terminal."""
    terminal = console()
    terminal.print(
        f"[bold]{isolated(data['label'])}[/bold]  [dim]{data['name']} · {data['kind']} · {data['unit']}[/dim]"
    )
    if data["kind"] == "variable":
        _show_variable(terminal, data)
        return
    if data.get("note"):
        terminal.print(f"[dim]{data['note']}[/dim]")
    if data["kind"] == "fact":
        terminal.print(f"{say('Range')}: {data['range'] or '—'}")
    else:
        _show_values(data)
    for other in data.get("alternatives", []):
        terminal.print(f"  {say('Alternative')} {other['value']}: {isolated(other['label'])}")
    terminal.print(f"{say('Used by')}: {', '.join(data['used_by']) or '—'}")


def _show_variable(terminal: Console, data: Mapping[str, Any]) -> None:
    from rich.syntax import Syntax

    terminal.print(f"{isolated(data['sentence'])}\n[dim]{data['law']}[/dim]\n")
    body = data["formula"][data["formula"].index("def ") :]
    terminal.print(Syntax(body.rstrip(), "python", background_color="default"))
    terminal.print()
    for title, names in (
        (say("Reads"), data["reads"]),
        (say("Parameters"), data["parameters"]),
        (say("Facts needed"), data["facts"]),
        (say("Feeds"), data["feeds"]),
    ):
        terminal.print(f"{title}: {', '.join(names) or '—'}")


def _show_values(data: Mapping[str, Any]) -> None:
    rows = []
    for one in data["values"]:
        mark = f"{EVIDENCE_MARK[one['evidence']]} {say(one['evidence'])}"
        known = f" ({say('known on')} {one['known_on']})" if one["known_on"] else ""
        rows.append([_period(one), _shown_value(one), one["reference"] + known, mark, one["note"]])
    show_table(columns=[say("From"), say("Value"), say("Text"), say("Evidence"), say("Note")], rows=rows)


def _period(one: Mapping[str, Any]) -> str:
    return f"{one['from']} → {one['until']}" if one.get("until") else str(one["from"])


def _shown_value(one: Mapping[str, Any]) -> str:
    value = one["value"]
    if isinstance(value, list):
        return "\n".join(f"{band['bound'] or '…'}: {band['value']}" for band in value)
    if isinstance(value, dict):
        when = ", ".join(str(text) for text in one["when"].values())
        return f"{when} → " + ", ".join(f"{name} {text}" for name, text in value.items() if text != "None")
    return "—" if value is None else str(value)


def days_asked(law: Legislation, name: str) -> list[str]:
    """The facts that say on which day the law is read, for a variable and those below it."""
    needed = set(law.needs(name))
    return sorted({one.formula.on for one in law.variables.values() if one.formula.on in needed})


def show_explanation(explained: Explanation) -> None:
    """The tree of an explanation."""
    terminal = console()
    terminal.print(_tree(explained), soft_wrap=False)
    marks = ", ".join(
        f"[{EVIDENCE_STYLE[name]}]{mark}[/] {say(name)}" for name, mark in EVIDENCE_MARK.items()
    )
    terminal.print(f"\n[dim]{say('Evidence')}: {marks}[/dim]")


def _tree(one: Explanation) -> Tree:
    from rich.markup import escape
    from rich.tree import Tree

    style = EVIDENCE_STYLE[one.evidence]
    tree = Tree(
        f"[bold]{escape(isolated(one.label))}[/bold]: [bold {style}]{escape(one.shown)}[/] "
        f"[dim]{one.name}[/dim]",
        guide_style="dim",
    )
    tree.add(f"{escape(isolated(one.sentence))} [dim]({escape(one.law)})[/dim]")
    for fact in one.facts:
        code = f" [dim]{fact.code}[/dim]" if fact.code else ""
        tree.add(f"[cyan]{escape(isolated(fact.label))}[/cyan]: {escape(fact.shown)}{code}")
    for used in one.parameters:
        mark = f"[{EVIDENCE_STYLE[used.evidence]}]{EVIDENCE_MARK[used.evidence]}[/]"
        note = f" [dim]{escape(used.note)}[/dim]" if used.note and used.evidence != "sourced" else ""
        line = f" [dim]{escape(used.line)}[/dim]" if used.line else ""
        tree.add(
            f"{mark} {escape(isolated(used.label))}: {escape(used.shown)}{line} "
            f"[dim]{used.since or '—'} · {escape(used.reference)}[/dim]{note}"
        )
    for part in one.parts:
        tree.add(_tree(part))
    return tree


def show_check(law: Legislation, outcomes: Sequence[Outcome], *, language: str) -> None:
    """Counts, then each failure with the difference and the explanation."""
    terminal = console()
    for one in outcomes:
        if one.state == "failed":
            _show_failure(terminal, law, one, language)
    count = {
        state: sum(one.state == state for one in outcomes) for state in ("passed", "failed", "not_covered")
    }
    terminal.print(
        f"[green]{count['passed']} {say('passed')}[/], [red]{count['failed']} {say('failed')}[/], "
        f"{count['not_covered']} {say('not covered')}"
    )
    if missing := sorted({one.case.topic for one in outcomes if one.state == "not_covered"}):
        terminal.print(f"[dim]{say('Topics not covered')}: {', '.join(missing)}[/dim]")


def _show_failure(terminal: Console, law: Legislation, one: Outcome, language: str) -> None:
    terminal.print(f"[bold red]{one.case.id}[/] {one.case.topic} {one.case.day}: {one.problem}")
    for key, expected in one.case.wanted.items():
        got = one.got.get(key)
        sign = "[green]=[/]" if str(got) == str(expected) else "[red]≠[/]"
        terminal.print(f"  {key}: {say('expected')} {expected} {sign} {got}")
    for name in one.variables:
        terminal.print(_tree(law.explain(one.rows, name, language=language)), soft_wrap=False)
