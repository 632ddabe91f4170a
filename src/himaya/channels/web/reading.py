"""How the web reaches the figures: one read-only connection a question, the answer kept for a moment."""

from __future__ import annotations

from django.core.cache import cache

from himaya.channels.web.asking import Question
from himaya.runtime import database
from himaya.steering.statistics import selectors
from himaya.steering.statistics.figures import Figures

KEPT_SECONDS = 20


def read_figures(question: Question) -> Figures:
    """The figures asked for, at most KEPT_SECONDS old; the page says when they were counted.

    Raises DatabaseUnavailable, RegionUnknown, CategoryUnknown.
    """
    key = f"figures:{question.on}:{question.known_on}:{question.region}:{question.category}"
    kept: Figures | None = cache.get(key)
    if kept is not None:
        return kept
    with database.connect(role="reader") as connection:
        counted = selectors.figures(
            connection,
            on=question.on,
            known_on=question.known_on,
            region=question.region,
            category=question.category,
        )
    cache.set(key, counted, KEPT_SECONDS)
    return counted
