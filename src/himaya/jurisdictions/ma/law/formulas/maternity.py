"""Daily allowances for maternity (dahir 1-72-184, art. 37; Labour Code, art. 152)."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Day,
    Exact,
    Flag,
    Parameters,
    add_days,
    add_months,
    at_least,
    choose,
    first_known,
    formula,
    half_up,
    no_amount,
    where,
    words,
)

_LAW = "Dahir 1-72-184, art. 37; Code du travail, art. 152"


@formula(
    unit="days",
    of="stoppage",
    on="stoppage_on",
    law=_LAW,
    label=words(
        ar="الأيام الناقصة لاستحقاق تعويضات الأمومة",
        fr="Jours manquants pour l'indemnité de maternité",
        en="Days missing for maternity allowance",
    ),
    says=words(
        ar="{p.maternity.days_min} ناقص {days_in_10_months}.",
        fr="{p.maternity.days_min} moins {days_in_10_months}.",
        en="{p.maternity.days_min} less {days_in_10_months}.",
    ),
)
def maternity_days_missing(days_in_10_months: Amount, p: Parameters) -> Amount:
    """How many more days of contribution open the right."""
    return at_least(p.maternity.days_min - days_in_10_months, 0)


@formula(
    unit="flag",
    of="stoppage",
    law=_LAW,
    label=words(
        ar="مستحقة لتعويضات الأمومة", fr="Droit à l'indemnité de maternité", en="Entitled to maternity pay"
    ),
    says=words(
        ar="لا أيام ناقصة ({maternity_days_missing}).",
        fr="Aucun jour ne manque ({maternity_days_missing}).",
        en="No day is missing ({maternity_days_missing}).",
    ),
)
def maternity_entitled(maternity_days_missing: Amount) -> Flag:
    """Whether the days of contribution are there."""
    return maternity_days_missing == 0


@formula(
    unit="days",
    of="stoppage",
    on="stoppage_on",
    law=_LAW,
    label=words(
        ar="أيام الأمومة المعوض عنها", fr="Jours de maternité indemnisés", en="Days of maternity paid"
    ),
    says=words(
        ar="{p.maternity.days_paid} إذا توفر الحق ({maternity_entitled}).",
        fr="{p.maternity.days_paid} si le droit est ouvert ({maternity_entitled}).",
        en="{p.maternity.days_paid} if the right is open ({maternity_entitled}).",
    ),
)
def maternity_days_paid(maternity_entitled: Flag, p: Parameters) -> Amount:
    """Calendar days paid."""
    return where(maternity_entitled, p.maternity.days_paid, 0)


@formula(
    unit="date",
    of="birth",
    on="birth_on",
    law=_LAW,
    label=words(
        ar="لا استئناف للعمل بعد الوضع قبل",
        fr="Pas de reprise du travail après l'accouchement avant le",
        en="No return to work after the birth before",
    ),
    says=words(
        ar="{p.maternity.days_after_birth} بعد الوضع {birth_on}.",
        fr="{p.maternity.days_after_birth} après l'accouchement du {birth_on}.",
        en="{p.maternity.days_after_birth} after the birth {birth_on}.",
    ),
)
def maternity_rest_until(birth_on: Day, p: Parameters) -> Day:
    """The part of the leave that must follow the birth."""
    return add_days(birth_on, p.maternity.days_after_birth)


@formula(
    unit="centimes",
    of="stoppage",
    on="stoppage_on",
    law=_LAW,
    label=words(
        ar="مجموع تعويضات الأمومة", fr="Total de l'indemnité de maternité", en="Maternity allowance in all"
    ),
    says=words(
        ar="{maternity_days_paid} × {p.maternity.rate} من {average_daily_wage}.",
        fr="{maternity_days_paid} × {p.maternity.rate} de {average_daily_wage}.",
        en="{maternity_days_paid} × {p.maternity.rate} of {average_daily_wage}.",
    ),
)
def maternity_total(maternity_days_paid: Amount, average_daily_wage: Exact, p: Parameters) -> Amount:
    """Rounded once, on the total."""
    return half_up(average_daily_wage * p.maternity.rate * maternity_days_paid)


@formula(
    unit="centimes",
    of="stoppage",
    law=_LAW,
    label=words(ar="تعويضات الأمومة المستحقة", fr="Indemnité de maternité due", en="Maternity allowance due"),
    says=words(
        ar="{maternity_total} إذا توفر الحق ({maternity_entitled}) وأودع الطلب ({claimed_on}) في أجل أقصاه "
        "{maternity_claim_by}.",
        fr="{maternity_total} si le droit est ouvert ({maternity_entitled}) et si la demande ({claimed_on}) "
        "arrive au plus tard le {maternity_claim_by}.",
        en="{maternity_total} if the right is open ({maternity_entitled}) and the claim ({claimed_on}) comes by "
        "{maternity_claim_by}.",
    ),
)
def maternity_allowance(
    maternity_total: Amount, maternity_entitled: Flag, claimed_on: Day, maternity_claim_by: Day
) -> Amount:
    """What is due for the leave, or why nothing is."""
    return choose(
        (~maternity_entitled, no_amount("DAYS_TOO_FEW")),
        (first_known(claimed_on > maternity_claim_by, False), no_amount("CLAIMED_TOO_LATE")),
        otherwise=maternity_total,
    )


@formula(
    unit="date",
    of="stoppage",
    on="stoppage_on",
    law=_LAW,
    label=words(
        ar="آخر يوم للإشعار برخصة الأمومة",
        fr="Dernier jour pour aviser du congé de maternité",
        en="Last day to give notice of maternity leave",
    ),
    says=words(
        ar="{p.maternity.notice_days} بعد {stoppage_on}.",
        fr="{p.maternity.notice_days} après le {stoppage_on}.",
        en="{p.maternity.notice_days} after {stoppage_on}.",
    ),
)
def maternity_notice_by(stoppage_on: Day, p: Parameters) -> Day:
    """Last day on which the fund may be told of the leave."""
    return add_days(stoppage_on, p.maternity.notice_days)


@formula(
    unit="date",
    of="stoppage",
    on="stoppage_on",
    law=_LAW,
    label=words(
        ar="آخر يوم لطلب تعويضات الأمومة",
        fr="Dernier jour pour demander l'indemnité de maternité",
        en="Last day to claim maternity allowance",
    ),
    says=words(
        ar="{p.maternity.claim_months} بعد {stoppage_on}.",
        fr="{p.maternity.claim_months} après le {stoppage_on}.",
        en="{p.maternity.claim_months} after {stoppage_on}.",
    ),
)
def maternity_claim_by(stoppage_on: Day, p: Parameters) -> Day:
    """Last day on which the allowance may be claimed."""
    return add_months(stoppage_on, p.maternity.claim_months)
