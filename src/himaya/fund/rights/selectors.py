"""Reading rights: of one person, on a day, as they were known on a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml
from psycopg import Connection
from psycopg.rows import dict_row

from himaya.fund.rights.states import Reason, Remedy, RightState
from himaya.runtime.fund import fund_folder


@dataclass(frozen=True, kw_only=True)
class Held:
    """A right of one person over a period: state, why, by which text, and what would mend it.

    `remedy_centimes` is what the act costs, `remedy_by` the day by which it must be done; None: not asked.
    """

    person_id: int
    relation: str  # self, spouse or child
    start_on: date
    end_on: date | None
    state: RightState
    reason: Reason
    reference: str
    evidence: str
    scheme: str
    remedy: Remedy | None
    remedy_centimes: int | None
    remedy_by: date | None


FAMILY = """
with concerned as (
    select %(person)s::bigint as person_id, 'self' as relation
    union all
    select dependant_id, relation from registry_familylink where insured_id = %(person)s
)
select concerned.person_id, concerned.relation, held.start_on, held.end_on, held.state, held.reason,
       scheme.code as scheme, held.remedy, held.remedy_centimes, held.remedy_by
from concerned
join rights_right held using (person_id)
join registry_scheme scheme on scheme.id = held.scheme_id
join runtime_run learnt on learnt.id = held.known_run_id
left join runtime_run forgotten on forgotten.id = held.superseded_run_id
where (learnt.payload ->> 'on')::date <= %(known_on)s
  and (forgotten.id is null or (forgotten.payload ->> 'on')::date > %(known_on)s)
  and (%(on)s::date is null or (held.start_on <= %(on)s and (held.end_on is null or held.end_on > %(on)s)))
order by concerned.relation <> 'self', concerned.relation desc, concerned.person_id, held.start_on
"""


def list_rights(
    connection: Connection, *, person_id: int, on: date | None, known_on: date | None = None
) -> list[Held]:
    """Rights of a person and of his dependants: on the day `on` (None: the whole history).

    known_on: as the fund believed on that day; None: as it believes now.
    """
    texts = references()
    asked = {"person": person_id, "on": on, "known_on": known_on or date.max}
    with connection.cursor(row_factory=dict_row) as cursor:
        return [_held(row, texts) for row in cursor.execute(FAMILY, asked)]


def references() -> dict[str, dict[str, str]]:
    """The text and the evidence behind each reason, from the fund's files."""
    path = fund_folder() / "registry" / "reasons.yaml"
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def _held(row: dict[str, Any], texts: dict[str, dict[str, str]]) -> Held:
    reason = Reason(row.pop("reason"))
    remedy = row.pop("remedy")
    text = texts[reason.name]
    return Held(
        **{**row, "state": RightState(row["state"])},
        reason=reason,
        reference=text["reference"],
        evidence=text["evidence"],
        remedy=Remedy(remedy) if remedy else None,
    )
