"""Message templates of a fund: texts in several languages with named places, checked when they are loaded.

A template is a YAML file in the fund's `messages` folder. It has numbered versions: a text that was used is
never edited, a new version is added beside it, so that a queued or sent message can always be read again.
Texts that a speaker has not reviewed carry ``reviewed: false`` and are not sent: the person gets the fund's
default language.

Only harmless values can enter an SMS: the registration number, dates, months, small counts, what a person has
to pay, and a choice among phrases written in the template. No name, benefit amount, identity number or word
about health can be put into a text, because no kind of parameter holds one.
"""

from __future__ import annotations

import functools
import re
import string
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from himaya.foundation.messaging import segments
from himaya.foundation.messaging.errors import ParameterRefused, TemplateRefused, UnknownTemplate
from himaya.foundation.messaging.states import Category
from himaya.kernel import yaml_file
from himaya.kernel.jurisdiction import folder, profile
from himaya.kernel.money import GROUP, Money

LANGUAGES = ("ar", "fr", "zgh", "en")
SENDING_FILE = "sending.yaml"
MAX_DIGITS = 12

_LINK = re.compile(r"https?:|www\.|\b[a-z0-9-]+\.(?:ma|com|org|net)\b", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named place of a text. `kind` is digits, count, due (centimes to pay), date, month or choice."""

    name: str
    kind: str
    digits: int = 0
    choices: Mapping[str, Mapping[str, str]] | None = None

    def written(self, value: object, language: str) -> str | None:
        """The value as it stands in the text, or None when it is not of this kind."""
        text = str(value)
        if self.kind == "choice":
            return (self.choices or {}).get(text, {}).get(language)
        if self.kind == "digits":
            return text if len(text) == self.digits and text.isascii() and text.isdigit() else None
        if self.kind in ("count", "due"):
            if not (0 < len(text) <= self.digits and text.isascii() and text.isdigit()):
                return None
            return _amount(int(text), language) if self.kind == "due" else text
        match = (_DATE if self.kind == "date" else _MONTH).fullmatch(text)
        return "/".join(reversed(match.groups())) if match else None

    def widest(self, language: str) -> list[str]:
        """The values that make the text longest; every phrase of a choice, as alphabets differ."""
        if self.kind == "choice":
            return [phrases[language] for phrases in (self.choices or {}).values() if language in phrases]
        if self.kind == "due":
            return [self.written("9" * self.digits, language) or ""]
        return ["9" * self.digits if self.digits else "30/12/2022" if self.kind == "date" else "12/2022"]


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of a template in its languages."""

    number: int
    texts: Mapping[str, str]
    unreviewed: frozenset[str]
    plain_french: bool
    max_segments: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Template:
    """A message the fund sends, with all the wordings it ever had."""

    code: str
    category: Category
    purpose: str
    parameters: Mapping[str, Parameter]
    versions: Mapping[int, Version]

    @property
    def current(self) -> Version:
        """The wording in use: the highest version."""
        return self.versions[max(self.versions)]

    def languages(self) -> list[str]:
        """The languages the current wording may be sent in: written and reviewed."""
        return [name for name in self.current.texts if name not in self.current.unreviewed]

    def render(self, *, language: str, params: Mapping[str, object], version: int | None = None) -> str:
        """The text one person receives. Raises UnknownTemplate for a version or language never written,
        ParameterRefused for a missing or wrong value."""
        wording = self.current if version is None else self.versions.get(version)
        if wording is None or language not in wording.texts:
            raise UnknownTemplate(template=f"{self.code} version {version} ({language})")
        values = {}
        for name, parameter in self.parameters.items():
            written = parameter.written(params.get(name, ""), language)
            if written is None:
                raise ParameterRefused(template=self.code, parameter=name)
            values[name] = written
        return _finish(wording, language, values)

    def measure(self, *, language: str, params: Mapping[str, object]) -> segments.Measure:
        """The cost of the text one person receives."""
        return segments.measure(self.render(language=language, params=params))

    def measures(self, *, language: str, version: int | None = None) -> list[segments.Measure]:
        """The cost of the text with the widest values: one measure for each combination of phrases."""
        wording = self.current if version is None else self.versions[version]
        return [segments.measure(_finish(wording, language, v)) for v in self._widest_values(language)]

    def _widest_values(self, language: str) -> list[dict[str, str]]:
        combinations: list[dict[str, str]] = [{}]
        for name, parameter in self.parameters.items():
            combinations = [{**c, name: text} for c in combinations for text in parameter.widest(language)]
        return combinations


@dataclass(frozen=True, slots=True)
class Sending:
    """How the fund sends: `sending.yaml`, with the default language and the time zone of `fund.yaml`."""

    default_language: str
    time_zone: str
    required_languages: tuple[str, ...]
    sender: str
    reply_number: str
    mobile: str
    never_send: str
    stop_words: Mapping[str, str]
    """Each word in capitals, with the language of the confirmation."""
    windows: Mapping[str, Mapping[str, tuple[str, str]]]

    def is_mobile(self, phone: str) -> bool:
        """True for a number an SMS can reach."""
        return re.fullmatch(self.mobile, phone) is not None

    def is_example(self, phone: str) -> bool:
        """True for a number reserved for tests and examples."""
        return bool(self.never_send) and re.fullmatch(self.never_send, phone) is not None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All templates of one fund and how it sends them."""

    templates: Mapping[str, Template]
    sending: Sending

    def template(self, code: str) -> Template:
        """The template of that code; raises UnknownTemplate."""
        if code not in self.templates:
            raise UnknownTemplate(template=code)
        return self.templates[code]

    def language_for(self, template: Template, language: str | None) -> str:
        """The language in which a person gets this template: the wanted one if reviewed, else the default."""
        return language if language in template.languages() else self.sending.default_language


def load(fund: str) -> Catalogue:
    """The checked catalogue of a fund. Raises TemplateRefused naming the file's first fault."""
    return load_folder(folder(fund))


@functools.lru_cache(maxsize=8)
def load_folder(fund_folder: Path) -> Catalogue:
    """The checked catalogue of a fund's folder: `fund.yaml` and `messages/*.yaml`."""
    path = fund_folder / "messages"
    sending = _sending(path / SENDING_FILE, profile(str(fund_folder)))
    found = [_template(file, sending) for file in sorted(path.glob("*.yaml")) if file.name != SENDING_FILE]
    return Catalogue({template.code: template for template in found}, sending)


def _read(path: Path) -> dict[str, Any]:
    try:
        content = yaml_file.read(path)
    except (OSError, yaml.YAMLError) as error:
        raise TemplateRefused(template=path.stem, reason=f"the file cannot be read ({error})") from error
    if not isinstance(content, dict):
        raise TemplateRefused(template=path.stem, reason="the file is not a mapping")
    return content


def _sending(path: Path, fund: dict[str, Any]) -> Sending:
    try:
        return _sending_of(_read(path), fund)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise TemplateRefused(template=path.stem, reason=f"{error} is missing or not understood") from error


def _sending_of(raw: dict[str, Any], fund: dict[str, Any]) -> Sending:
    words = {w.upper(): language for language, listed in raw["stop_words"].items() for w in listed}
    windows = {
        category: {day: (hours[0], hours[1]) for day, hours in days.items()}
        for category, days in raw.get("windows", {}).items()
    }
    return Sending(
        default_language=fund["languages"][0],
        time_zone=fund["time_zone"],
        required_languages=tuple(raw["required_languages"]),
        sender=raw["sender"],
        reply_number=str(raw["reply_number"]),
        mobile=raw["mobile"],
        never_send=raw.get("never_send", ""),
        stop_words=words,
        windows=windows,
    )


def _template(path: Path, sending: Sending) -> Template:
    raw = _read(path)
    try:
        template = Template(
            code=raw["code"],
            category=Category[raw["category"].upper()],
            purpose=raw["purpose"],
            parameters={name: _parameter(path.stem, name, kind) for name, kind in raw["params"].items()},
            versions={int(number): _version(int(number), body) for number, body in raw["versions"].items()},
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise TemplateRefused(template=path.stem, reason=f"{error} is missing or not understood") from error
    _check(path, template, sending)
    return template


def _parameter(template: str, name: str, raw: object) -> Parameter:
    if raw in ("date", "month"):
        return Parameter(name, str(raw))
    kind, body = next(iter(raw.items())) if isinstance(raw, dict) and len(raw) == 1 else (str(raw), None)
    if kind == "choice" and isinstance(body, dict) and body:
        return Parameter(name, "choice", choices=body)
    if kind in ("digits", "count", "due") and isinstance(body, int) and 0 < body <= MAX_DIGITS:
        return Parameter(name, kind, digits=body)
    raise TemplateRefused(
        template=template, reason=f"no value of kind {kind!r} may enter a text message ({name})"
    )


def _version(number: int, raw: dict[str, Any]) -> Version:
    texts, unreviewed = {}, set()
    for language, body in raw["texts"].items():
        texts[language] = body if isinstance(body, str) else body["text"]
        if not isinstance(body, str) and not body.get("reviewed", True):
            unreviewed.add(language)
    limits = dict(raw.get("max_segments", {}))
    return Version(number, texts, frozenset(unreviewed), bool(raw.get("plain_french", False)), limits)


def _check(path: Path, template: Template, sending: Sending) -> None:
    def refuse(reason: str) -> None:
        raise TemplateRefused(template=template.code, reason=reason)

    if template.code != path.stem:
        refuse(f"its code is not the name of its file, {path.stem}")
    if not template.versions:
        refuse("it has no version")
    for version in template.versions.values():
        for language in sending.required_languages:
            if language not in version.texts or language in version.unreviewed:
                refuse(f"the reviewed {language} text of version {version.number} is missing")
        for language, text in version.texts.items():
            _check_text(template, version, language, text, sending)


def _check_text(template: Template, version: Version, language: str, text: str, sending: Sending) -> None:
    where = f"version {version.number}, {language}"

    def refuse(reason: str) -> None:
        raise TemplateRefused(template=template.code, reason=f"{reason} ({where})")

    if language not in LANGUAGES:
        refuse("the language is unknown")
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        refuse("a brace is not closed")
    places = {name for _, name, _, _ in parts if name is not None}
    if any(spec or conversion for _, _, spec, conversion in parts):
        refuse("a place has a format")
    if unknown := places ^ set(template.parameters):
        refuse(f"placeholder and parameter do not agree: {', '.join(sorted(unknown))}")
    for parameter in template.parameters.values():
        missing = [code for code, phrases in (parameter.choices or {}).items() if language not in phrases]
        if missing:
            refuse(f"no phrase for {', '.join(missing)}")
    if _LINK.search(text):
        refuse("it holds a link")
    words = set(re.split(r"\W+", text.upper()))
    if template.category is Category.CAMPAIGN and not words & set(sending.stop_words):
        refuse("a campaign must say how to stop")
    worst = max(m.segments for m in template.measures(language=language, version=version.number))
    limit = 1 if template.category is Category.OTP else version.max_segments.get(language)
    if limit is not None and worst > limit:
        refuse(f"it takes {worst} segments with the widest values, {limit} allowed")


def _finish(version: Version, language: str, values: Mapping[str, str]) -> str:
    text = version.texts[language].format_map(values)
    return segments.plain_french(text) if version.plain_french and language == "fr" else text


def _amount(centimes: int, language: str) -> str:
    """Dirhams without groups: a plain space would turn them round in Arabic, and GSM 7-bit has no other."""
    return Money(centimes).format(language, unit="").replace(GROUP, "")
