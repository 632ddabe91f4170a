"""The law of the fund that runs here, loaded once, and the variables of it that the fund's rooms ask for.

Another fund replaces the law by answering the same variables (docs/howto/add-a-scheme.md).
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from himaya.runtime.fund import fund_name

if TYPE_CHECKING:
    from himaya.legislation.law import Legislation


@functools.cache
def _loaded(name: str) -> Legislation:
    from himaya.legislation.law import Legislation

    return Legislation.load(name)


def current() -> Legislation:
    """The law in force for this fund, loaded once a process."""
    return _loaded(fund_name())
