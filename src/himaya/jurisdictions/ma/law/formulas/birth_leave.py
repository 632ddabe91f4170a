"""Birth leave paid by the employer and refunded by the fund (Labour Code, art. 269 and 270)."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Day,
    Exact,
    Parameters,
    add_days,
    add_months,
    at_most,
    first_known,
    formula,
    half_up,
    no_amount,
    truncate,
    where,
    words,
)

_LAW = "Code du travail, art. 269 et 270"


@formula(
    unit="exact_money",
    of="birth",
    on="birth_on",
    law=_LAW,
    label=words(
        ar="مبلغ رخصة الولادة قبل التقريب",
        fr="Congé de naissance, non arrondi",
        en="Birth leave, not rounded",
    ),
    says=words(
        ar="{monthly_wage} في حدود {p.wages.contribution_ceiling}، على {p.wages.days_month}، × {leave_days} في "
        "حدود {p.birth_leave.days}.",
        fr="{monthly_wage}, au plus {p.wages.contribution_ceiling}, divisé par {p.wages.days_month}, × "
        "{leave_days}, au plus {p.birth_leave.days}.",
        en="{monthly_wage}, at most {p.wages.contribution_ceiling}, over {p.wages.days_month}, × {leave_days}, "
        "at most {p.birth_leave.days}.",
    ),
)
def birth_leave_exact(monthly_wage: Amount, leave_days: Amount, p: Parameters) -> Exact:
    """Days of leave at a twenty-sixth of the capped wage; the published maximum follows from the ceiling."""
    wage = at_most(monthly_wage, p.wages.contribution_ceiling)
    return Exact.of(wage * at_most(leave_days, p.birth_leave.days)) / p.wages.days_month


@formula(
    unit="centimes",
    of="birth",
    on="birth_on",
    law=_LAW,
    label=words(
        ar="المبلغ المرجع إلى المشغل عن رخصة الولادة",
        fr="Remboursement du congé de naissance à l'employeur",
        en="Birth leave refunded to the employer",
    ),
    says=words(
        ar="{birth_leave_exact} ({p.decisions.birth_leave_rounding})، إذا أودع الطلب ({claimed_on}) في أجل أقصاه "
        "{birth_leave_claim_by}.",
        fr="{birth_leave_exact} ({p.decisions.birth_leave_rounding}), si la demande ({claimed_on}) arrive au plus "
        "tard le {birth_leave_claim_by}.",
        en="{birth_leave_exact} ({p.decisions.birth_leave_rounding}), if the claim ({claimed_on}) comes by "
        "{birth_leave_claim_by}.",
    ),
)
def birth_leave_refund(
    birth_leave_exact: Exact, claimed_on: Day, birth_leave_claim_by: Day, p: Parameters
) -> Amount:
    """Truncated, as the published maximum is (D5)."""
    cut = p.decisions.birth_leave_rounding == "truncate"
    refund = where(cut, truncate(birth_leave_exact), half_up(birth_leave_exact))
    late = first_known(claimed_on > birth_leave_claim_by, False)
    return where(late, no_amount("CLAIMED_TOO_LATE"), refund)


@formula(
    unit="date",
    of="birth",
    on="birth_on",
    law=_LAW,
    label=words(
        ar="آخر يوم لأخذ رخصة الولادة",
        fr="Dernier jour pour prendre le congé de naissance",
        en="Last day to take birth leave",
    ),
    says=words(
        ar="{p.decisions.birth_leave_window_days} بعد الازدياد {birth_on}.",
        fr="{p.decisions.birth_leave_window_days} après la naissance {birth_on}.",
        en="{p.decisions.birth_leave_window_days} after the birth {birth_on}.",
    ),
)
def birth_leave_take_by(birth_on: Day, p: Parameters) -> Day:
    """End of the period around the birth."""
    return add_days(birth_on, p.decisions.birth_leave_window_days)


@formula(
    unit="date",
    of="birth",
    on="birth_on",
    law=_LAW,
    label=words(
        ar="آخر يوم للتصريح بالولادة",
        fr="Dernier jour pour déclarer la naissance",
        en="Last day to declare the birth",
    ),
    says=words(
        ar="{p.birth_leave.declaration_days} بعد الازدياد {birth_on}.",
        fr="{p.birth_leave.declaration_days} après la naissance {birth_on}.",
        en="{p.birth_leave.declaration_days} after the birth {birth_on}.",
    ),
)
def birth_declared_by(birth_on: Day, p: Parameters) -> Day:
    """Last day on which the birth may be declared."""
    return add_days(birth_on, p.birth_leave.declaration_days)


@formula(
    unit="date",
    of="birth",
    on="birth_on",
    law=_LAW,
    label=words(
        ar="آخر يوم لطلب استرجاع رخصة الولادة",
        fr="Dernier jour pour demander le remboursement du congé de naissance",
        en="Last day to claim the birth-leave refund",
    ),
    says=words(
        ar="{p.birth_leave.claim_months} بعد الازدياد {birth_on}.",
        fr="{p.birth_leave.claim_months} après la naissance {birth_on}.",
        en="{p.birth_leave.claim_months} after the birth {birth_on}.",
    ),
)
def birth_leave_claim_by(birth_on: Day, p: Parameters) -> Day:
    """Last day on which the employer may claim."""
    return add_months(birth_on, p.birth_leave.claim_months)
