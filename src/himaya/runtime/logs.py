"""Logs as JSON lines, without personal data.

    log = structlog.get_logger()
    log.info("list_applied", run_id=12, registered=5000)

Fields that name a person are removed, and what looks like an identity card, a telephone or a long number is
masked in any text; so is the message of an exception, which may quote a row: its class and places are kept.
"""

import logging
import os
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any, TextIO

import structlog

FORBIDDEN = re.compile(
    r"(^|_)(cin|idcs|name|names|surname|phone|telephone|mobile|msisdn|address|birth|born|email|mail|sex|rib|iban|lines|families|"
    r"passport|insured|person|persons|people|family|given|line|row|rows|params|password|token|secret|url)($|_)",
    re.IGNORECASE,
)
ALLOWED = frozenset({"logger_name", "task_name"})
COUNTED = frozenset({"people", "persons", "rows", "lines", "families"})  # how many: a whole number may stay
LONG = 10**7  # a number this long may be an insured number or a telephone
PERSONAL = re.compile(
    r"""(?<![A-Za-z0-9])[A-Za-z]{1,2}\d{4,7}(?![A-Za-z0-9])   # CIN
      | (?:\+|00)?\d(?:[ .-]?\d){7,}                            # telephone, insured number, RIB
      | (?<=\()[^()]*(?=\)=\()|(?<=\)=\()[^()]*(?=\))           # PostgreSQL: Key (column)=(value)
      | [\w.+-]+@[\w-]+\.\w+                                    # mail
    """,
    re.VERBOSE,
)
MASK = "…"


def without_persons(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The processor that keeps persons out: forbidden fields go, their names are listed in `removed`."""
    kept, removed = _cleaned(event)
    if removed:
        kept["removed"] = sorted(removed)
    return kept


def _cleaned(fields: Mapping[str, Any]) -> tuple[dict[str, Any], set[str]]:
    kept: dict[str, Any] = {}
    removed: set[str] = set()
    for key, value in fields.items():
        if FORBIDDEN.search(key) and key not in ALLOWED and not (key in COUNTED and type(value) is int):
            removed.add(key)
        elif key == "timestamp" or (type(value) is int and key.endswith(("_id", "_bytes", "_centimes"))):
            kept[key] = value
        else:
            kept[key] = _masked(value, removed)
    return kept, removed


def _masked(value: Any, removed: set[str]) -> Any:
    if isinstance(value, bool | float | None) or (isinstance(value, int) and abs(value) < LONG):
        return value
    if isinstance(value, Mapping):
        kept, gone = _cleaned(value)
        removed |= gone
        return kept
    if isinstance(value, list | tuple | set):
        return [_masked(item, removed) for item in value]
    return PERSONAL.sub(MASK, str(value))


def without_messages(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An exception as its class and the places it went through; never its words or local values."""
    given = event.pop("exc_info", None)
    if not given:
        return event
    error = (
        given
        if isinstance(given, BaseException)
        else (given[1] if isinstance(given, tuple) else sys.exc_info()[1])
    )
    if error is not None:
        places = traceback.extract_tb(error.__traceback__)
        event["error"] = type(error).__qualname__
        event["code"] = getattr(error, "code", None) or getattr(error, "sqlstate", None)
        event["at"] = [f"{Path(place.filename).name}:{place.lineno} {place.name}" for place in places]
    return event


CHAIN: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    without_messages,
    without_persons,
]


def configure(*, stream: TextIO | None = None, level: str | None = None) -> None:
    """Send every log, of ours and of the libraries, as JSON to the stream.

    stream: else the file $HIMAYA_LOG_FILE, else the error stream.
    level: else $HIMAYA_LOG_LEVEL, else WARNING.
    """
    path = os.environ.get("HIMAYA_LOG_FILE")
    named = stream is None and path
    handler = logging.FileHandler(path, delay=True) if named and path else logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, structlog.stdlib.ExtraAdder(), *CHAIN],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level or os.environ.get("HIMAYA_LOG_LEVEL", "WARNING"))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *CHAIN,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
