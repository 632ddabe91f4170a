"""Daily allowances for sickness or an accident outside work (dahir 1-72-184, art. 32 to 36)."""

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
    at_least,
    at_most,
    both,
    choose,
    either,
    first_known,
    formula,
    half_up,
    no_amount,
    where,
    words,
)

_LAW = "Dahir 1-72-184, art. 32 à 36"


@formula(
    unit="days",
    of="stoppage",
    on="stoppage_on",
    law=_LAW,
    label=words(
        ar="الأيام الناقصة لاستحقاق تعويضات المرض",
        fr="Jours manquants pour l'indemnité de maladie",
        en="Days missing for sickness allowance",
    ),
    says=words(
        ar="{p.sickness.days_min} ناقص {days_in_6_months}؛ وبعد توقف أول "
        "{p.decisions.sickness_days_after_spell} ناقص {days_since_last_spell}.",
        fr="{p.sickness.days_min} moins {days_in_6_months}; après un premier arrêt, "
        "{p.decisions.sickness_days_after_spell} moins {days_since_last_spell}.",
        en="{p.sickness.days_min} less {days_in_6_months}; after a first spell, "
        "{p.decisions.sickness_days_after_spell} less {days_since_last_spell}.",
    ),
)
def sickness_days_missing(days_in_6_months: Amount, days_since_last_spell: Amount, p: Parameters) -> Amount:
    """How many more days of contribution open the right."""
    first = p.sickness.days_min - days_in_6_months
    again = first_known(p.decisions.sickness_days_after_spell - days_since_last_spell, 0)
    return at_least(at_least(first, again), 0)


@formula(
    unit="flag",
    of="stoppage",
    law=_LAW,
    label=words(
        ar="مستحق لتعويضات المرض", fr="Droit à l'indemnité de maladie", en="Entitled to sickness pay"
    ),
    says=words(
        ar="لا أيام ناقصة ({sickness_days_missing})، أو حادثة خارج الشغل ({cause}) والشخص مؤمن له يومها "
        "({insured_on_day}).",
        fr="Aucun jour ne manque ({sickness_days_missing}), ou accident hors travail ({cause}) d'un assuré de ce "
        "jour ({insured_on_day}).",
        en="No day is missing ({sickness_days_missing}), or an accident outside work ({cause}) of a person "
        "insured that day ({insured_on_day}).",
    ),
)
def sickness_entitled(sickness_days_missing: Amount, cause: Code, insured_on_day: Flag) -> Flag:
    """No qualifying period after an accident that the work-injury law does not cover."""
    accident = first_known(cause, "illness").is_in("non_occupational_accident", "accident")
    return either(both(accident, first_known(insured_on_day, False)), sickness_days_missing == 0)


@formula(
    unit="days",
    of="stoppage",
    on="stoppage_on",
    law=_LAW,
    label=words(ar="أيام المرض المعوض عنها", fr="Jours de maladie indemnisés", en="Days of sickness paid"),
    says=words(
        ar="{incapacity_days} ناقص {p.sickness.waiting_days} للانتظار ({waiting_applies})، في حدود ما بقي من "
        "{p.sickness.days_max} بعد {days_paid_in_24_months}.",
        fr="{incapacity_days} moins {p.sickness.waiting_days} de carence ({waiting_applies}), dans la limite de "
        "ce qui reste de {p.sickness.days_max} après {days_paid_in_24_months}.",
        en="{incapacity_days} less {p.sickness.waiting_days} of waiting ({waiting_applies}), within what is left "
        "of {p.sickness.days_max} after {days_paid_in_24_months}.",
    ),
)
def sickness_days_paid(
    incapacity_days: Amount, waiting_applies: Flag, days_paid_in_24_months: Amount, p: Parameters
) -> Amount:
    """Calendar days from the fourth, at most 52 weeks in twenty-four months."""
    waiting = where(first_known(waiting_applies, True), p.sickness.waiting_days, 0)
    left = at_least(p.sickness.days_max - first_known(days_paid_in_24_months, 0), 0)
    return at_most(at_least(incapacity_days - waiting, 0), left)


@formula(
    unit="exact_money",
    of="stoppage",
    on="stoppage_on",
    law="Anciens textes, de mémoire",
    label=words(
        ar="الحد الأدنى للتعويض اليومي عن المرض",
        fr="Plancher de l'indemnité journalière",
        en="Floor of the daily allowance",
    ),
    says=words(
        ar="{p.sickness.rate} من السميك الشهري ({p.wages.smig_hour} × {p.decisions.smig_hours_month}) على "
        "{p.daily_wage.month_days}، إذا كان مطبقا ({p.decisions.sickness_floor}).",
        fr="{p.sickness.rate} du SMIG mensuel ({p.wages.smig_hour} × {p.decisions.smig_hours_month}) / "
        "{p.daily_wage.month_days}, s'il s'applique ({p.decisions.sickness_floor}).",
        en="{p.sickness.rate} of the monthly SMIG ({p.wages.smig_hour} × {p.decisions.smig_hours_month}) / "
        "{p.daily_wage.month_days}, if it applies ({p.decisions.sickness_floor}).",
    ),
)
def sickness_daily_floor(p: Parameters) -> Exact:
    """Nothing unless the decision switches the floor on."""
    month = p.decisions.smig_hours_month * p.wages.smig_hour
    return where(p.decisions.sickness_floor, month * p.sickness.rate / p.daily_wage.month_days, Exact.of(0))


@formula(
    unit="centimes",
    of="stoppage",
    on="stoppage_on",
    law=_LAW,
    label=words(
        ar="التعويض اليومي عن المرض، للعرض",
        fr="Indemnité journalière de maladie, affichée",
        en="Daily sickness allowance, shown",
    ),
    says=words(
        ar="{p.sickness.rate} من {average_daily_wage}، ولا يقل عن {sickness_daily_floor}.",
        fr="{p.sickness.rate} de {average_daily_wage}, au moins {sickness_daily_floor}.",
        en="{p.sickness.rate} of {average_daily_wage}, at least {sickness_daily_floor}.",
    ),
)
def sickness_daily_allowance(average_daily_wage: Exact, sickness_daily_floor: Exact, p: Parameters) -> Amount:
    """Allowance of one calendar day to the centime; the total is not worked out from it."""
    return at_least(half_up(average_daily_wage * p.sickness.rate), half_up(sickness_daily_floor))


@formula(
    unit="centimes",
    of="stoppage",
    on="stoppage_on",
    law=_LAW,
    label=words(
        ar="مجموع تعويضات المرض", fr="Total de l'indemnité de maladie", en="Sickness allowance in all"
    ),
    says=words(
        ar="{sickness_days_paid} × {p.sickness.rate} من {average_daily_wage} (لا يقل اليوم عن "
        "{sickness_daily_floor}).",
        fr="{sickness_days_paid} × {p.sickness.rate} de {average_daily_wage} (par jour au moins "
        "{sickness_daily_floor}).",
        en="{sickness_days_paid} × {p.sickness.rate} of {average_daily_wage} (a day at least "
        "{sickness_daily_floor}).",
    ),
)
def sickness_total(
    sickness_days_paid: Amount, average_daily_wage: Exact, sickness_daily_floor: Exact, p: Parameters
) -> Amount:
    """Rounded once, on the total."""
    earned = half_up(average_daily_wage * p.sickness.rate * sickness_days_paid)
    return at_least(earned, half_up(sickness_daily_floor * sickness_days_paid))


@formula(
    unit="centimes",
    of="stoppage",
    law=_LAW,
    label=words(ar="تعويضات المرض المستحقة", fr="Indemnité de maladie due", en="Sickness allowance due"),
    says=words(
        ar="{sickness_total} عن {sickness_days_paid} إذا توفر الحق ({sickness_entitled}) وأودع الطلب "
        "({claimed_on}) قبل مضي {sickness_claim_by}.",
        fr="{sickness_total} pour {sickness_days_paid} si le droit est ouvert ({sickness_entitled}) et si la "
        "demande ({claimed_on}) arrive au plus tard le {sickness_claim_by}.",
        en="{sickness_total} for {sickness_days_paid} if the right is open ({sickness_entitled}) and the claim "
        "({claimed_on}) comes by {sickness_claim_by}.",
    ),
)
def sickness_allowance(
    sickness_total: Amount,
    sickness_days_paid: Amount,
    sickness_entitled: Flag,
    claimed_on: Day,
    sickness_claim_by: Day,
) -> Amount:
    """What is due for the spell, or why nothing is."""
    return choose(
        (~sickness_entitled, no_amount("DAYS_TOO_FEW")),
        (first_known(claimed_on > sickness_claim_by, False), no_amount("CLAIMED_TOO_LATE")),
        (sickness_days_paid == 0, no_amount("NO_DAY_PAID")),
        otherwise=sickness_total,
    )


@formula(
    unit="date",
    of="stoppage",
    on="stoppage_on",
    law=_LAW,
    label=words(
        ar="آخر يوم للإشعار بالتوقف بسبب المرض",
        fr="Dernier jour pour aviser de l'arrêt maladie",
        en="Last day to give notice of the sickness",
    ),
    says=words(
        ar="{p.sickness.notice_days} بعد {stoppage_on}.",
        fr="{p.sickness.notice_days} après le {stoppage_on}.",
        en="{p.sickness.notice_days} after {stoppage_on}.",
    ),
)
def sickness_notice_by(stoppage_on: Day, p: Parameters) -> Day:
    """Last day on which the fund may be told of the stoppage."""
    return add_days(stoppage_on, p.sickness.notice_days)


@formula(
    unit="date",
    of="stoppage",
    on="stoppage_on",
    law=_LAW,
    label=words(
        ar="آخر يوم لطلب تعويضات المرض",
        fr="Dernier jour pour demander l'indemnité de maladie",
        en="Last day to claim sickness allowance",
    ),
    says=words(
        ar="{p.sickness.claim_months} بعد {stoppage_on}.",
        fr="{p.sickness.claim_months} après le {stoppage_on}.",
        en="{p.sickness.claim_months} after {stoppage_on}.",
    ),
)
def sickness_claim_by(stoppage_on: Day, p: Parameters) -> Day:
    """Last day on which the allowance may be claimed."""
    return add_months(stoppage_on, p.sickness.claim_months)


@formula(
    unit="date",
    of="stoppage",
    on="stoppage_on",
    law=_LAW,
    label=words(
        ar="نهاية الفترة التي تحتسب فيها أيام المرض",
        fr="Fin de la période où les jours sont comptés",
        en="End of the period over which days are counted",
    ),
    says=words(
        ar="{p.sickness.window_months} بعد {stoppage_on}.",
        fr="{p.sickness.window_months} après le {stoppage_on}.",
        en="{p.sickness.window_months} after {stoppage_on}.",
    ),
)
def sickness_window_ends(stoppage_on: Day, p: Parameters) -> Day:
    """First day past the twenty-four months within which the 52 weeks are counted."""
    return add_months(stoppage_on, p.sickness.window_months)
