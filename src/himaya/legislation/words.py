"""A text in the languages in which the law explains itself."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("ar", "fr", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """One text in Arabic, French and English; English falls back to French."""

    ar: str
    fr: str
    en: str = ""

    def of(self, language: str) -> str:
        """The text in a language; an unknown one reads the French."""
        return {"ar": self.ar, "fr": self.fr, "en": self.en or self.fr}.get(language, self.fr)

    def contains(self, text: str) -> bool:
        """Whether the label holds a text, in any language."""
        lowered = text.casefold()
        return any(lowered in one.casefold() for one in (self.ar, self.fr, self.en))


def words(*, ar: str, fr: str, en: str = "") -> Words:
    """The same text in Arabic, French and, where given, English."""
    return Words(ar=ar, fr=fr, en=en)
