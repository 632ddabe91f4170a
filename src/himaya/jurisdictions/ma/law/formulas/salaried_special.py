"""Wages by the year or the week, share fishermen, domestic workers, the number of an enterprise."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Code,
    Day,
    Exact,
    Flag,
    Parameters,
    at_most,
    formula,
    half_up,
    truncate,
    where,
    words,
)


@formula(
    unit="centimes",
    of="employee",
    on="month",
    law="Dahir 1-72-184; loi 65-00",
    label=words(
        ar="اشتراكات المشغل لفترة الأداء بالدرهم",
        fr="Cotisations patronales de la période, au dirham",
        en="Employer's contributions for the pay period, to the dirham",
    ),
    says=words(
        ar="الأجر {period_wage} لكل {pay_period}، في حدود السقف الشهري {p.wages.contribution_ceiling} محولا إلى "
        "الفترة، × {capped_employer_rate}، زائد الأجر كله × {uncapped_employer_rate}، مقربا إلى الدرهم.",
        fr="Salaire {period_wage} par {pay_period}, limité au plafond mensuel "
        "{p.wages.contribution_ceiling} ramené à la période, × {capped_employer_rate}, plus tout le salaire × "
        "{uncapped_employer_rate}, arrondi au dirham.",
        en="Wage {period_wage} by {pay_period}, up to the monthly ceiling {p.wages.contribution_ceiling} "
        "brought to the period, × {capped_employer_rate}, plus the whole wage × {uncapped_employer_rate}, "
        "rounded to the dirham.",
    ),
)
def period_employer_contributions(
    period_wage: Amount,
    pay_period: Code,
    capped_employer_rate: Exact,
    uncapped_employer_rate: Exact,
    p: Parameters,
) -> Amount:
    """What an employer bears for a month, a year or a week, in whole dirhams (D18, general regime).

    All is counted in as many periods as make whole months, so that nothing is rounded on the way.
    """
    row = p.salaried.pay_periods.find(pay_period=pay_period)
    whole = period_wage * row.periods
    capped = at_most(whole, p.wages.contribution_ceiling * row.months)
    owed = capped * capped_employer_rate + whole * uncapped_employer_rate
    return half_up(owed / row.periods / 100) * 100


@formula(
    unit="count",
    of="employee",
    law="Dahir 1-72-184; loi 65-00",
    label=words(
        ar="اشتراكات المشغل لفترة الأداء، عدد الدراهم",
        fr="Cotisations patronales de la période, en dirhams",
        en="Employer's contributions for the pay period, in dirhams",
    ),
    says=words(
        ar="{period_employer_contributions} بالدراهم.",
        fr="{period_employer_contributions} en dirhams.",
        en="{period_employer_contributions} in dirhams.",
    ),
)
def period_employer_contributions_whole(period_employer_contributions: Amount) -> Amount:
    """The same as a number of dirhams, as simulators print it."""
    return truncate(period_employer_contributions / 100)


@formula(
    unit="centimes",
    of="sale",
    on="month",
    law="Régime des pêcheurs à la part (ONP, CNSS)",
    label=words(
        ar="اشتراك الصيادين بالحصة، النظام العام",
        fr="Cotisation de pêche à la part, régime général",
        en="Share-fishing contribution, general regime",
    ),
    says=words(
        ar="البيع الإجمالي {gross_sale} × نسبة سفينة من صنف {boat}، مقربا إلى السنتيم.",
        fr="Vente brute {gross_sale} × taux d'un bateau de type {boat}, arrondie au centime.",
        en="Gross sale {gross_sale} × rate of a boat of the kind {boat}, rounded to the centime.",
    ),
)
def fishing_general(gross_sale: Amount, boat: Code, p: Parameters) -> Amount:
    """Taken from the gross sale of the catch at the auction hall."""
    return half_up(gross_sale * p.salaried.fishing.find(boat=boat).general_rate)


@formula(
    unit="centimes",
    of="sale",
    on="month",
    law="Loi 65-00; régime des pêcheurs à la part",
    label=words(
        ar="اشتراك الصيادين بالحصة، التأمين عن المرض",
        fr="Cotisation de pêche à la part, AMO",
        en="Share-fishing contribution, AMO",
    ),
    says=words(
        ar="البيع الإجمالي {gross_sale} × نسبة سفينة من صنف {boat}، مقربا إلى السنتيم.",
        fr="Vente brute {gross_sale} × taux d'un bateau de type {boat}, arrondie au centime.",
        en="Gross sale {gross_sale} × rate of a boat of the kind {boat}, rounded to the centime.",
    ),
)
def fishing_amo(gross_sale: Amount, boat: Code, p: Parameters) -> Amount:
    """Taken from the gross sale of the catch at the auction hall."""
    return half_up(gross_sale * p.salaried.fishing.find(boat=boat).amo_rate)


@formula(
    unit="flag",
    of="employer_month",
    on="month",
    law="Décret 2-18-686 du 30 mai 2019",
    label=words(
        ar="التصريح بالعامل المنزلي إلزامي",
        fr="Déclaration du travailleur domestique obligatoire",
        en="Declaring a domestic worker is compulsory",
    ),
    says=words(
        ar="الشهر {month} ليس قبل {p.salaried.domestic_compulsory_from}.",
        fr="Le mois {month} n'est pas antérieur au {p.salaried.domestic_compulsory_from}.",
        en="The month {month} is not before {p.salaried.domestic_compulsory_from}.",
    ),
)
def domestic_declaration_compulsory(month: Day, p: Parameters) -> Flag:
    """An employer may affiliate from the decree on, and must a year later."""
    return month >= p.salaried.domestic_compulsory_from


@formula(
    unit="flag",
    of="employer",
    on="day",
    law="Identifiant commun de l'entreprise (OMPIC)",
    label=words(ar="تعريف موحد صحيح", fr="ICE valide", en="Valid ICE"),
    says=words(
        ar="الرقم {ice} يقبل القسمة على {p.registration.ice_divisor}.",
        fr="Le nombre {ice} est divisible par {p.registration.ice_divisor}.",
        en="The number {ice} is divisible by {p.registration.ice_divisor}.",
    ),
)
def ice_valid(ice: Amount, p: Parameters) -> Flag:
    """Fifteen digits, those of control included; zeros on the left do not count."""
    divisor = p.registration.ice_divisor
    whole: Amount = truncate(ice / divisor)
    return where(ice > 0, ice == whole * divisor, False)
