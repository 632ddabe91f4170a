"""Voluntary insurance of former employees: who may join, on what wage, what it costs."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Flag,
    Parameters,
    at_least,
    at_most,
    both,
    either,
    first_known,
    formula,
    half_up,
    where,
    words,
)
from himaya.legislation.words import Words

_LAW = "Dahir 1-72-184, assurance volontaire; BO 6745 du 21 janvier 2019"
QUARTER = 3


@formula(
    unit="centimes",
    of="person_month",
    on="month",
    law=_LAW,
    label=words(
        ar="الأجر المرجعي للتأمين الاختياري",
        fr="Salaire de référence de l'assurance volontaire",
        en="Reference wage of voluntary insurance",
    ),
    says=words(
        ar="الأجر المرجعي {reference_wage}، وإلا المتوسط على {p.salaried.voluntary.average_months} "
        "({wages_last_six_months}) أو آخر أجر ({wage_last_month})، ولا يقل عن {minimum_wage_month}.",
        fr="Salaire de référence {reference_wage}, sinon la moyenne sur {p.salaried.voluntary.average_months} "
        "({wages_last_six_months}) ou le dernier salaire ({wage_last_month}); au moins "
        "{minimum_wage_month}.",
        en="Reference wage {reference_wage}, else the average of the last "
        "{p.salaried.voluntary.average_months} ({wages_last_six_months}) or the last wage "
        "({wage_last_month}); at least {minimum_wage_month}.",
    ),
)
def voluntary_reference_wage(
    reference_wage: Amount,
    wages_last_six_months: Amount,
    wage_last_month: Amount,
    minimum_wage_month: Amount,
    p: Parameters,
) -> Amount:
    """Never below the minimum wage of the sector."""
    average = half_up(wages_last_six_months / p.salaried.voluntary.average_months)
    by_average = p.decisions.voluntary_reference_wage == "average"
    found = first_known(reference_wage, where(by_average, average, wage_last_month))
    return at_least(found, minimum_wage_month)


@formula(
    unit="centimes",
    of="person_month",
    on="month",
    law=_LAW,
    label=words(
        ar="اشتراك التأمين الاختياري للشهر، المعاشات",
        fr="Assurance volontaire du mois, pensions",
        en="Voluntary insurance of the month, pensions",
    ),
    says=words(
        ar="{voluntary_reference_wage} في حدود {p.wages.contribution_ceiling} × {p.salaried.voluntary.pension_rate}.",
        fr="{voluntary_reference_wage}, au plus {p.wages.contribution_ceiling}, × "
        "{p.salaried.voluntary.pension_rate}.",
        en="{voluntary_reference_wage}, at most {p.wages.contribution_ceiling}, × "
        "{p.salaried.voluntary.pension_rate}.",
    ),
)
def voluntary_pension_month(voluntary_reference_wage: Amount, p: Parameters) -> Amount:
    """On the capped reference wage."""
    capped = at_most(voluntary_reference_wage, p.wages.contribution_ceiling)
    return half_up(capped * p.salaried.voluntary.pension_rate)


@formula(
    unit="centimes",
    of="person_month",
    on="month",
    law=f"{_LAW}; loi 65-00",
    label=words(
        ar="اشتراك التأمين الاختياري للشهر، التأمين عن المرض",
        fr="Assurance volontaire du mois, AMO",
        en="Voluntary insurance of the month, AMO",
    ),
    says=words(
        ar="{voluntary_reference_wage} × {p.salaried.voluntary.amo_rate}، دون سقف.",
        fr="{voluntary_reference_wage} × {p.salaried.voluntary.amo_rate}, sans plafond.",
        en="{voluntary_reference_wage} × {p.salaried.voluntary.amo_rate}, without a ceiling.",
    ),
)
def voluntary_amo_month(voluntary_reference_wage: Amount, p: Parameters) -> Amount:
    """On the whole reference wage."""
    return half_up(voluntary_reference_wage * p.salaried.voluntary.amo_rate)


def _quarter_said(month: str) -> Words:
    return words(
        ar=f"ثلاثة أضعاف {{{month}}}.", fr=f"Trois fois {{{month}}}.", en=f"Three times {{{month}}}."
    )


@formula(
    unit="centimes",
    of="person_quarter",
    law=_LAW,
    label=words(
        ar="اشتراك التأمين الاختياري لربع السنة، المعاشات",
        fr="Assurance volontaire du trimestre, pensions",
        en="Voluntary insurance of the quarter, pensions",
    ),
    says=_quarter_said("voluntary_pension_month"),
)
def voluntary_pension_quarter(voluntary_pension_month: Amount) -> Amount:
    """Paid each quarter."""
    return voluntary_pension_month * QUARTER


@formula(
    unit="centimes",
    of="person_quarter",
    law=_LAW,
    label=words(
        ar="اشتراك التأمين الاختياري لربع السنة، التأمين عن المرض",
        fr="Assurance volontaire du trimestre, AMO",
        en="Voluntary insurance of the quarter, AMO",
    ),
    says=_quarter_said("voluntary_amo_month"),
)
def voluntary_amo_quarter(voluntary_amo_month: Amount) -> Amount:
    """Paid each quarter."""
    return voluntary_amo_month * QUARTER


@formula(
    unit="flag",
    of="person",
    on="day",
    law=_LAW,
    label=words(
        ar="الحق في التأمين الاختياري",
        fr="Droit à l'assurance volontaire",
        en="Entitled to voluntary insurance",
    ),
    says=words(
        ar="أيام التأمين {insurance_days} لا تقل عن {p.salaried.voluntary.days_min}، والطلب داخل "
        "{p.salaried.voluntary.claim_months} ({months_since_end})، أو دون أجل ابتداء من "
        "{p.salaried.voluntary.days_no_limit}.",
        fr="Jours d'assurance {insurance_days} au moins {p.salaried.voluntary.days_min}, demande dans les "
        "{p.salaried.voluntary.claim_months} ({months_since_end}), sans délai dès "
        "{p.salaried.voluntary.days_no_limit}.",
        en="Insurance days {insurance_days} at least {p.salaried.voluntary.days_min}, claimed within "
        "{p.salaried.voluntary.claim_months} ({months_since_end}), without limit from "
        "{p.salaried.voluntary.days_no_limit}.",
    ),
)
def voluntary_insurance_entitled(insurance_days: Amount, months_since_end: Amount, p: Parameters) -> Flag:
    """Open to those who left compulsory cover and do no salaried work."""
    voluntary = p.salaried.voluntary
    in_time = months_since_end <= voluntary.claim_months
    without_limit = first_known(insurance_days >= voluntary.days_no_limit, False)
    return both(insurance_days >= voluntary.days_min, either(in_time, without_limit))
