"""From what identifies an insured person to the person: number, CIN, IDCS; the kept record after a merge."""

from dataclasses import dataclass

from psycopg import Connection

from himaya.fund.registry.errors import PersonUnknown
from himaya.kernel.digits import compact
from himaya.kernel.identifiers import cin


@dataclass(frozen=True, kw_only=True)
class Insured:
    """An insured person: internal id, number, and names in the script that is known."""

    id: int
    insured_number: int
    name: str


def find_insured(connection: Connection, *, text: str) -> Insured:
    """The insured person whom a number, a CIN or an IDCS names. Raises PersonUnknown."""
    value = compact(text)
    number = int(value) if value.isdigit() and len(value) == 9 else None
    idcs = value if value.isdigit() and len(value) == 10 else None
    card = cin.key(value) if cin.check(value) else None
    row = connection.execute(
        """select kept.id, kept.insured_number,
                  coalesce(nullif(trim(kept.given_name_fr || ' ' || kept.family_name_fr), ''),
                           trim(kept.given_name_ar || ' ' || kept.family_name_ar))
           from registry_person found
           join registry_person kept on kept.id = coalesce(found.merged_into_id, found.id)
           where (found.insured_number = %(number)s or found.idcs = %(idcs)s or found.cin_key = %(card)s)
             and kept.insured_number is not null""",
        {"number": number, "idcs": idcs, "card": card},
    ).fetchone()
    if row is None:
        raise PersonUnknown()
    return Insured(id=row[0], insured_number=row[1], name=row[2])
