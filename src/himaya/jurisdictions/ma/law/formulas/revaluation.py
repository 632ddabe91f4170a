"""The rise of pensions settled before 2020, decided in September 2022 (5 %, within a least and a most)."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Day,
    Parameters,
    at_least,
    at_most,
    both,
    first_known,
    formula,
    half_up,
    months_between,
    where,
    words,
)

_LAW = "Décision du conseil d'administration du 9 septembre 2022"


@formula(
    unit="centimes",
    of="pension",
    on="day",
    law=_LAW,
    label=words(ar="مبلغ الرفع من المعاش", fr="Revalorisation de la pension", en="Rise of the pension"),
    says=words(
        ar="{p.revaluation.rate} من {pension_before}، بين {p.revaluation.rise_min} و{p.revaluation.rise_max}، "
        "للمعاشات المصفاة ({settled_on}) قبل {p.revaluation.settled_before}.",
        fr="{p.revaluation.rate} de {pension_before}, entre {p.revaluation.rise_min} et "
        "{p.revaluation.rise_max}, pour les pensions liquidées ({settled_on}) avant le "
        "{p.revaluation.settled_before}.",
        en="{p.revaluation.rate} of {pension_before}, between {p.revaluation.rise_min} and "
        "{p.revaluation.rise_max}, for pensions settled ({settled_on}) before {p.revaluation.settled_before}.",
    ),
)
def pension_rise(pension_before: Amount, settled_on: Day, p: Parameters) -> Amount:
    """Nothing before the first rise; the rise of an insured person, shared by survivors."""
    rise = at_most(
        at_least(half_up(pension_before * p.revaluation.rate), p.revaluation.rise_min), p.revaluation.rise_max
    )
    concerned = both(first_known(settled_on < p.revaluation.settled_before, False), pension_before > 0)
    return where(concerned, rise, 0)


@formula(
    unit="centimes",
    of="pension",
    law=_LAW,
    label=words(ar="المعاش بعد الرفع", fr="Pension après revalorisation", en="Pension after the rise"),
    says=words(
        ar="{pension_before} زائد {pension_rise}.",
        fr="{pension_before} plus {pension_rise}.",
        en="{pension_before} plus {pension_rise}.",
    ),
)
def pension_after_rise(pension_before: Amount, pension_rise: Amount) -> Amount:
    """Monthly pension from the day the rise took effect."""
    return pension_before + pension_rise


@formula(
    unit="centimes",
    of="pension",
    on="day",
    law=_LAW,
    label=words(ar="متأخرات الرفع", fr="Rappel de la revalorisation", en="Arrears of the rise"),
    says=words(
        ar="{pension_rise} عن كل شهر من {p.revaluation.settled_before} إلى {p.revaluation.paid_from}.",
        fr="{pension_rise} par mois du {p.revaluation.settled_before} au {p.revaluation.paid_from}.",
        en="{pension_rise} a month from {p.revaluation.settled_before} to {p.revaluation.paid_from}.",
    ),
)
def pension_rise_arrears(pension_rise: Amount, p: Parameters) -> Amount:
    """Months between the effect of the rise and its first payment."""
    months = months_between(p.revaluation.settled_before, p.revaluation.paid_from)
    return pension_rise * first_known(months, 0)
