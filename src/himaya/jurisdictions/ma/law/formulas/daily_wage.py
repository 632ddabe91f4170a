"""The average daily wage on which short-term benefits are paid (decision D4)."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Exact,
    Parameters,
    at_least,
    first_known,
    formula,
    half_up,
    no_exact,
    total,
    where,
    words,
)

_LAW = "Dahir 1-72-184, art. 34 à 37"
_ROWS = 100  # bounds the proof: months and employers of half a year


@formula(
    unit="days",
    of="wage_month",
    law=_LAW,
    label=words(
        ar="الأيام المعتمدة في الأجر اليومي المتوسط",
        fr="Jours du salaire journalier moyen",
        en="Days in the average daily wage",
    ),
    says=words(
        ar="أيام الأشهر الستة {days_in_6_months}، وإلا مجموع أيام كل شهر {declared_days} للشخص {person}.",
        fr="Jours des six mois {days_in_6_months}, sinon total des jours de chaque mois {declared_days} de la "
        "personne {person}.",
        en="Days of the six months {days_in_6_months}, else the sum of each month's days {declared_days} of the "
        "person {person}.",
    ),
)
def daily_wage_days(days_in_6_months: Amount, declared_days: Amount, person: Amount) -> Amount:
    """Days declared in the six months before the stoppage; the rows are those months."""
    return first_known(days_in_6_months, total(declared_days, over=person, at_most_rows=_ROWS))


@formula(
    unit="centimes",
    of="wage_month",
    law=_LAW,
    label=words(
        ar="الأجور المعتمدة في الأجر اليومي المتوسط",
        fr="Salaires du salaire journalier moyen",
        en="Wages in the average daily wage",
    ),
    says=words(
        ar="أجور الأشهر الستة {capped_wages_in_6_months}، وإلا مجموع أجر كل شهر في حدود السقف {wage_capped} "
        "للشخص {person}.",
        fr="Salaires des six mois {capped_wages_in_6_months}, sinon total des salaires plafonnés de chaque mois "
        "{wage_capped} de la personne {person}.",
        en="Wages of the six months {capped_wages_in_6_months}, else the sum of each month's capped wage "
        "{wage_capped} of the person {person}.",
    ),
)
def daily_wage_total(capped_wages_in_6_months: Amount, wage_capped: Amount, person: Amount) -> Amount:
    """Wages of the six months before the stoppage, each up to the ceiling of its month."""
    return first_known(capped_wages_in_6_months, total(wage_capped, over=person, at_most_rows=_ROWS))


@formula(
    unit="exact_money",
    of="stoppage",
    on="stoppage_on",
    law=_LAW,
    label=words(ar="الأجر اليومي المتوسط", fr="Salaire journalier moyen", en="Average daily wage"),
    says=words(
        ar="{daily_wage_total} على {daily_wage_days}، × {p.wages.days_month} على {p.daily_wage.month_days} "
        "({p.decisions.daily_wage_basis}).",
        fr="{daily_wage_total} divisés par {daily_wage_days}, × {p.wages.days_month} / {p.daily_wage.month_days} "
        "({p.decisions.daily_wage_basis}).",
        en="{daily_wage_total} over {daily_wage_days}, × {p.wages.days_month} / {p.daily_wage.month_days} "
        "({p.decisions.daily_wage_basis}).",
    ),
)
def average_daily_wage(daily_wage_total: Amount, daily_wage_days: Amount, p: Parameters) -> Exact:
    """Wage of a calendar day, centimes unrounded: a full month gives a thirtieth of its wage."""
    thirtieth = p.decisions.daily_wage_basis == "thirtieth"
    month = p.daily_wage.month_days
    part = where(thirtieth, p.wages.days_month, month)
    wage = daily_wage_total * part / (at_least(daily_wage_days, 1) * month)
    return where(daily_wage_days == 0, no_exact("NO_DAY_DECLARED"), wage)


@formula(
    unit="centimes",
    of="stoppage",
    law=_LAW,
    label=words(
        ar="الأجر اليومي المتوسط، للعرض",
        fr="Salaire journalier moyen, affiché",
        en="Average daily wage, shown",
    ),
    says=words(
        ar="{average_daily_wage} إلى أقرب سنتيم.",
        fr="{average_daily_wage}, au centime le plus proche.",
        en="{average_daily_wage}, to the nearest centime.",
    ),
)
def average_daily_wage_shown(average_daily_wage: Exact) -> Amount:
    """As it is told; benefits are worked out from the unrounded one."""
    return half_up(average_daily_wage)
