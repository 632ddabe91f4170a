"""Health rights of employees and pensioners: when they open (law 65-00)."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Code,
    Day,
    Flag,
    Parameters,
    add_months,
    at_least,
    both,
    choose,
    first_known,
    first_of_month,
    formula,
    is_known,
    no_code,
    total,
    where,
    words,
)

_LAW = "Loi 65-00; cnss.ma, « Qui peut en bénéficier ? »"
_ROWS = 60  # bounds the proof: months declared that are looked at


@formula(
    unit="month",
    of="insured_person",
    on="day",
    law=_LAW,
    label=words(
        ar="أول شهر تحتسب أيامه", fr="Premier mois dont les jours comptent", en="First month whose days count"
    ),
    says=words(
        ar="{p.amo_rights.window_months} قبل شهر {day}.",
        fr="{p.amo_rights.window_months} avant le mois du {day}.",
        en="{p.amo_rights.window_months} before the month of {day}.",
    ),
)
def amo_window_from(day: Day, p: Parameters) -> Day:
    """The completed civil months before the month of care."""
    return add_months(first_of_month(day), 0 - p.amo_rights.window_months)


@formula(
    unit="days",
    of="insured_person",
    law=_LAW,
    label=words(
        ar="الأيام المحتسبة للتأمين عن المرض", fr="Jours comptés pour l'AMO", en="Days counted for AMO"
    ),
    says=words(
        ar="الأيام المصرح بها والمؤداة {paid_days}، وإلا مجموع أيام الأشهر المؤداة ({month}، {declared_days}، "
        "{contributions_paid}) من {amo_window_from} إلى ما قبل شهر {day} للشخص {person}.",
        fr="Jours déclarés et payés {paid_days}, sinon total des jours des mois payés ({month}, {declared_days}, "
        "{contributions_paid}) de {amo_window_from} au mois qui précède le {day}, personne {person}.",
        en="Days declared and paid {paid_days}, else the days of the months paid ({month}, {declared_days}, "
        "{contributions_paid}) from {amo_window_from} to the month before {day}, person {person}.",
    ),
)
def amo_days_counted(
    paid_days: Amount,
    month: Day,
    declared_days: Amount,
    contributions_paid: Flag,
    amo_window_from: Day,
    day: Day,
    person: Amount,
) -> Amount:
    """Days declared but not paid do not count; the rows are months declared."""
    within = both(month >= amo_window_from, month < first_of_month(day))
    days = where(both(within, first_known(contributions_paid, False)), declared_days, 0)
    return first_known(paid_days, total(days, over=person, at_most_rows=_ROWS))


@formula(
    unit="days",
    of="insured_person",
    on="day",
    law=_LAW,
    label=words(
        ar="الأيام الناقصة للتأمين عن المرض", fr="Jours manquants pour l'AMO", en="Days missing for AMO"
    ),
    says=words(
        ar="{p.amo_rights.days_min} ناقص {amo_days_counted}.",
        fr="{p.amo_rights.days_min} moins {amo_days_counted}.",
        en="{p.amo_rights.days_min} less {amo_days_counted}.",
    ),
)
def amo_days_missing(amo_days_counted: Amount, p: Parameters) -> Amount:
    """How many more days declared and paid open the right."""
    return at_least(p.amo_rights.days_min - amo_days_counted, 0)


@formula(
    unit="money_per_month",
    of="insured_person",
    on="day",
    law="Loi 65-00; cnss.ma",
    label=words(
        ar="الحد الأدنى للمعاش المخول للتأمين عن المرض",
        fr="Pension minimale pour l'AMO",
        en="Least pension for AMO",
    ),
    says=words(
        ar="{p.decisions.amo_pensioner_threshold}، أو {p.decisions.amo_pensioner_threshold_agriculture} في القطاع "
        "الفلاحي ({sector}).",
        fr="{p.decisions.amo_pensioner_threshold}, ou {p.decisions.amo_pensioner_threshold_agriculture} dans "
        "l'agriculture ({sector}).",
        en="{p.decisions.amo_pensioner_threshold}, or {p.decisions.amo_pensioner_threshold_agriculture} in "
        "agriculture ({sector}).",
    ),
)
def amo_pension_threshold(sector: Code, p: Parameters) -> Amount:
    """Monthly pension from which a pensioner is covered (D17)."""
    agricultural = first_known(sector, "non_agricultural") == "agricultural"
    return where(
        agricultural, p.decisions.amo_pensioner_threshold_agriculture, p.decisions.amo_pensioner_threshold
    )


@formula(
    unit="code",
    of="insured_person",
    law=_LAW,
    label=words(
        ar="أساس الحق في التأمين عن المرض", fr="Fondement du droit à l'AMO", en="Ground of the AMO right"
    ),
    says=words(
        ar="حسب النظام {scheme}: أجير دون أيام ناقصة ({amo_days_missing})، أو معاش {pension} لا يقل عن "
        "{amo_pension_threshold}.",
        fr="Selon le régime {scheme}: salarié sans jour manquant ({amo_days_missing}), ou pension {pension} d'au "
        "moins {amo_pension_threshold}.",
        en="By the scheme {scheme}: an employee with no day missing ({amo_days_missing}), or a pension {pension} "
        "of at least {amo_pension_threshold}.",
    ),
)
def salaried_amo_ground(
    scheme: Code, amo_days_missing: Amount, pension: Amount, amo_pension_threshold: Amount
) -> Code:
    """`days` or `pension`; the reason where there is none. Voluntary members count the days they paid."""
    days = where(amo_days_missing == 0, "days", no_code("STAGE_NOT_MET"))
    pensioner = where(pension >= amo_pension_threshold, "pension", no_code("PENSION_BELOW_THRESHOLD"))
    return choose(
        (scheme == "AMO_PENSIONERS", pensioner),
        (scheme.is_in("AMO_SALARIES", "AMO_DOMESTIC", "AMO_VOLUNTARY"), days),
        otherwise=no_code("NOT_A_SALARIED_SCHEME"),
    )


@formula(
    unit="flag",
    of="insured_person",
    law=_LAW,
    label=words(
        ar="حق الأجير أو صاحب المعاش في التأمين عن المرض",
        fr="Droit à l'AMO du salarié ou du pensionné",
        en="AMO right of the employee or pensioner",
    ),
    says=words(
        ar="له أساس: {salaried_amo_ground}.",
        fr="Il y a un fondement: {salaried_amo_ground}.",
        en="There is a ground: {salaried_amo_ground}.",
    ),
)
def salaried_amo_entitled(salaried_amo_ground: Code) -> Flag:
    """Whether care is covered on the day."""
    return is_known(salaried_amo_ground)
