"""The keys of case files under the names of this law."""

from __future__ import annotations

from himaya.legislation.cases import Result, Topic

TOPICS = {
    "contribution": Topic(
        facts={"trade": "category"}, day=("month",), results={"monthly": Result("month_due")}
    ),
    "waiting": Topic(
        facts={"first_month": "first_due_month"}, results={"rights_from": Result("rights_open_from")}
    ),
}
