"""What the law says of a reader's answers: amounts, their explanation, what is uncertain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from himaya.channels.web.calculators.answering import Answers
from himaya.channels.web.calculators.declared import Result
from himaya.channels.web.law.explaining import Text, Told, tell
from himaya.channels.web.law.wording import law_language, pick
from himaya.legislation.law import Legislation


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One result with its words and where it is explained on its own."""

    label: str
    told: Told
    rows: tuple[tuple[SafeString, str], ...]
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The results of a calculator: the main one, the others, and the texts that are not certain."""

    main: Shown
    others: tuple[Shown, ...]
    uncertain: tuple[Text, ...]


def work_out(law: Legislation, answers: Answers) -> Outcome:
    """The outcome of complete answers. Raises LawError where a fact lies outside its range."""
    rows = answers.rows()
    wanted = [one for one in answers.calculator.results if answers.holds(one.when)]
    shown = [_shown(law, one, rows) for one in wanted]
    place = next((index for index, one in enumerate(wanted) if one.is_main), 0)
    others = [one for index, one in enumerate(shown) if index != place]
    return Outcome(main=shown[place], others=tuple(others), uncertain=_uncertain(shown))


def _shown(law: Legislation, one: Result, rows: list[dict[str, str]]) -> Shown:
    explained = law.explain(rows, one.variable, language=law_language())
    needs = set(law.needs(one.variable))
    each = range(len(rows)) if one.is_each else ()
    return Shown(
        label=pick(one.label) if one.label else explained.label,
        told=tell(explained),
        rows=tuple(
            (
                tell(law.explain(rows, one.variable, language=law_language(), row=row)).shown,
                explain_address(one.variable, rows, needs=needs, at=row + 1),
            )
            for row in each
        ),
        address=explain_address(one.variable, rows, needs=needs),
    )


def _uncertain(shown: Iterable[Shown]) -> tuple[Text, ...]:
    found = {text.path: text for one in shown for text in one.told.uncertain}
    return tuple(found.values())


def explain_address(name: str, rows: list[dict[str, str]], *, needs: set[str], at: int = 1) -> str:
    """Where the explanation of a variable for these facts stays. at: the place of the row explained."""
    if len(rows) == 1:
        facts = [(fact, value) for fact, value in sorted(rows[0].items()) if fact in needs]
    else:
        facts = [
            ("row", ",".join(f"{fact}:{value}" for fact, value in sorted(row.items()) if fact in needs))
            for row in rows
        ]
        facts += [("at", str(at))] if at > 1 else []
    return f"{reverse('law_explain', kwargs={'name': name})}?{urlencode(facts)}"
