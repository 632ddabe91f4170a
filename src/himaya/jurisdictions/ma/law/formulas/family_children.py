"""Which children give right to family allowances, from which month and until which (dahir 1-72-184, art. 40)."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Code,
    Day,
    Flag,
    Parameters,
    add_days,
    add_months,
    add_years,
    at_least,
    both,
    choose,
    first_known,
    first_of_month,
    formula,
    is_known,
    no_amount,
    where,
    words,
)

_LAW = "Dahir 1-72-184, art. 40; cnss.ma, allocations familiales"


@formula(
    unit="years",
    of="child",
    on="month",
    law=_LAW,
    label=words(
        ar="السن الأقصى للطفل في التعويضات العائلية",
        fr="Âge limite de l'enfant pour les allocations familiales",
        en="Age limit of the child for family allowances",
    ),
    says=words(
        ar="حسب وضعية الطفل ({child_status}): {p.family_allowances.child_age_max}، أو "
        "{p.family_allowances.apprentice_age_max} للمتدرب، أو {p.family_allowances.student_age_max} للطالب؛ ولا حد "
        "لذي إعاقة دون دخل قار.",
        fr="Selon la situation de l'enfant ({child_status}): {p.family_allowances.child_age_max}, "
        "{p.family_allowances.apprentice_age_max} pour un apprenti, {p.family_allowances.student_age_max} pour un "
        "étudiant; sans limite pour un enfant handicapé sans revenu stable.",
        en="By the situation of the child ({child_status}): {p.family_allowances.child_age_max}, "
        "{p.family_allowances.apprentice_age_max} for an apprentice, {p.family_allowances.student_age_max} for a "
        "student; no limit for a disabled child without stable income.",
    ),
)
def family_child_age_limit(child_status: Code, p: Parameters) -> Amount:
    """The last age at which the right holds; none (NO_AGE_LIMIT) for a disabled child."""
    law = p.family_allowances
    return choose(
        (child_status == "resident", law.child_age_max),
        (child_status == "apprentice", law.apprentice_age_max),
        (child_status == "student", law.student_age_max),
        (child_status == "disabled_without_income", no_amount("NO_AGE_LIMIT")),
        otherwise=no_amount("CHILD_STATUS_UNKNOWN"),
    )


@formula(
    unit="month",
    of="child",
    on="month",
    law=_LAW,
    label=words(
        ar="أول شهر دون تعويضات عن الطفل",
        fr="Premier mois sans allocations pour l'enfant",
        en="First month without allowances for the child",
    ),
    says=words(
        ar="عيد ميلاد الطفل ({birth_on}) الذي يتجاوز السن الأقصى {family_child_age_limit} "
        "({p.decisions.family_child_age_end})، والأثر {p.decisions.loss_takes_effect}.",
        fr="Anniversaire ({birth_on}) qui dépasse l'âge limite {family_child_age_limit} "
        "({p.decisions.family_child_age_end}), effet {p.decisions.loss_takes_effect}.",
        en="Birthday ({birth_on}) past the age limit {family_child_age_limit} "
        "({p.decisions.family_child_age_end}), taking effect {p.decisions.loss_takes_effect}.",
    ),
)
def family_child_ends(birth_on: Day, family_child_age_limit: Amount, p: Parameters) -> Day:
    """The month from which the child no longer counts by age (D9, D14)."""
    birthday = add_years(birth_on, family_child_age_limit + p.decisions.family_child_age_end)
    month = first_of_month(birthday)
    return where(p.decisions.loss_takes_effect == "next_month", add_months(month, 1), month)


@formula(
    unit="flag",
    of="child",
    on="month",
    law=_LAW,
    label=words(
        ar="الطفل يخول الحق في التعويضات العائلية",
        fr="Enfant ouvrant droit aux allocations familiales",
        en="Child giving right to family allowances",
    ),
    says=words(
        ar="دون السن الأقصى {family_child_age_limit} (السن {age_years_completed}، أو قبل {family_child_ends} في "
        "{month})، أو ذو إعاقة ({child_status})؛ ومزداد ({birth_on}) قبل مضي "
        "{p.family_allowances.birth_after_pension_days} على بداية المعاش {pension_from}.",
        fr="Sous l'âge limite {family_child_age_limit} (âge {age_years_completed}, ou avant {family_child_ends} en "
        "{month}), ou handicapé ({child_status}); né ({birth_on}) au plus "
        "{p.family_allowances.birth_after_pension_days} après le début de la pension {pension_from}.",
        en="Within the age limit {family_child_age_limit} (age {age_years_completed}, or before "
        "{family_child_ends} in {month}), or disabled ({child_status}); born ({birth_on}) at most "
        "{p.family_allowances.birth_after_pension_days} after the pension started {pension_from}.",
    ),
)
def family_child_eligible(
    child_status: Code,
    age_years_completed: Amount,
    family_child_age_limit: Amount,
    family_child_ends: Day,
    birth_on: Day,
    pension_from: Day,
    month: Day,
    p: Parameters,
) -> Flag:
    """Whether the child counts in a month; the age in completed years is asked where no birth date is known."""
    by_age = age_years_completed < family_child_age_limit + p.decisions.family_child_age_end
    young = where(is_known(age_years_completed), by_age, month < family_child_ends)
    last_birth = add_days(pension_from, p.family_allowances.birth_after_pension_days)
    born_in_time = where(is_known(pension_from), birth_on <= last_birth, True)
    return both(where(child_status == "disabled_without_income", True, young), born_in_time)


@formula(
    unit="month",
    of="child",
    on="birth_on",
    law=_LAW,
    label=words(
        ar="أول شهر من التعويضات عن الطفل",
        fr="Premier mois d'allocations pour l'enfant",
        en="First month of allowances for the child",
    ),
    says=words(
        ar="شهر الازدياد {birth_on} ({p.decisions.family_first_month})، وليس قبل "
        "{p.family_allowances.claim_months} من الطلب {claimed_on}.",
        fr="Mois de la naissance {birth_on} ({p.decisions.family_first_month}), au plus "
        "{p.family_allowances.claim_months} avant la demande {claimed_on}.",
        en="Month of the birth {birth_on} ({p.decisions.family_first_month}), at most "
        "{p.family_allowances.claim_months} before the claim {claimed_on}.",
    ),
)
def family_child_paid_from(birth_on: Day, claimed_on: Day, p: Parameters) -> Day:
    """A late claim is paid back for a few months only."""
    born = first_of_month(birth_on)
    start = where(p.decisions.family_first_month == "next_month", add_months(born, 1), born)
    months = p.family_allowances.claim_months
    oldest = add_months(first_of_month(claimed_on), 0 - months)
    in_time = first_known(claimed_on <= add_months(birth_on, months), True)
    return where(in_time, start, at_least(start, oldest))


@formula(
    unit="date",
    of="child",
    on="birth_on",
    law=_LAW,
    label=words(
        ar="آخر يوم لطلب التعويضات عن المولود دون فقدان أي شهر",
        fr="Dernier jour pour demander les allocations sans perdre de mois",
        en="Last day to claim allowances without losing a month",
    ),
    says=words(
        ar="{p.family_allowances.claim_months} بعد الازدياد {birth_on}.",
        fr="{p.family_allowances.claim_months} après la naissance {birth_on}.",
        en="{p.family_allowances.claim_months} after the birth {birth_on}.",
    ),
)
def family_child_claim_by(birth_on: Day, p: Parameters) -> Day:
    """A later claim is paid back for as many months at most."""
    return add_months(birth_on, p.family_allowances.claim_months)
