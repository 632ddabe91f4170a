"""House rules on lists (the fund's `registry/checks.yaml`): what is plausible, and what counts as no name."""

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from himaya.kernel import yaml_file
from himaya.runtime.fund import fund_folder


def rules() -> Mapping[str, Any]:
    """The rules of the fund that runs here, as its file says them."""
    return _read(fund_folder() / "registry" / "checks.yaml")


def no_names() -> tuple[str, ...]:
    """What is written where a name is not known, in capitals."""
    return tuple(rules().get("no_names", ()))


def no_family_names() -> tuple[str, ...]:
    """What says that somebody has no family name, in capitals."""
    return tuple(rules().get("no_family_names", ()))


@functools.cache
def _read(path: Path) -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml_file.read(path)
    return found
