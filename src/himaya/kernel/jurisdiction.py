"""Where the files of one fund lie: its law, territory, registry and messages, replaced for another fund."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import yaml

from himaya.kernel.errors import DomainError

_SHIPPED = Path(__file__).resolve().parent.parent / "jurisdictions"


class UnknownFund(DomainError):
    """No folder of fund files bears that name."""

    code = "kernel.unknown_fund"
    params = ("fund",)
    message = "There are no files for the fund {fund!r}."
    remedy = "Set HIMAYA_FUND to a fund that is shipped (ma) or to the path of a folder that holds fund.yaml."


def folder(name: str = "ma") -> Path:
    """The folder of a fund's files: a shipped fund's short name, or a path to a folder of the same layout.

    >>> folder("ma").name
    'ma'
    >>> folder("nowhere")
    Traceback (most recent call last):
    himaya.kernel.jurisdiction.UnknownFund: There are no files for the fund 'nowhere'.
    """
    shipped = _SHIPPED / name
    candidate = shipped if name.isidentifier() else Path(name).expanduser().resolve()
    if not (candidate / "fund.yaml").is_file():
        raise UnknownFund(fund=name)
    return candidate


@functools.cache
def _profile(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load((path / "fund.yaml").read_text(encoding="utf-8")))


def profile(name: str = "ma") -> dict[str, Any]:
    """What `fund.yaml` says of the fund: its names, languages, currency and time zone.

    >>> profile("ma")["currency"]["code"]
    'MAD'
    """
    return dict(_profile(folder(name)))
