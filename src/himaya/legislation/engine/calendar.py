"""Day numbers to years, months and days by whole-number arithmetic, the same for one number and for a column.

After Howard Hinnant, "chrono-compatible low-level date algorithms": no branch, floor division only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_SHIFT, _ERA = 719_468, 146_097
Keep = Callable[[Any], Any]


def year_month_day(day: Any, keep: Keep) -> tuple[Any, Any, Any]:
    """Year, month and day of a day number; `keep` stores a value that is used several times."""
    shifted = keep(day + _SHIFT)
    era = keep(shifted // _ERA)
    of_era = keep(shifted - era * _ERA)
    year_of_era = keep((of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365)
    of_year = keep(of_era - (year_of_era * 365 + year_of_era // 4 - year_of_era // 100))
    from_march = keep((of_year * 5 + 2) // 153)
    carry = keep(from_march // 10)
    month = keep(from_march + 3 - carry * 12)
    return keep(year_of_era + era * 400 + carry), month, keep(of_year - (from_march * 153 + 2) // 5 + 1)


def first_day(month_index: Any, keep: Keep) -> Any:
    """The day number of the first of a month, given as year × 12 + month - 1."""
    since_march = keep(month_index + 10)
    year = keep(since_march // 12 - 1)
    from_march = since_march - (year + 1) * 12
    era = keep(year // 400)
    of_era = keep(year - era * 400)
    days = of_era * 365 + of_era // 4 - of_era // 100 + (from_march * 153 + 2) // 5
    return keep(days + era * _ERA - _SHIFT)
