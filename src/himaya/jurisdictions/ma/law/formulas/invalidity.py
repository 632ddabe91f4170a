"""Invalidity pension (dahir 1-72-184, art. 47 to 52)."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Code,
    Day,
    Exact,
    Flag,
    Parameters,
    add_days,
    add_months,
    add_years,
    at_least,
    at_most,
    both,
    choose,
    either,
    first_known,
    first_of_month,
    formula,
    half_up,
    no_amount,
    truncate,
    where,
    words,
)

_LAW = "Dahir 1-72-184, art. 47 à 52; cnss.ma, pension d'invalidité"


@formula(
    unit="days",
    of="insured_person",
    on="incapacity_on",
    law=_LAW,
    label=words(
        ar="الأيام الناقصة لاستحقاق معاش الزمانة",
        fr="Jours manquants pour la pension d'invalidité",
        en="Days missing for an invalidity pension",
    ),
    says=words(
        ar="الأكبر بين {p.invalidity.days_min} ناقص {insurance_days} و{p.invalidity.days_last_12_min} ناقص "
        "{days_in_12_months}.",
        fr="Le plus grand de {p.invalidity.days_min} moins {insurance_days} et "
        "{p.invalidity.days_last_12_min} moins {days_in_12_months}.",
        en="The larger of {p.invalidity.days_min} less {insurance_days} and {p.invalidity.days_last_12_min} less "
        "{days_in_12_months}.",
    ),
)
def invalidity_days_missing(insurance_days: Amount, days_in_12_months: Amount, p: Parameters) -> Amount:
    """How many more days open the right."""
    career = p.invalidity.days_min - insurance_days
    recent = p.invalidity.days_last_12_min - days_in_12_months
    return at_least(at_least(career, recent), 0)


@formula(
    unit="flag",
    of="insured_person",
    on="incapacity_on",
    law=_LAW,
    label=words(
        ar="مستحق لمعاش الزمانة", fr="Droit à la pension d'invalidité", en="Entitled to an invalidity pension"
    ),
    says=words(
        ar="دون سن التقاعد {p.old_age.age} (السن {age_years_completed})، ولا أيام ناقصة "
        "({invalidity_days_missing})، أو حادثة ({cause}) والشخص مؤمن له يومها ({insured_on_day}).",
        fr="Avant l'âge de la retraite {p.old_age.age} (âge {age_years_completed}), aucun jour ne manque "
        "({invalidity_days_missing}), ou accident ({cause}) d'un assuré de ce jour ({insured_on_day}).",
        en="Below retirement age {p.old_age.age} (age {age_years_completed}), no day is missing "
        "({invalidity_days_missing}), or an accident ({cause}) of a person insured that day ({insured_on_day}).",
    ),
)
def invalidity_entitled(
    age_years_completed: Amount,
    invalidity_days_missing: Amount,
    cause: Code,
    insured_on_day: Flag,
    p: Parameters,
) -> Flag:
    """No qualifying period after an accident."""
    accident = first_known(cause, "illness").is_in("accident", "non_occupational_accident")
    insured = both(accident, first_known(insured_on_day, False))
    young = first_known(age_years_completed < p.old_age.age, True)
    return both(young, either(insured, invalidity_days_missing == 0))


@formula(
    unit="exact_money",
    of="insured_person",
    on="incapacity_on",
    law=_LAW + "; SSA 2015",
    label=words(
        ar="الأجر المتوسط لمعاش الزمانة",
        fr="Salaire moyen de la pension d'invalidité",
        en="Average wage of the invalidity pension",
    ),
    says=words(
        ar="{average_monthly_wage}، وإلا أفضل متوسطين: {capped_wages_last_12_months} على "
        "{p.invalidity.short_average_months} أو {capped_wages_last_60_months} على "
        "{p.invalidity.long_average_months}؛ في حدود {p.wages.contribution_ceiling}.",
        fr="{average_monthly_wage}, sinon la meilleure moyenne: {capped_wages_last_12_months} sur "
        "{p.invalidity.short_average_months} ou {capped_wages_last_60_months} sur "
        "{p.invalidity.long_average_months}; au plus {p.wages.contribution_ceiling}.",
        en="{average_monthly_wage}, else the better of {capped_wages_last_12_months} over "
        "{p.invalidity.short_average_months} and {capped_wages_last_60_months} over "
        "{p.invalidity.long_average_months}; at most {p.wages.contribution_ceiling}.",
    ),
)
def invalidity_average_wage(
    average_monthly_wage: Amount,
    capped_wages_last_12_months: Amount,
    capped_wages_last_60_months: Amount,
    p: Parameters,
) -> Exact:
    """The better of the last twelve and the last sixty declared months, centimes unrounded."""
    short = capped_wages_last_12_months / p.invalidity.short_average_months
    long = capped_wages_last_60_months / p.invalidity.long_average_months
    better = at_least(short, first_known(long, Exact.of(0)))
    return at_most(first_known(Exact.of(average_monthly_wage), better), p.wages.contribution_ceiling)


@formula(
    unit="ratio",
    of="insured_person",
    on="incapacity_on",
    law=_LAW,
    label=words(
        ar="نسبة معاش الزمانة", fr="Taux de la pension d'invalidité", en="Rate of the invalidity pension"
    ),
    says=words(
        ar="{p.old_age.base_rate}، زائد {p.old_age.step} عن كل {p.old_age.step_days} بعد {p.old_age.days_full} من "
        "{insurance_days}، في حدود {p.old_age.rate_max}.",
        fr="{p.old_age.base_rate}, plus {p.old_age.step} par {p.old_age.step_days} au-delà de "
        "{p.old_age.days_full} parmi {insurance_days}, au plus {p.old_age.rate_max}.",
        en="{p.old_age.base_rate}, plus {p.old_age.step} for each {p.old_age.step_days} past "
        "{p.old_age.days_full} of {insurance_days}, at most {p.old_age.rate_max}.",
    ),
)
def invalidity_rate(insurance_days: Amount, p: Parameters) -> Exact:
    """Half of the average wage up to 3,240 days, then a step for each full block of days."""
    past = at_least(insurance_days - p.old_age.days_full, 0)
    steps = truncate(past / p.old_age.step_days)
    return at_most(p.old_age.base_rate + p.old_age.step * steps, p.old_age.rate_max)


@formula(
    unit="centimes",
    of="insured_person",
    on="incapacity_on",
    law=_LAW,
    label=words(
        ar="مبلغ معاش الزمانة", fr="Montant de la pension d'invalidité", en="Amount of the invalidity pension"
    ),
    says=words(
        ar="{invalidity_rate} من {invalidity_average_wage}، زائد {p.invalidity.helper_rate} منه لمساعدة شخص آخر "
        "({third_party_assistance})، ولا يقل عن {p.old_age.minimum} ({p.decisions.invalidity_minimum}).",
        fr="{invalidity_rate} de {invalidity_average_wage}, plus {p.invalidity.helper_rate} de ce salaire pour "
        "une tierce personne ({third_party_assistance}), au moins {p.old_age.minimum} "
        "({p.decisions.invalidity_minimum}).",
        en="{invalidity_rate} of {invalidity_average_wage}, plus {p.invalidity.helper_rate} of that wage for a "
        "helper ({third_party_assistance}), at least {p.old_age.minimum} ({p.decisions.invalidity_minimum}).",
    ),
)
def invalidity_pension_amount(
    invalidity_rate: Exact, invalidity_average_wage: Exact, third_party_assistance: Flag, p: Parameters
) -> Amount:
    """Monthly pension, centimes."""
    pension, wage, least = (
        invalidity_rate * invalidity_average_wage,
        invalidity_average_wage,
        p.old_age.minimum,
    )
    helped = first_known(third_party_assistance, False)
    increase = where(helped, wage * p.invalidity.helper_rate, Exact.of(0))
    together = at_least(half_up(pension + increase), least)
    least_first = where(pension < least, half_up(increase + Exact.of(least)), half_up(pension + increase))
    return where(p.decisions.invalidity_minimum == "with_increase", together, least_first)


@formula(
    unit="centimes",
    of="insured_person",
    law=_LAW,
    label=words(ar="معاش الزمانة المستحق", fr="Pension d'invalidité due", en="Invalidity pension due"),
    says=words(
        ar="{invalidity_pension_amount} إذا توفر الحق ({invalidity_entitled}؛ الأيام الناقصة "
        "{invalidity_days_missing}).",
        fr="{invalidity_pension_amount} si le droit est ouvert ({invalidity_entitled}; jours manquants "
        "{invalidity_days_missing}).",
        en="{invalidity_pension_amount} if the right is open ({invalidity_entitled}; days missing "
        "{invalidity_days_missing}).",
    ),
)
def invalidity_pension(
    invalidity_pension_amount: Amount, invalidity_entitled: Flag, invalidity_days_missing: Amount
) -> Amount:
    """What is due a month, or why nothing is."""
    return choose(
        (invalidity_entitled, invalidity_pension_amount),
        (invalidity_days_missing > 0, no_amount("DAYS_TOO_FEW")),
        otherwise=no_amount("PENSION_AGE_REACHED"),
    )


@formula(
    unit="date",
    of="insured_person",
    on="stoppage_on",
    law=_LAW,
    label=words(
        ar="أول يوم ممكن لمعاش الزمانة بسبب مرض مزمن",
        fr="Premier jour possible d'invalidité pour maladie chronique",
        en="First day possible for chronic illness",
    ),
    says=words(
        ar="بعد {p.sickness.waiting_days} و{p.sickness.days_max} من تعويضات المرض ابتداء من {stoppage_on}.",
        fr="Après {p.sickness.waiting_days} et {p.sickness.days_max} d'indemnité de maladie depuis le "
        "{stoppage_on}.",
        en="After {p.sickness.waiting_days} and {p.sickness.days_max} of sickness allowance since {stoppage_on}.",
    ),
)
def invalidity_after_sickness_on(stoppage_on: Day, p: Parameters) -> Day:
    """Where one spell is paid without a break, the day after its last allowance."""
    return add_days(stoppage_on, p.sickness.waiting_days + p.sickness.days_max)


@formula(
    unit="date",
    of="insured_person",
    on="incapacity_on",
    law=_LAW,
    label=words(ar="بداية معاش الزمانة", fr="Effet de la pension d'invalidité", en="Invalidity pension from"),
    says=words(
        ar="{incapacity_on} إذا أودع الطلب ({claimed_on}) قبل مضي {p.invalidity.claim_months}، وإلا أول الشهر "
        "الموالي للطلب.",
        fr="{incapacity_on} si la demande ({claimed_on}) arrive dans les {p.invalidity.claim_months}, sinon le "
        "premier du mois suivant.",
        en="{incapacity_on} if claimed ({claimed_on}) within {p.invalidity.claim_months}, otherwise the first of "
        "the next month.",
    ),
)
def invalidity_effective_from(incapacity_on: Day, claimed_on: Day, p: Parameters) -> Day:
    """First day of the pension."""
    in_time = first_known(claimed_on <= add_months(incapacity_on, p.invalidity.claim_months), True)
    return where(in_time, incapacity_on, add_months(first_of_month(claimed_on), 1))


@formula(
    unit="date",
    of="insured_person",
    on="incapacity_on",
    law=_LAW,
    label=words(
        ar="يتحول معاش الزمانة إلى معاش شيخوخة في",
        fr="La pension d'invalidité devient pension de vieillesse le",
        en="The invalidity pension becomes an old-age pension on",
    ),
    says=words(
        ar="بلوغ {p.old_age.age} ({birth_on})، بالمبلغ نفسه.",
        fr="À {p.old_age.age} (né le {birth_on}), du même montant.",
        en="At {p.old_age.age} (born {birth_on}), of the same amount.",
    ),
)
def invalidity_becomes_old_age_on(birth_on: Day, p: Parameters) -> Day:
    """Birthday of the retirement age."""
    return add_years(birth_on, p.old_age.age)
