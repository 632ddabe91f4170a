"""How much an old-age pension is (dahir 1-72-184, art. 55; laws 17-02 and 02-24; decree 2.25.265)."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Day,
    Exact,
    Flag,
    Parameters,
    at_least,
    at_most,
    choose,
    first_known,
    formula,
    half_up,
    no_amount,
    total,
    truncate,
    where,
    words,
)

_LAW = "Dahir 1-72-184, art. 55; loi 17-02"
_ROWS = 96  # bounds the proof: one row for each wage of the last months


@formula(
    unit="exact_money",
    of="wage_month",
    on="day",
    law="Loi 17-02 (dahir 1-04-127 du 4 novembre 2004)",
    label=words(
        ar="متوسط آخر الأجور المصرح بها",
        fr="Moyenne des derniers salaires déclarés",
        en="Average of the last declared wages",
    ),
    says=words(
        ar="مجموع الأجور في حدود السقف {wage_capped} × عدد الأشهر {same_wage_months} للشخص {person}، على "
        "{p.old_age.average_months} ({p.decisions.average_wage_divisor}).",
        fr="Total des salaires plafonnés {wage_capped} × nombre de mois {same_wage_months} de la personne "
        "{person}, divisé par {p.old_age.average_months} ({p.decisions.average_wage_divisor}).",
        en="Sum of the capped wages {wage_capped} × months {same_wage_months} of the person {person}, over "
        "{p.old_age.average_months} ({p.decisions.average_wage_divisor}).",
    ),
)
def last_wages_average(wage_capped: Amount, same_wage_months: Amount, person: Amount, p: Parameters) -> Exact:
    """The rows are the last declared months before the pension age, alike months together."""
    wages = total(wage_capped * same_wage_months, over=person, at_most_rows=_ROWS)
    declared = at_least(total(same_wage_months, over=person, at_most_rows=_ROWS), 1)
    fixed = p.decisions.average_wage_divisor == "fixed"
    return wages / where(fixed, p.old_age.average_months, at_most(declared, p.old_age.average_months))


@formula(
    unit="centimes",
    of="insured_person",
    law="Loi 17-02 (dahir 1-04-127 du 4 novembre 2004)",
    label=words(
        ar="متوسط آخر الأجور، للعرض", fr="Salaire mensuel moyen, affiché", en="Average monthly wage, shown"
    ),
    says=words(
        ar="{last_wages_average} إلى أقرب سنتيم.",
        fr="{last_wages_average}, au centime le plus proche.",
        en="{last_wages_average}, to the nearest centime.",
    ),
)
def last_wages_average_shown(last_wages_average: Exact) -> Amount:
    """As it is told; pensions are worked out from the unrounded one."""
    return half_up(last_wages_average)


@formula(
    unit="exact_money",
    of="insured_person",
    on="day",
    law=_LAW,
    label=words(
        ar="الأجر المتوسط للمعاش", fr="Salaire moyen de la pension", en="Average wage of the pension"
    ),
    says=words(
        ar="{average_monthly_wage}، وإلا {last_wages_average}، في حدود {p.wages.contribution_ceiling}.",
        fr="{average_monthly_wage}, sinon {last_wages_average}, au plus {p.wages.contribution_ceiling}.",
        en="{average_monthly_wage}, else {last_wages_average}, at most {p.wages.contribution_ceiling}.",
    ),
)
def pension_average_wage(average_monthly_wage: Amount, last_wages_average: Exact, p: Parameters) -> Exact:
    """Centimes unrounded, never above the ceiling."""
    ceiling = p.wages.contribution_ceiling
    return first_known(Exact.of(at_most(average_monthly_wage, ceiling)), at_most(last_wages_average, ceiling))


@formula(
    unit="ratio",
    of="insured_person",
    on="day",
    law=_LAW + "; loi 02-24",
    label=words(ar="نسبة معاش الشيخوخة", fr="Taux de la pension", en="Rate of the pension"),
    says=words(
        ar="{p.old_age.base_rate}، زائد {p.old_age.step} عن كل {p.old_age.step_days} بعد {p.old_age.days_full} من "
        "{pension_days}، في حدود {p.old_age.rate_max}؛ ودونها حسب {p.decisions.short_pension_formula}.",
        fr="{p.old_age.base_rate}, plus {p.old_age.step} par {p.old_age.step_days} au-delà de "
        "{p.old_age.days_full} parmi {pension_days}, au plus {p.old_age.rate_max}; en dessous, selon "
        "{p.decisions.short_pension_formula}.",
        en="{p.old_age.base_rate}, plus {p.old_age.step} for each {p.old_age.step_days} past "
        "{p.old_age.days_full} of {pension_days}, at most {p.old_age.rate_max}; below, by "
        "{p.decisions.short_pension_formula}.",
    ),
)
def old_age_rate(pension_days: Amount, p: Parameters) -> Exact:
    """Share of the average wage (D16 below 3,240 days)."""
    return where(
        pension_days >= p.old_age.days_full, _full_rate(pension_days, p), _short_rate(pension_days, p)
    )


def _full_rate(pension_days: Amount, p: Parameters) -> Exact:
    past = at_least(pension_days - p.old_age.days_full, 0)
    steps = truncate(past / p.old_age.step_days)
    return at_most(p.old_age.base_rate + p.old_age.step * steps, p.old_age.rate_max)


def _short_rate(pension_days: Amount, p: Parameters) -> Exact:
    full = p.old_age.days_full
    flat = p.decisions.short_pension_formula == "flat"
    counted = where(flat, full, at_most(pension_days, full))
    return p.old_age.base_rate * counted / full


@formula(
    unit="centimes",
    of="insured_person",
    on="day",
    law="Dahir 1-96-104; décret 2.25.265",
    label=words(ar="الحد الأدنى للمعاش", fr="Pension minimale applicable", en="Minimum pension that applies"),
    says=words(
        ar="{p.old_age.minimum} ابتداء من {p.old_age.days_full}، ودونها {p.old_age.floor} حسب {pension_days}.",
        fr="{p.old_age.minimum} à partir de {p.old_age.days_full}, en dessous {p.old_age.floor} selon "
        "{pension_days}.",
        en="{p.old_age.minimum} from {p.old_age.days_full}, below it {p.old_age.floor} by {pension_days}.",
    ),
)
def pension_minimum(pension_days: Amount, p: Parameters) -> Amount:
    """The least a pension pays, by days of insurance."""
    return where(pension_days >= p.old_age.days_full, p.old_age.minimum, p.old_age.floor.at(pension_days))


@formula(
    unit="centimes",
    of="insured_person",
    law=_LAW + "; loi 02-24; décret 2.25.265",
    label=words(
        ar="مبلغ معاش الشيخوخة", fr="Montant de la pension de vieillesse", en="Amount of the old-age pension"
    ),
    says=words(
        ar="{old_age_rate} من {pension_average_wage}، ولا يقل عن {pension_minimum}.",
        fr="{old_age_rate} de {pension_average_wage}, au moins {pension_minimum}.",
        en="{old_age_rate} of {pension_average_wage}, at least {pension_minimum}.",
    ),
)
def old_age_pension_amount(
    old_age_rate: Exact, pension_average_wage: Exact, pension_minimum: Amount
) -> Amount:
    """Monthly pension, centimes; early retirement changes the age, not the formula."""
    return at_least(half_up(old_age_rate * pension_average_wage), pension_minimum)


@formula(
    unit="centimes",
    of="insured_person",
    law=_LAW + "; loi 02-24",
    label=words(ar="معاش الشيخوخة المستحق", fr="Pension de vieillesse due", en="Old-age pension due"),
    says=words(
        ar="{old_age_pension_amount} إذا توفر الحق ({old_age_entitled}؛ الأيام الناقصة {pension_days_missing})، "
        "ابتداء من {old_age_effective_from} ({day}).",
        fr="{old_age_pension_amount} si le droit est ouvert ({old_age_entitled}; jours manquants "
        "{pension_days_missing}), à partir du {old_age_effective_from} ({day}).",
        en="{old_age_pension_amount} if the right is open ({old_age_entitled}; days missing "
        "{pension_days_missing}), from {old_age_effective_from} ({day}).",
    ),
)
def old_age_pension(
    old_age_pension_amount: Amount,
    old_age_entitled: Flag,
    pension_days_missing: Amount,
    old_age_effective_from: Day,
    day: Day,
) -> Amount:
    """What is due a month, or why nothing is."""
    return choose(
        (pension_days_missing > 0, no_amount("INSURANCE_DAYS_TOO_FEW")),
        (~old_age_entitled, no_amount("PENSION_AGE_NOT_REACHED")),
        (day < old_age_effective_from, no_amount("NOT_YET")),
        otherwise=old_age_pension_amount,
    )


@formula(
    unit="centimes",
    of="insured_person",
    on="retirement_day",
    law="Dahir 1-72-184, art. 53 bis; décret 2-05-181 du 20 juillet 2005",
    label=words(
        ar="منحة التقاعد المبكر الواجبة على المشغل",
        fr="Prime de retraite anticipée due par l'employeur",
        en="Premium of early retirement owed by the employer",
    ),
    says=words(
        ar="{old_age_pension_amount} × المعامل المنشور لسن {age_years_completed} ({p.old_age.early_premium})، في "
        "التقاعد المبكر ({early_retirement}).",
        fr="{old_age_pension_amount} × le multiple publié pour l'âge {age_years_completed} "
        "({p.old_age.early_premium}), en retraite anticipée ({early_retirement}).",
        en="{old_age_pension_amount} × the multiple published for the age {age_years_completed} "
        "({p.old_age.early_premium}), in early retirement ({early_retirement}).",
    ),
)
def early_retirement_premium(
    old_age_pension_amount: Amount, age_years_completed: Amount, early_retirement: Flag, p: Parameters
) -> Amount:
    """Proportional to the pension; published for one age only."""
    multiple = p.old_age.early_premium.find(age_years_completed=age_years_completed).multiple
    premium = half_up(old_age_pension_amount * multiple)
    return where(first_known(early_retirement, False), premium, no_amount("NOT_AN_EARLY_RETIREMENT"))
