"""Dated measures: cancellation of debts (41-23), remission of 2023, registration ex officio (98-15)."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Code,
    Day,
    Flag,
    Parameters,
    add_days,
    add_months,
    both,
    first_known,
    formula,
    half_up,
    no_amount,
    no_day,
    where,
    words,
)


@formula(
    unit="flag",
    of="person",
    on="day",
    law="Loi 41-23",
    label=words(
        ar="مستفيد من إلغاء الديون",
        fr="Admis à l'annulation des dettes",
        en="Entitled to the cancellation of debts",
    ),
    says=words(
        ar="عدد الأشهر غير المؤداة {unpaid_months} لا يقل عن "
        "{p.remission.amnesty_unpaid_months_min}، وأول أداء {first_payment_month} بين"
        " {p.remission.amnesty_first_payment_from} و{p.remission.amnesty_first_payment_until}، "
        "ابتداء من فترة {first_period_paid}.",
        fr="Mois impayés {unpaid_months} au moins {p.remission.amnesty_unpaid_months_min}; premier paiement "
        "{first_payment_month} entre {p.remission.amnesty_first_payment_from} et "
        "{p.remission.amnesty_first_payment_until}; "
        "première période payée {first_period_paid}.",
        en="Unpaid months {unpaid_months} at least {p.remission.amnesty_unpaid_months_min}; first payment "
        "{first_payment_month} between {p.remission.amnesty_first_payment_from} and "
        "{p.remission.amnesty_first_payment_until}; first period paid {first_period_paid}.",
    ),
)
def amnesty_eligible(
    unpaid_months: Amount, first_payment_month: Day, first_period_paid: Day, p: Parameters
) -> Flag:
    """Whether the debts up to November 2023 are cancelled, on condition of the payments that follow.

    A first period that is not given is taken to be the one the law asks for.
    """
    required = p.remission.amnesty_first_period
    return both(
        unpaid_months >= p.remission.amnesty_unpaid_months_min,
        first_payment_month >= p.remission.amnesty_first_payment_from,
        first_payment_month <= p.remission.amnesty_first_payment_until,
        first_known(first_period_paid, required) <= required,
    )


@formula(
    unit="month",
    of="person",
    law="Loi 41-23",
    label=words(
        ar="بداية الأداءات المتتالية",
        fr="Premier des mois à payer de suite",
        en="First of the months to pay in a row",
    ),
    says=words(
        ar="الشهر الموالي لأول أداء {first_payment_month} إذا تحقق الشرط ({amnesty_eligible}).",
        fr="Mois qui suit le premier paiement {first_payment_month} si les conditions sont remplies "
        "({amnesty_eligible}).",
        en="Month after the first payment {first_payment_month} if the conditions hold ({amnesty_eligible}).",
    ),
)
def amnesty_following_from(first_payment_month: Day, amnesty_eligible: Flag) -> Day:
    """From which the twelve consecutive months and the waiting period both run."""
    return where(amnesty_eligible, add_months(first_payment_month, 1), no_day("NOT_ELIGIBLE"))


@formula(
    unit="months",
    of="person",
    on="day",
    law="Loi 41-23",
    label=words(
        ar="الانتظار بعد الإلغاء", fr="Stage après l'annulation", en="Waiting after the cancellation"
    ),
    says=words(
        ar="{p.remission.amnesty_waiting_months} إذا تحقق الشرط ({amnesty_eligible}).",
        fr="{p.remission.amnesty_waiting_months} si les conditions sont remplies ({amnesty_eligible}).",
        en="{p.remission.amnesty_waiting_months} if the conditions hold ({amnesty_eligible}).",
    ),
)
def amnesty_waiting_months(amnesty_eligible: Flag, p: Parameters) -> Amount:
    """Months of waiting from the month after the first payment."""
    return where(amnesty_eligible, p.remission.amnesty_waiting_months, no_amount("NOT_ELIGIBLE"))


@formula(
    unit="months",
    of="person",
    on="day",
    law="Loi 41-23",
    label=words(ar="الأشهر الواجب أداؤها متتالية", fr="Mois à payer de suite", en="Months to pay in a row"),
    says=words(
        ar="{p.remission.amnesty_following_months} إذا تحقق الشرط ({amnesty_eligible}).",
        fr="{p.remission.amnesty_following_months} si les conditions sont remplies ({amnesty_eligible}).",
        en="{p.remission.amnesty_following_months} if the conditions hold ({amnesty_eligible}).",
    ),
)
def amnesty_following_months(amnesty_eligible: Flag, p: Parameters) -> Amount:
    """How many consecutive months must then be paid for the cancellation to stand."""
    return where(amnesty_eligible, p.remission.amnesty_following_months, no_amount("NOT_ELIGIBLE"))


@formula(
    unit="date",
    of="person",
    law="Loi 41-23",
    label=words(
        ar="فتح الحقوق بعد الإلغاء",
        fr="Droits ouverts après l'annulation",
        en="Rights open after the cancellation",
    ),
    says=words(
        ar="{amnesty_following_from} زائد {amnesty_waiting_months}.",
        fr="{amnesty_following_from} plus {amnesty_waiting_months}.",
        en="{amnesty_following_from} plus {amnesty_waiting_months}.",
    ),
)
def amnesty_rights_open_from(amnesty_following_from: Day, amnesty_waiting_months: Amount) -> Day:
    """First day of cover after the cancellation."""
    return add_months(amnesty_following_from, amnesty_waiting_months)


@formula(
    unit="centimes",
    of="person",
    on="principal_paid_on",
    law="Décision ministérielle 03/2023",
    label=words(ar="المبلغ المعفى", fr="Montant remis", en="Amount remitted"),
    says=words(
        ar="إذا أدي الأصل في {principal_paid_on} بين {p.remission.remission_2023_from} "
        "و{p.remission.remission_2023_until}: نسبة طريقة الأداء"
        " {payment_mode} من {surcharges} و{recovery_fees}.",
        fr="Si le principal est payé le {principal_paid_on}, entre {p.remission.remission_2023_from} et "
        "{p.remission.remission_2023_until}: la part du mode {payment_mode} de {surcharges} et "
        "{recovery_fees}.",
        en="If the principal is paid on {principal_paid_on}, between {p.remission.remission_2023_from} and "
        "{p.remission.remission_2023_until}: the share of the mode {payment_mode} of {surcharges} "
        "and {recovery_fees}.",
    ),
)
def remission_2023(
    payment_mode: Code,
    principal_paid_on: Day,
    surcharges: Amount,
    recovery_fees: Amount,
    p: Parameters,
) -> Amount:
    """Surcharges and recovery fees remitted, centimes; nothing outside the window."""
    within = both(
        principal_paid_on >= p.remission.remission_2023_from,
        principal_paid_on <= p.remission.remission_2023_until,
    )
    share = p.remission.remission_2023_share.find(payment_mode=payment_mode).share
    return where(within, half_up((surcharges + recovery_fees) * share), 0)


@formula(
    unit="date",
    of="person",
    on="letter_sent_on",
    law="Loi 98-15, art. 7",
    label=words(ar="التسجيل التلقائي في", fr="Immatriculation d'office le", en="Registered ex officio from"),
    says=words(
        ar="{p.registration.ex_officio_days} بعد الرسالة {letter_sent_on}، ما لم يرد طلب قبل "
        "ذلك ({application_received_on}).",
        fr="{p.registration.ex_officio_days} après la lettre du {letter_sent_on}, sauf demande "
        "reçue avant "
        "({application_received_on}).",
        en="{p.registration.ex_officio_days} after the letter of {letter_sent_on}, unless an "
        "application came "
        "before ({application_received_on}).",
    ),
)
def registered_ex_officio_from(letter_sent_on: Day, application_received_on: Day, p: Parameters) -> Day:
    """Day of registration without application."""
    due = add_days(letter_sent_on, p.registration.ex_officio_days)
    return where(first_known(application_received_on, due) < due, no_day("APPLICATION_RECEIVED"), due)
