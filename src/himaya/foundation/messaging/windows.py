"""When a message may go: hours of the day by category and weekday, in the fund's own time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from himaya.foundation.messaging.states import Category
from himaya.foundation.messaging.templates import Sending

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HORIZON_DAYS = 14

Holiday = Callable[[date], bool]


def no_holiday(day: date) -> bool:
    """A calendar without public holidays."""
    return False


def hours(sending: Sending, *, category: Category, day: date, holiday: Holiday) -> tuple[time, time] | None:
    """The hours in which a category may go on a day, None when it may not.

    One-time codes, and categories for which the fund set no window, may go at any hour.
    """
    days = sending.windows.get(category.name.lower())
    if category is Category.OTP or days is None:
        return time.min, time.max
    found = days.get("holiday" if holiday(day) else WEEKDAYS[day.weekday()])
    return (time.fromisoformat(found[0]), time.fromisoformat(found[1])) if found else None


def is_open(sending: Sending, *, category: Category, now: datetime, holiday: Holiday = no_holiday) -> bool:
    """True when a message of that category may go at this instant."""
    local = now.astimezone(ZoneInfo(sending.time_zone))
    found = hours(sending, category=category, day=local.date(), holiday=holiday)
    return found is not None and found[0] <= local.time() < found[1]


def next_opening(
    sending: Sending, *, category: Category, now: datetime, holiday: Holiday = no_holiday
) -> datetime | None:
    """The first instant, from now on, at which the category may go; None if there is none in two weeks."""
    zone = ZoneInfo(sending.time_zone)
    local = now.astimezone(zone)
    for offset in range(HORIZON_DAYS + 1):
        day = local.date() + timedelta(days=offset)
        found = hours(sending, category=category, day=day, holiday=holiday)
        if found is None:
            continue
        opens, closes = (datetime.combine(day, hour, zone) for hour in found)
        if local < closes:
            return max(local, opens)
    return None
