"""An explanation as the page tells it: steps from the facts to the result, then the texts of law."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from himaya.channels.web.law.wording import EVIDENCE_TONES, evidence_word, prose
from himaya.legislation.explain import Explanation, UsedParameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One rule that was applied: what it gives, in words, from which facts."""

    name: str
    label: str
    shown: SafeString
    sentence: SafeString
    law: str
    is_known: bool
    is_condition: bool
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A value of the law that was used, with the text that set it and how sure it is."""

    path: str
    label: str
    shown: SafeString
    since: date | None
    reference: str
    note: str
    tone: str
    evidence: str
    is_sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A whole explanation: result, steps, facts, texts, and what is uncertain among them."""

    name: str
    label: str
    shown: SafeString
    is_known: bool
    reason: SafeString
    steps: tuple[Step, ...]
    facts: tuple[tuple[str, SafeString], ...]
    texts: tuple[Text, ...]

    @property
    def sums(self) -> tuple[Step, ...]:
        """The steps that give an amount, a rate or a day, and the result."""
        return tuple(step for step in self.steps if not step.is_condition or step is self.steps[-1])

    @property
    def conditions(self) -> tuple[Step, ...]:
        """The steps that say whether a condition holds or which case applies."""
        return tuple(step for step in self.steps[:-1] if step.is_condition)

    @property
    def uncertain(self) -> tuple[Text, ...]:
        """The values that no text read by us sets."""
        return tuple(text for text in self.texts if not text.is_sure)


def tell(explained: Explanation) -> Told:
    """The explanation flattened: what is worked out first stands first, each rule once."""
    every = list(_in_order(explained))
    used = {one.path: one for part in every for one in part.parameters}
    facts = {fact.name: (fact.label, prose(fact.shown)) for part in every for fact in part.facts}
    return Told(
        name=explained.name,
        label=explained.label,
        shown=prose(explained.shown),
        is_known=explained.value is not None,
        reason=prose(_without_code(explained.shown)),
        steps=tuple(_step(part) for part in every),
        facts=tuple(facts.values()),
        texts=tuple(_text(one) for one in used.values()),
    )


def _in_order(explained: Explanation) -> Iterable[Explanation]:
    """Parts before the whole; a part that came to nothing is left out unless it is the question itself."""
    seen: set[str] = set()

    def below(one: Explanation) -> Iterable[Explanation]:
        if one.name in seen:
            return
        seen.add(one.name)
        for part in one.parts:
            if part.value is not None or explained.value is None:
                yield from below(part)
        yield one

    return below(explained)


def _without_code(shown: str) -> str:
    """Why a value is unknown, without the mark before it and the code behind it."""
    text = shown.strip("\u2068\u2069").removeprefix("— ")
    head, bracket, tail = text.rpartition(" (")
    return head if bracket and tail.rstrip(")").isupper() else text


def _codes_in(one: Explanation) -> list[str]:
    """The codes that a sentence names: what its parts came to, and the facts that are one word."""
    found = [part.value for part in one.parts if isinstance(part.value, str)]
    shown = [*(fact.shown for fact in one.facts), *(used.shown for used in one.parameters)]
    bare = (text.strip("\u2068\u2069") for text in shown)
    return [*found, *(text for text in bare if text.isalpha())]


def _step(one: Explanation) -> Step:
    return Step(
        name=one.name,
        label=one.label,
        shown=prose(one.shown if one.value is not None else _without_code(one.shown)),
        sentence=prose(one.sentence, codes=_codes_in(one)),
        law=one.law,
        is_known=one.value is not None,
        is_condition=isinstance(one.value, bool | str),
        evidence=one.evidence,
    )


def _cells(shown: str) -> SafeString:
    """The cells of a table's row, "name value, name value", with their names and yes or no in words."""
    yes_no = {"true": _("Yes"), "false": _("No")}
    told = re.sub(r"\b(true|false)\b", lambda found: yes_no[found[1]], shown)
    return prose(told, codes=set(re.findall(r"\b[A-Za-z]+\b", told)))


def _text(one: UsedParameter) -> Text:
    return Text(
        path=one.path,
        label=one.label,
        shown=_cells(one.shown) if one.line else prose(one.shown),
        since=one.since,
        reference=one.reference,
        note=one.note,
        tone=EVIDENCE_TONES[one.evidence],
        evidence=evidence_word(one.evidence),
        is_sure=one.evidence == "sourced",
    )
