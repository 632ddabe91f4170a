"""The people of a simulation, from the register: whoever belongs to a contributing scheme in a month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl
from psycopg import Connection

from himaya.fund.registry.membership_law import LAW_INPUTS, law_inputs
from himaya.runtime.copying import read_frame

PEOPLE_A_PART = 1_000_000

MEMBERS = """
select membership.person_id as person, category.code as category, membership.subcategory, membership.farm_class,
       membership.vehicle_owner, membership.diploma_on, membership.practice_from,
       membership.annual_net_profit_centimes, membership.annual_income_tax_centimes, membership.rsu_score,
       person.sex, region.code as region
from registry_membership membership
join registry_category category on category.id = membership.category_id
join registry_scheme scheme on scheme.id = membership.scheme_id
join registry_person person on person.id = membership.person_id
left join territory_commune commune on commune.id = person.commune_id
left join territory_region region on region.id = commune.region_id
where scheme.rights = 'contributions' and membership.first_due_month <= %(month)s
      and (membership.end_on is null or membership.end_on > %(day)s)
      and (person.died_on is null or person.died_on >= %(day)s)
      and membership.person_id > %(above)s and membership.person_id <= %(upto)s
"""


class Register:
    """The memberships of a month as facts of the law."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def parts(self, *, month: date, whole: bool) -> Iterator[pl.DataFrame]:
        """The people of a month by ranges of their numbers; `whole`: all at once."""
        row = self.connection.execute(
            "select coalesce(max(person_id), 0) from registry_membership"
        ).fetchone()
        last = row[0] if row else 0
        step = max(1, last) if whole else PEOPLE_A_PART
        for above in range(0, last, step):
            asked = {
                "above": above,
                "upto": above + step,
                "day": month,
                "month": month.year * 12 + month.month - 1,
            }
            rows = read_frame(self.connection, MEMBERS, asked).with_columns(pl.lit(month).alias("month"))
            yield law_inputs(rows).select("person", *LAW_INPUTS, "month", "sex", "region")
