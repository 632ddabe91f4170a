"""The register counted once, on one day, along every line of the published tables.

Everything that is shown is a sum over these rows, so that no two tables can disagree.
"""

from datetime import date

import polars as pl
from psycopg import Connection

from himaya.fund.rights.states import Reason
from himaya.runtime.copying import read_frame

AGE_BANDS = ((25, "0-24"), (35, "25-34"), (45, "35-44"), (55, "45-54"), (65, "55-64"))
OLDEST = "65+"
PAID_SINCE = 0
"""Stands among the remedies for a right that was closed on the day by months paid since: nothing is left to do."""
UNPAID = int(Reason.CONTRIBUTIONS_UNPAID)
COUNTED_GROUP = "self_employed"
"""The group of schemes (registry/schemes.yaml) whose people the table counts."""
BANDED = (
    "case "
    + " ".join(f"when age.years < {n} then '{band}'" for n, band in AGE_BANDS)
    + f" else '{OLDEST}' end"
)

MEMBERS = f"""
select distinct on (membership.person_id) membership.person_id, category."group" as category
from registry_membership membership
join registry_category category on category.id = membership.category_id
join registry_scheme scheme on scheme.id = membership.scheme_id
join runtime_run run on run.id = membership.run_id
where scheme."group" = '{COUNTED_GROUP}'
  and (run.payload ->> 'on')::date <= least(%(on)s::date, %(known_on)s::date)
  and (membership.end_on is null or membership.end_on > %(on)s)
order by membership.person_id, membership.id
"""

PEOPLE = f"""
with member as ({MEMBERS}),
held as (
    select held.person_id, held.state,
           case when held.remedy is null and held.reason = {UNPAID} then {PAID_SINCE} else held.remedy end as remedy
    from rights_right held
    join runtime_run learnt on learnt.id = held.known_run_id
    left join runtime_run forgotten on forgotten.id = held.superseded_run_id
    where (learnt.payload ->> 'on')::date <= %(known_on)s
      and (forgotten.id is null or (forgotten.payload ->> 'on')::date > %(known_on)s)
      and held.start_on <= %(on)s and (held.end_on is null or held.end_on > %(on)s)
)
select coalesce(region.code, '') as region, coalesce(commune.code, '') as commune, member.category, person.sex,
       {BANDED} as age_band,
       coalesce(held.state, 2)::smallint as state, held.remedy, count(*) as people
from member
join registry_person person on person.id = member.person_id
left join territory_commune commune on commune.id = person.commune_id
left join territory_region region on region.id = commune.region_id
left join held on held.person_id = member.person_id
cross join lateral (select extract(year from age(%(on)s::date, person.birth_on)) as years) age
where person.merged_into_id is null and (person.died_on is null or person.died_on > %(on)s)
group by 1, 2, 3, 4, 5, 6, 7
"""

FAMILIES = f"""
with member as ({MEMBERS}),
declared as (
    select distinct on (link.dependant_id) coalesce(region.code, '') as region, member.category, link.relation
    from member
    join registry_person person on person.id = member.person_id
    left join territory_commune commune on commune.id = person.commune_id
    left join territory_region region on region.id = commune.region_id
    join registry_familylink link on link.insured_id = member.person_id
    join runtime_run run on run.id = link.run_id
    join registry_person dependant on dependant.id = link.dependant_id
    where person.merged_into_id is null and (person.died_on is null or person.died_on > %(on)s)
      and (run.payload ->> 'on')::date <= least(%(on)s::date, %(known_on)s::date)
      and link.start_on <= %(on)s and (link.end_on is null or link.end_on > %(on)s)
      and (dependant.died_on is null or dependant.died_on > %(on)s)
    order by link.dependant_id, link.id
)
select region, category, relation, count(*) as people from declared group by 1, 2, 3
"""

COVERED = """
select distinct on (scheme.id, person.id) coalesce(region.code, '') as region, scheme.id as scheme_id,
       person.id as person_id
from registry_membership membership
join registry_scheme scheme on scheme.id = membership.scheme_id
join runtime_run run on run.id = membership.run_id
join registry_person person on person.id = membership.person_id
left join territory_commune commune on commune.id = person.commune_id
left join territory_region region on region.id = commune.region_id
where person.merged_into_id is null and (person.died_on is null or person.died_on > %(on)s)
  and (run.payload ->> 'on')::date <= least(%(on)s::date, %(known_on)s::date)
  and (membership.end_on is null or membership.end_on > %(on)s)
"""

SCHEMES = f"""
with covered as ({COVERED}),
dependant as (
    select distinct on (covered.scheme_id, link.dependant_id) covered.scheme_id, covered.region
    from covered
    join registry_familylink link on link.insured_id = covered.person_id
    join runtime_run run on run.id = link.run_id
    join registry_person person on person.id = link.dependant_id
    where (run.payload ->> 'on')::date <= least(%(on)s::date, %(known_on)s::date)
      and link.start_on <= %(on)s and (link.end_on is null or link.end_on > %(on)s)
      and (person.died_on is null or person.died_on > %(on)s)
    order by covered.scheme_id, link.dependant_id, link.id
),
counted as (
    select scheme_id, region, count(*) as insured, 0 as dependants from covered group by 1, 2
    union all
    select scheme_id, region, 0, count(*) from dependant group by 1, 2
)
select counted.region, scheme.code as scheme, scheme."group" = '{COUNTED_GROUP}' as counted,
       sum(insured)::bigint as insured, sum(dependants)::bigint as dependants
from counted join registry_scheme scheme on scheme.id = counted.scheme_id
group by 1, 2, 3
"""


def people(connection: Connection, *, on: date, known_on: date | None) -> pl.DataFrame:
    """Registered self-employed people: (region, commune, category, sex, age_band, state, remedy, people)."""
    return read_frame(connection, PEOPLE, _days(on, known_on))


def families(connection: Connection, *, on: date, known_on: date | None) -> pl.DataFrame:
    """Their declared dependants: (region, category, relation, people).

    A child whom both parents declare counts once, where the first declaration put him.
    """
    return read_frame(connection, FAMILIES, _days(on, known_on))


def schemes(connection: Connection, *, on: date, known_on: date | None) -> pl.DataFrame:
    """Insured people and dependants of every scheme: (region, scheme, counted, insured, dependants).

    counted: the scheme's people are those of `people`.
    """
    return read_frame(connection, SCHEMES, _days(on, known_on))


def _days(on: date, known_on: date | None) -> dict[str, date]:
    return {"on": on, "known_on": known_on or date.max}
