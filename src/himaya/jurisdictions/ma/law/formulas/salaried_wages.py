"""Wages of employees: the ceiling, the minimum by sector, several employers."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Code,
    Exact,
    Flag,
    Parameters,
    at_most,
    first_known,
    formula,
    half_up,
    is_known,
    largest,
    no_amount,
    total,
    where,
    words,
)


@formula(
    unit="centimes",
    of="employee_month",
    on="month",
    law="Dahir 1-72-184 du 27 juillet 1972; plafond: décret de 2002",
    label=words(ar="الأجر المسقف", fr="Salaire plafonné", en="Capped wage"),
    says=words(
        ar="الأجر الإجمالي {gross_wage} في حدود {p.wages.contribution_ceiling} (أيام مصرح بها: {declared_days}).",
        fr="Salaire brut {gross_wage}, au plus {p.wages.contribution_ceiling} (jours déclarés: {declared_days}).",
        en="Gross wage {gross_wage}, at most {p.wages.contribution_ceiling} (days declared: {declared_days}).",
    ),
)
def wage_capped(gross_wage: Amount, declared_days: Amount, p: Parameters) -> Amount:
    """Wage of one month with one employer on which short-term, job-loss and pension contributions are owed.

    decisions.ceiling_proration (D3): the ceiling of a part month is whole, or in proportion to the days.
    """
    whole = p.wages.contribution_ceiling
    part = half_up(whole * declared_days / p.wages.days_month)
    return at_most(gross_wage, where(p.decisions.ceiling_proration == "by_days", part, whole))


@formula(
    unit="centimes",
    of="month",
    on="month",
    law="Code du travail, art. 356 et 184",
    label=words(
        ar="الحد الأدنى القانوني الشهري للأجر (السميك)",
        fr="SMIG mensuel",
        en="Monthly minimum wage (SMIG)",
    ),
    says=words(
        ar="السميك في الساعة {p.wages.smig_hour} × {p.decisions.smig_hours_month} ساعة.",
        fr="SMIG horaire {p.wages.smig_hour} × {p.decisions.smig_hours_month} heures.",
        en="Hourly SMIG {p.wages.smig_hour} × {p.decisions.smig_hours_month} hours.",
    ),
)
def smig_month(p: Parameters) -> Amount:
    """The minimum wage of a full month outside agriculture (D6: 191 hours)."""
    return half_up(p.wages.smig_hour * p.decisions.smig_hours_month)


@formula(
    unit="centimes",
    of="month",
    on="month",
    law="Code du travail, art. 356",
    label=words(
        ar="الحد الأدنى الفلاحي الشهري للأجر (السماگ)", fr="SMAG mensuel", en="Monthly minimum wage (SMAG)"
    ),
    says=words(
        ar="السماگ في اليوم {p.wages.smag_day} × {p.wages.days_month}.",
        fr="SMAG journalier {p.wages.smag_day} × {p.wages.days_month}.",
        en="Daily SMAG {p.wages.smag_day} × {p.wages.days_month}.",
    ),
)
def smag_month(p: Parameters) -> Amount:
    """The minimum wage of a full month in agriculture."""
    return p.wages.smag_day * p.wages.days_month


@formula(
    unit="code",
    of="employee_month",
    on="month",
    law="Code du travail, art. 356",
    label=words(ar="وحدة الحد الأدنى للأجر", fr="Unité du salaire minimum", en="Unit of the minimum wage"),
    says=words(
        ar="حسب القطاع {sector}: بالساعة أو باليوم.",
        fr="Selon le secteur {sector}: à l'heure ou à la journée.",
        en="By sector {sector}: by the hour or by the day.",
    ),
)
def minimum_wage_unit(sector: Code, p: Parameters) -> Code:
    """`hour` or `day`; a sector that is not given is neither agricultural nor domestic."""
    return p.wages.sectors.find(sector=first_known(sector, "non_agricultural")).unit


@formula(
    unit="exact_money",
    of="employee_month",
    on="month",
    law="Code du travail, art. 356; loi 19-12",
    label=words(
        ar="الحد الأدنى للأجر قبل التقريب",
        fr="Salaire minimum de l'unité, non arrondi",
        en="Minimum wage of the unit, not rounded",
    ),
    says=words(
        ar="قيمة الوحدة {minimum_wage_unit} في القطاع {sector}: السميك {p.wages.smig_hour} أو السماگ "
        "{p.wages.smag_day}، مضروبة في نسبة القطاع.",
        fr="Valeur de l'unité {minimum_wage_unit} dans le secteur {sector}: SMIG {p.wages.smig_hour} ou SMAG "
        "{p.wages.smag_day}, fois la part du secteur.",
        en="Value of the unit {minimum_wage_unit} in the sector {sector}: SMIG {p.wages.smig_hour} or SMAG "
        "{p.wages.smag_day}, times the share of the sector.",
    ),
)
def minimum_wage_exact(minimum_wage_unit: Code, sector: Code, p: Parameters) -> Exact:
    """The minimum of an hour or a day. Textile and clothing took some rises later."""
    named = first_known(sector, "non_agricultural")
    delayed = first_known(p.wages.smig_hour_textile, p.wages.smig_hour)
    hour = where(named == "textile_clothing", delayed, p.wages.smig_hour)
    unit = where(minimum_wage_unit == "hour", hour, p.wages.smag_day)
    return unit * p.wages.sectors.find(sector=named).share


@formula(
    unit="centimes",
    of="employee_month",
    law="Code du travail, art. 356; loi 19-12",
    label=words(ar="الحد الأدنى للأجر", fr="Salaire minimum", en="Minimum wage"),
    says=words(
        ar="{minimum_wage_exact} مقربا إلى السنتيم.",
        fr="{minimum_wage_exact}, arrondi au centime.",
        en="{minimum_wage_exact}, rounded to the centime.",
    ),
)
def minimum_wage_amount(minimum_wage_exact: Exact) -> Amount:
    """The minimum of an hour or of a day, as decrees print it."""
    return half_up(minimum_wage_exact)


@formula(
    unit="centimes",
    of="employee_month",
    law="Code du travail, art. 356; loi 19-12",
    label=words(ar="الحد الأدنى للأجر في الساعة", fr="Salaire minimum horaire", en="Hourly minimum wage"),
    says=words(
        ar="{minimum_wage_amount} إذا كانت الوحدة {minimum_wage_unit} هي الساعة.",
        fr="{minimum_wage_amount} si l'unité {minimum_wage_unit} est l'heure.",
        en="{minimum_wage_amount} if the unit {minimum_wage_unit} is the hour.",
    ),
)
def minimum_wage_hourly(minimum_wage_amount: Amount, minimum_wage_unit: Code) -> Amount:
    """None in agriculture, whose minimum is set by the day."""
    return where(minimum_wage_unit == "hour", minimum_wage_amount, no_amount("NOT_BY_HOUR"))


@formula(
    unit="centimes",
    of="employee_month",
    on="month",
    law="Code du travail, art. 356 et 184; loi 19-12",
    label=words(ar="الحد الأدنى الشهري للأجر", fr="Salaire minimum du mois", en="Minimum wage of the month"),
    says=words(
        ar="{minimum_wage_exact} لكل {minimum_wage_unit} × عدد الساعات {work_hours} أو الأيام {work_days} "
        "(شهر كامل ما لم يذكر العدد).",
        fr="{minimum_wage_exact} par {minimum_wage_unit} × heures {work_hours} ou jours {work_days} "
        "(mois complet si le nombre n'est pas donné).",
        en="{minimum_wage_exact} per {minimum_wage_unit} × hours {work_hours} or days {work_days} "
        "(a full month if the number is not given).",
    ),
)
def minimum_wage_month(
    minimum_wage_exact: Exact, minimum_wage_unit: Code, work_hours: Amount, work_days: Amount, p: Parameters
) -> Amount:
    """Least wage of the month for the time worked; rounded once, from the unrounded hour or day."""
    full = p.decisions.smig_hours_month
    hours = where(is_known(work_hours), Exact.of(work_hours), full)
    days = Exact.of(first_known(work_days, p.wages.days_month))
    return half_up(minimum_wage_exact * where(minimum_wage_unit == "hour", hours, days))


@formula(
    unit="flag",
    of="employee_month",
    on="month",
    law="Guide de l'employeur (CNSS)",
    label=words(
        ar="أجر مصرح به دون الحد الأدنى",
        fr="Salaire déclaré sous le minimum",
        en="Declared wage below the minimum",
    ),
    says=words(
        ar="الأجر {gross_wage} أقل من {minimum_wage_month} بنسبة الأيام المصرح بها {declared_days} من "
        "{p.wages.days_month}.",
        fr="Le salaire {gross_wage} est inférieur à {minimum_wage_month} au prorata des jours déclarés "
        "{declared_days} sur {p.wages.days_month}.",
        en="The wage {gross_wage} is below {minimum_wage_month} in proportion to the days declared "
        "{declared_days} out of {p.wages.days_month}.",
    ),
)
def wage_below_minimum(
    gross_wage: Amount, minimum_wage_month: Amount, declared_days: Amount, p: Parameters
) -> Flag:
    """A matter for inspection, never a rejection: part time exists."""
    return gross_wage * p.wages.days_month < minimum_wage_month * declared_days


@formula(
    unit="days",
    of="person_month",
    on="month",
    law="Dahir 1-72-184; guide de l'employeur (CNSS)",
    label=words(
        ar="الأيام المعتمدة للحقوق في الشهر",
        fr="Jours du mois pour les droits",
        en="Days of the month for rights",
    ),
    says=words(
        ar="مجموع الأيام {declared_days} لدى كل مشغلي الشخص {person}، في حدود {p.wages.days_month}.",
        fr="Total des jours {declared_days} chez tous les employeurs de la personne {person}, au plus "
        "{p.wages.days_month}.",
        en="Total of the days {declared_days} with all employers of the person {person}, at most "
        "{p.wages.days_month}.",
    ),
)
def rights_days(declared_days: Amount, person: Amount, p: Parameters) -> Amount:
    """Days of one month that count for rights, over all employers (D2). The rows are of one month."""
    together = at_most(total(declared_days, over=person), p.wages.days_month)
    one = largest(declared_days, over=person)
    return where(p.decisions.several_employers_rights == "capped_sum", together, one)


@formula(
    unit="centimes",
    of="person_month",
    on="month",
    law="Dahir 1-72-184",
    label=words(
        ar="الأجر المعتمد للحقوق في الشهر",
        fr="Salaire du mois pour les droits",
        en="Wage of the month for rights",
    ),
    says=words(
        ar="مجموع الأجور المسقفة {wage_capped} لدى كل مشغلي الشخص {person}، في حدود "
        "{p.wages.contribution_ceiling}.",
        fr="Total des salaires plafonnés {wage_capped} chez tous les employeurs de la personne {person}, au "
        "plus {p.wages.contribution_ceiling}.",
        en="Total of the capped wages {wage_capped} with all employers of the person {person}, at most "
        "{p.wages.contribution_ceiling}.",
    ),
)
def rights_wage(wage_capped: Amount, person: Amount, p: Parameters) -> Amount:
    """Capped wage of one month that counts for rights, over all employers (D2). The rows are of one month."""
    together = at_most(total(wage_capped, over=person), p.wages.contribution_ceiling)
    one = largest(wage_capped, over=person)
    return where(p.decisions.several_employers_rights == "capped_sum", together, one)
