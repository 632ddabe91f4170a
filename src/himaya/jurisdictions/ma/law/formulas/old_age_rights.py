"""Who has an old-age pension, from when, or else a refund of contributions (dahir 1-72-184, art. 53; law 02-24)."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Day,
    Exact,
    Flag,
    Parameters,
    add_months,
    add_years,
    at_least,
    both,
    choose,
    either,
    first_known,
    first_of_month,
    formula,
    half_up,
    no_amount,
    where,
    words,
)

_LAW = "Dahir 1-72-184, art. 53; loi 02-24"


@formula(
    unit="date",
    of="insured_person",
    law=_LAW,
    label=words(ar="يوم التقاعد المعتمد", fr="Jour de la retraite retenu", en="Day of retirement taken"),
    says=words(
        ar="يوم التوقف عن العمل {retired_on}، وإلا اليوم المعتبر {day}.",
        fr="Jour de la cessation d'activité {retired_on}, sinon jour considéré {day}.",
        en="Day work stopped {retired_on}, else the day considered {day}.",
    ),
)
def retirement_day(retired_on: Day, day: Day) -> Day:
    """The day by whose law the right to a pension is judged."""
    return first_known(retired_on, day)


@formula(
    unit="days",
    of="insured_person",
    on="day",
    law="Dahir 1-72-184",
    label=words(
        ar="أيام التأمين المعتمدة للمعاش",
        fr="Jours d'assurance pour la pension",
        en="Insurance days for a pension",
    ),
    says=words(
        ar="{insurance_days}، وإلا أيام الاشتراك {contributed_days} زائد الأيام المعوض عنها {benefit_days} "
        "({p.decisions.benefit_days_count}).",
        fr="{insurance_days}, sinon jours cotisés {contributed_days} plus jours indemnisés {benefit_days} "
        "({p.decisions.benefit_days_count}).",
        en="{insurance_days}, else days contributed {contributed_days} plus days on benefit {benefit_days} "
        "({p.decisions.benefit_days_count}).",
    ),
)
def pension_days(
    insurance_days: Amount, contributed_days: Amount, benefit_days: Amount, p: Parameters
) -> Amount:
    """Contributed days and assimilated ones (D15)."""
    assimilated = where(p.decisions.benefit_days_count, first_known(benefit_days, 0), 0)
    return first_known(insurance_days, contributed_days + assimilated)


@formula(
    unit="years",
    of="insured_person",
    on="retirement_day",
    law=_LAW + "; art. 53 bis; décret 2-05-181",
    label=words(ar="سن التقاعد المطبق", fr="Âge de la retraite applicable", en="Retirement age that applies"),
    says=words(
        ar="{p.old_age.age}؛ أو {p.old_age.miner_age} بعد {p.old_age.miner_years} في باطن المنجم "
        "({underground_years})؛ أو {p.old_age.early_age} في التقاعد المبكر ({early_retirement}).",
        fr="{p.old_age.age}; {p.old_age.miner_age} après {p.old_age.miner_years} au fond ({underground_years}); "
        "{p.old_age.early_age} en retraite anticipée ({early_retirement}).",
        en="{p.old_age.age}; {p.old_age.miner_age} after {p.old_age.miner_years} underground "
        "({underground_years}); {p.old_age.early_age} in early retirement ({early_retirement}).",
    ),
)
def pension_age(underground_years: Amount, early_retirement: Flag, p: Parameters) -> Amount:
    """Completed years at which the pension may begin."""
    miner = first_known(underground_years, 0) >= p.old_age.miner_years
    early = first_known(early_retirement, False)
    return choose((early, p.old_age.early_age), (miner, p.old_age.miner_age), otherwise=p.old_age.age)


@formula(
    unit="days",
    of="insured_person",
    on="retirement_day",
    law=_LAW,
    label=words(
        ar="الأيام المطلوبة للمعاش", fr="Jours exigés pour une pension", en="Days needed for a pension"
    ),
    says=words(
        ar="{p.old_age.days_min}، أو {p.old_age.days_full} في التقاعد المبكر ({early_retirement}).",
        fr="{p.old_age.days_min}, ou {p.old_age.days_full} en retraite anticipée ({early_retirement}).",
        en="{p.old_age.days_min}, or {p.old_age.days_full} in early retirement ({early_retirement}).",
    ),
)
def pension_days_needed(early_retirement: Flag, p: Parameters) -> Amount:
    """3,240 days until the end of 2022; 1,320 for who retires from 2023."""
    return where(first_known(early_retirement, False), p.old_age.days_full, p.old_age.days_min)


@formula(
    unit="days",
    of="insured_person",
    law=_LAW,
    label=words(
        ar="الأيام الناقصة لاستحقاق المعاش",
        fr="Jours manquants pour une pension",
        en="Days missing for a pension",
    ),
    says=words(
        ar="{pension_days_needed} ناقص {pension_days}.",
        fr="{pension_days_needed} moins {pension_days}.",
        en="{pension_days_needed} less {pension_days}.",
    ),
)
def pension_days_missing(pension_days_needed: Amount, pension_days: Amount) -> Amount:
    """How many more days open the right."""
    return at_least(pension_days_needed - pension_days, 0)


@formula(
    unit="flag",
    of="insured_person",
    law=_LAW,
    label=words(
        ar="مستحق لمعاش الشيخوخة", fr="Droit à la pension de vieillesse", en="Entitled to an old-age pension"
    ),
    says=words(
        ar="بلغ {pension_age} (السن {age_years_completed}) ولا أيام ناقصة ({pension_days_missing}).",
        fr="Âge {age_years_completed} au moins égal à {pension_age}, aucun jour ne manque ({pension_days_missing}).",
        en="Age {age_years_completed} at least {pension_age}, no day is missing ({pension_days_missing}).",
    ),
)
def old_age_entitled(age_years_completed: Amount, pension_age: Amount, pension_days_missing: Amount) -> Flag:
    """Age and days; work is taken to have stopped."""
    return both(age_years_completed >= pension_age, pension_days_missing == 0)


@formula(
    unit="date",
    of="insured_person",
    on="retirement_day",
    law=_LAW,
    label=words(ar="بداية معاش الشيخوخة", fr="Effet de la pension de vieillesse", en="Old-age pension from"),
    says=words(
        ar="يوم التقاعد {retirement_day}، وليس قبل بلوغ {pension_age} ({birth_on})؛ وإذا أودع الطلب ({claimed_on}) "
        "بعد {p.old_age.claim_months} فأول الشهر الموالي، إلا معاشات أقل من {p.old_age.days_full} ({pension_days}) "
        "قبل {p.old_age.short_pension_paid_from}.",
        fr="Jour de la retraite {retirement_day}, pas avant {pension_age} (né le {birth_on}); demande "
        "({claimed_on}) après {p.old_age.claim_months}: premier du mois suivant, sauf pensions de moins de "
        "{p.old_age.days_full} ({pension_days}) d'avant {p.old_age.short_pension_paid_from}.",
        en="Day of retirement {retirement_day}, not before {pension_age} (born {birth_on}); if claimed "
        "({claimed_on}) after {p.old_age.claim_months}, the first of the next month, except pensions of under "
        "{p.old_age.days_full} ({pension_days}) from before {p.old_age.short_pension_paid_from}.",
    ),
)
def old_age_effective_from(
    retirement_day: Day,
    pension_age: Amount,
    birth_on: Day,
    claimed_on: Day,
    pension_days: Amount,
    p: Parameters,
) -> Day:
    """First day of the pension; the law of 2025 reaches back to the day of retirement."""
    birthday = first_known(add_years(birth_on, pension_age), retirement_day)
    start = at_least(retirement_day, birthday)
    in_time = first_known(claimed_on <= add_months(start, p.old_age.claim_months), True)
    opened_later = first_known(start < p.old_age.short_pension_paid_from, False)
    reaches_back = both(pension_days < p.old_age.days_full, opened_later)
    return where(either(in_time, reaches_back), start, add_months(first_of_month(claimed_on), 1))


@formula(
    unit="date",
    of="insured_person",
    on="retirement_day",
    law=_LAW,
    label=words(
        ar="أول يوم لأداء المعاش", fr="Premier jour de paiement de la pension", en="Pension paid from"
    ),
    says=words(
        ar="{old_age_effective_from}؛ ولا يؤدى معاش أقل من {p.old_age.days_full} ({pension_days}) قبل "
        "{p.old_age.short_pension_paid_from}، مع المتأخرات.",
        fr="{old_age_effective_from}; une pension de moins de {p.old_age.days_full} ({pension_days}) pas avant le "
        "{p.old_age.short_pension_paid_from}, avec rappel.",
        en="{old_age_effective_from}; a pension of under {p.old_age.days_full} ({pension_days}) not before "
        "{p.old_age.short_pension_paid_from}, with arrears.",
    ),
)
def old_age_paid_from(old_age_effective_from: Day, pension_days: Amount, p: Parameters) -> Day:
    """Payment of short pensions began in May 2025, with arrears."""
    short = pension_days < p.old_age.days_full
    first = at_least(
        old_age_effective_from, first_known(p.old_age.short_pension_paid_from, old_age_effective_from)
    )
    return where(short, first, old_age_effective_from)


@formula(
    unit="flag",
    of="insured_person",
    on="day",
    law="Loi 117-12 (dahir 1-14-115 du 30 juin 2014)",
    label=words(
        ar="الحق في استرجاع الاشتراكات",
        fr="Droit au remboursement des cotisations",
        en="Refund of contributions",
    ),
    says=words(
        ar="بلغ {p.old_age.age} (السن {age_years_completed}؛ {retirement_day} ليس قبل "
        "{p.refund.age_reached_from})، والأيام ناقصة ({pension_days_missing})، دون معاش آخر "
        "({other_basic_pension})، وقد بدأ الاسترجاع في {p.refund.open_from} ({day}).",
        fr="Âge {age_years_completed} au moins {p.old_age.age} (retraite {retirement_day} au plus tôt le "
        "{p.refund.age_reached_from}), jours manquants {pension_days_missing}, sans autre pension "
        "({other_basic_pension}), depuis {p.refund.open_from} ({day}).",
        en="Age {age_years_completed} at least {p.old_age.age} (retired {retirement_day}, not before "
        "{p.refund.age_reached_from}), days missing {pension_days_missing}, no other pension "
        "({other_basic_pension}), since {p.refund.open_from} ({day}).",
    ),
)
def refund_of_contributions(
    age_years_completed: Amount,
    retirement_day: Day,
    pension_days_missing: Amount,
    other_basic_pension: Flag,
    day: Day,
    p: Parameters,
) -> Flag:
    """For who reaches the age with too few days."""
    return both(
        age_years_completed >= p.old_age.age,
        pension_days_missing > 0,
        ~first_known(other_basic_pension, False),
        first_known(retirement_day >= p.refund.age_reached_from, False),
        first_known(day >= p.refund.open_from, False),
    )


@formula(
    unit="flag",
    of="insured_person",
    on="retirement_day",
    law="Loi 02-24",
    label=words(
        ar="تسترجع حصة المشغل أيضا", fr="Part patronale remboursée aussi", en="Employer's share refunded too"
    ),
    says=words(
        ar="إذا كان الاسترجاع مستحقا ({refund_of_contributions}) وكان القانون يشمل حصة المشغل "
        "({p.decisions.employer_share_refunded}).",
        fr="Si le remboursement est dû ({refund_of_contributions}) et que la loi du jour l'étend à l'employeur "
        "({p.decisions.employer_share_refunded}).",
        en="If the refund is due ({refund_of_contributions}) and the law of that day extends it to the employer's "
        "share ({p.decisions.employer_share_refunded}).",
    ),
)
def refund_of_employer_share(refund_of_contributions: Flag, p: Parameters) -> Flag:
    """Both shares for who retires under the law of 2025."""
    return both(refund_of_contributions, first_known(p.decisions.employer_share_refunded, False))


@formula(
    unit="centimes",
    of="insured_person",
    law="Loi 117-12; loi 02-24",
    label=words(
        ar="مبلغ استرجاع الاشتراكات", fr="Montant du remboursement des cotisations", en="Amount of the refund"
    ),
    says=words(
        ar="حصص الأجير {employee_contributions}، وحصص المشغل {employer_contributions} إن شملها الاسترجاع "
        "({refund_of_employer_share})، × معامل إعادة التقييم {revaluation_coefficient}، إذا كان مستحقا "
        "({refund_of_contributions}).",
        fr="Parts salariales {employee_contributions}, et patronales {employer_contributions} si elles sont "
        "remboursées ({refund_of_employer_share}), × coefficient {revaluation_coefficient}, si le remboursement "
        "est dû ({refund_of_contributions}).",
        en="Employee's shares {employee_contributions}, and employer's {employer_contributions} if refunded "
        "({refund_of_employer_share}), × coefficient {revaluation_coefficient}, if the refund is due "
        "({refund_of_contributions}).",
    ),
)
def refund_amount(
    employee_contributions: Amount,
    employer_contributions: Amount,
    refund_of_employer_share: Flag,
    revaluation_coefficient: Exact,
    refund_of_contributions: Flag,
) -> Amount:
    """Shares paid, revalued at the mean yield of the reserves, which the fund tells as a coefficient."""
    shares = employee_contributions + where(refund_of_employer_share, employer_contributions, 0)
    revalued = half_up(shares * revaluation_coefficient)
    return where(refund_of_contributions, revalued, no_amount("REFUND_NOT_DUE"))
