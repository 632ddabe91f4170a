"""The base of every error a person can meet: a stable code, its values, a sentence and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar


class DomainError(Exception):
    """Something a person asked for cannot be done, and we know why.

    A subclass declares `code` (stable: channels and partners rely on it), `params` (the names of its
    values), `message` (English sentence, `{param}` filled in) and `remedy` (what to do next). Both sentences
    are the message ids that channels translate; the core never does.

    >>> class MonthClosed(DomainError):
    ...     code = "example.month_closed"
    ...     params = ("month",)
    ...     message = "The month {month} is closed."
    ...     remedy = "Send a correction for {month} instead."
    >>> error = MonthClosed(month="2026-01")
    >>> error.code, error.values
    ('example.month_closed', {'month': '2026-01'})
    >>> str(error), error.what_next
    ('The month 2026-01 is closed.', 'Send a correction for 2026-01 instead.')
    >>> MonthClosed()
    Traceback (most recent call last):
    TypeError: MonthClosed needs exactly: month
    """

    code: ClassVar[str] = "domain_error"
    params: ClassVar[tuple[str, ...]] = ()
    message: ClassVar[str] = ""
    remedy: ClassVar[str] = ""

    def __init__(self, **values: Any) -> None:
        if set(values) != set(self.params):
            needed = ", ".join(self.params) or "no value"
            raise TypeError(f"{type(self).__name__} needs exactly: {needed}")
        self.values: dict[str, Any] = values
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """What happened, in English."""
        return self.message.format(**self.values) or self.code

    @property
    def what_next(self) -> str:
        """What to do next, in English; empty when there is nothing to add."""
        return self.remedy.format(**self.values)

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.values)


def _rebuild(kind: type[DomainError], values: dict[str, Any]) -> DomainError:
    return kind(**values)


def every_error(base: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    """All subclasses loaded so far: the closed set that the catalogues must cover."""
    for child in base.__subclasses__():
        yield child
        yield from every_error(child)
