"""The whole law of Saltana: three rules (contribution, waiting and closure, children), and what follows."""

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
    first_known,
    first_of_month,
    formula,
    is_known,
    no_day,
    where,
    words,
)


@formula(
    unit="month",
    of="person_month",
    on="month",
    law="Health Act, s. 3",
    label=words(ar="أول شهر مستحق", fr="Premier mois dû", en="First month owed"),
    says=words(
        ar="أول شهر للحرفة {category}، أو شهر بداية النشاط {activity_from} إذا كان بعده.",
        fr="Premier mois du métier {category}, ou mois du début d'activité {activity_from} s'il est plus tard.",
        en="First month of the trade {category}, or the month the activity started {activity_from} if later.",
    ),
)
def membership_first_due_month(category: Code, activity_from: Day, p: Parameters) -> Day:
    """A member owes from the first month of the trade, and not before the activity began."""
    first = p.contribution.by_trade.find(category=category).first_due_month
    return at_least(first, first_of_month(first_known(activity_from, first)))


@formula(
    unit="centimes",
    of="person_month",
    on="month",
    law="Health Act, s. 3",
    label=words(ar="المستحق عن الشهر", fr="Dû du mois", en="Due for the month"),
    says=words(
        ar="مبلغ ثابت حسب الحرفة {category}.",
        fr="Somme fixe selon le métier {category}.",
        en="A fixed sum by the trade {category}.",
    ),
)
def month_due(category: Code, p: Parameters) -> Amount:
    """What a member owes for one month."""
    return p.contribution.by_trade.find(category=category).monthly


@formula(
    unit="flag",
    of="activity_month",
    on="month",
    law="Health Act, s. 3",
    label=words(ar="النشاط المعتمد", fr="Activité retenue", en="Activity retained"),
    says=words(
        ar="كل نشاط {activity_number} للشخص {person} يؤدى عنه.",
        fr="Chaque activité {activity_number} de la personne {person} cotise.",
        en="Every activity {activity_number} of the person {person} pays.",
    ),
)
def activity_retained(activity_number: Amount, person: Amount) -> Flag:
    """In Saltana every activity pays."""
    return (activity_number >= 0) & (person >= 0)


@formula(
    unit="date",
    of="membership",
    on="first_due_month",
    law="Health Act, s. 4",
    label=words(ar="فتح الحقوق في", fr="Droits ouverts à partir du", en="Rights open from"),
    says=words(
        ar="أول شهر مستحق {first_due_month} زائد {p.rights.waiting_months}.",
        fr="Premier mois dû {first_due_month} plus {p.rights.waiting_months}.",
        en="First month owed {first_due_month} plus {p.rights.waiting_months}.",
    ),
)
def rights_open_from(first_due_month: Day, p: Parameters) -> Day:
    """First day of cover."""
    return add_months(first_of_month(first_due_month), p.rights.waiting_months)


@formula(
    unit="date",
    of="membership",
    law="Health Act, s. 4",
    label=words(
        ar="فتح الحقوق بعد تغيير الحرفة",
        fr="Droits après un changement de métier",
        en="Rights after a change of trade",
    ),
    says=words(
        ar="{rights_open_from}، مهما كان ما قبلها ({earlier_rights_open_from}).",
        fr="{rights_open_from}, quoi qu'il y ait eu avant ({earlier_rights_open_from}).",
        en="{rights_open_from}, whatever came before ({earlier_rights_open_from}).",
    ),
)
def succeeding_rights_open_from(rights_open_from: Day, earlier_rights_open_from: Day) -> Day:
    """In Saltana every trade has its own wait."""
    return where(is_known(earlier_rights_open_from), rights_open_from, rights_open_from)


@formula(
    unit="flag",
    of="membership",
    law="Health Act, s. 5",
    label=words(ar="الدين السابق يغلق", fr="L'ancienne dette ferme", en="The earlier debt closes"),
    says=words(
        ar="لا يغلق دين سابق حرفة تبدأ في {first_due_month}.",
        fr="Aucune dette antérieure ne ferme un métier commencé en {first_due_month}.",
        en="No earlier debt closes a trade that starts in {first_due_month}.",
    ),
)
def debt_follows(first_due_month: Day) -> Flag:
    """In Saltana a debt is recovered apart."""
    return ~is_known(first_due_month)


@formula(
    unit="date",
    of="due_month",
    on="due_month",
    law="Health Act, s. 5",
    label=words(ar="إغلاق الحقوق في", fr="Droits fermés à partir du", en="Rights close on"),
    says=words(
        ar="بعد الشهر غير المؤدى {due_month} و{p.rights.grace_months}.",
        fr="Après le mois impayé {due_month} et {p.rights.grace_months}.",
        en="After the unpaid month {due_month} and {p.rights.grace_months}.",
    ),
)
def arrears_closes_on(due_month: Day, p: Parameters) -> Day:
    """First day without cover when a month stays unpaid."""
    return add_months(first_of_month(due_month), p.rights.grace_months + 1)


@formula(
    unit="months",
    of="person_month",
    law="Health Act, s. 5",
    label=words(ar="الأشهر المغطاة", fr="Mois couverts", en="Months covered"),
    says=words(ar="الشهر {month} وحده.", fr="Le mois {month} seul.", en="The month {month} alone."),
)
def months_covered(month: Day) -> Amount:
    """In Saltana a due stands for its own month."""
    return where(is_known(month), 1, 1)


@formula(
    unit="date",
    of="payment",
    law="Health Act, s. 5",
    label=words(ar="عودة الحقوق في", fr="Droits rétablis le", en="Rights return on"),
    says=words(
        ar="اليوم الموالي للأداء {paid_on}.",
        fr="Lendemain du paiement {paid_on}.",
        en="The day after the payment {paid_on}.",
    ),
)
def restored_on(paid_on: Day) -> Day:
    """First day of cover after arrears are paid."""
    return add_days(paid_on, 1)


@formula(
    unit="months",
    of="regularisation",
    law="Health Act, s. 5",
    label=words(ar="انتظار جديد", fr="Nouveau stage", en="New waiting"),
    says=words(
        ar="لا انتظار جديد مهما كان عدد الأشهر {consecutive_unpaid_months}.",
        fr="Aucun, quel que soit le nombre de mois {consecutive_unpaid_months}.",
        en="None, however many months {consecutive_unpaid_months}.",
    ),
)
def arrears_waiting_months(consecutive_unpaid_months: Amount) -> Amount:
    """Saltana asks for no new waiting."""
    return where(consecutive_unpaid_months >= 0, 0, 0)


@formula(
    unit="date",
    of="regularisation",
    law="Health Act, s. 5",
    label=words(ar="آخر يوم للأداء", fr="Dernier jour pour payer", en="Last day to pay"),
    says=words(
        ar="لا أجل بعد أول شهر غير مؤدى {first_unpaid_month}.",
        fr="Aucun terme après le premier mois impayé {first_unpaid_month}.",
        en="No last day after the first unpaid month {first_unpaid_month}.",
    ),
)
def arrears_pay_by(first_unpaid_month: Day) -> Day:
    """No day is the last: paying always brings rights back."""
    return where(is_known(first_unpaid_month), no_day("NO_NEW_WAITING"), first_unpaid_month)


@formula(
    unit="date",
    of="regularisation",
    law="Health Act, s. 5",
    label=words(
        ar="عودة الحقوق بعد الانتظار", fr="Droits rouverts après stage", en="Rights reopen after waiting"
    ),
    says=words(
        ar="لا ينطبق بعد التسوية {regularised_month}.",
        fr="Sans objet après la régularisation {regularised_month}.",
        en="Nothing to wait for after the regularisation {regularised_month}.",
    ),
)
def arrears_rights_open_from(regularised_month: Day) -> Day:
    """There is no new waiting to end."""
    return where(is_known(regularised_month), no_day("NO_NEW_WAITING"), regularised_month)


@formula(
    unit="date",
    of="family_link",
    on="day",
    law="Health Act, s. 6",
    label=words(ar="ينتهي الحق في", fr="Le droit finit le", en="The right ends on"),
    says=words(
        ar="للطفل ({relation}): عيد الميلاد {p.family.child_age_max} ({birth_on})؛ ولا حد للزوج.",
        fr="Enfant ({relation}): {p.family.child_age_max}e anniversaire ({birth_on}); sans limite pour le conjoint.",
        en="Child ({relation}): birthday number {p.family.child_age_max} ({birth_on}); no limit for a spouse.",
    ),
)
def dependant_until(birth_on: Day, relation: Code, p: Parameters) -> Day:
    """First day without the right: the eighteenth birthday, studies or not."""
    return where(relation == "child", add_years(birth_on, p.family.child_age_max), no_day("NO_AGE_LIMIT"))


@formula(
    unit="code",
    of="person",
    on="day",
    law="Health Act, s. 7",
    label=words(ar="النظام المفتوح", fr="Régime ouvert", en="Scheme open"),
    says=words(
        ar="المعوزون دون مؤشر عشرة ({rsu_score}).",
        fr="Les indigents sous l'indice dix ({rsu_score}).",
        en="The poor, under an index of ten ({rsu_score}).",
    ),
)
def eligible_scheme(rsu_score: Exact) -> Code:
    """Who needs no contribution."""
    return where(rsu_score < 10, "POOR", "NONE")


@formula(
    unit="date",
    of="letter",
    on="letter_sent_on",
    law="Health Act, s. 2",
    label=words(ar="تسجيل تلقائي في", fr="Immatriculé d'office le", en="Registered ex officio on"),
    says=words(
        ar="{letter_sent_on} زائد {p.registration.letter_days}.",
        fr="{letter_sent_on} plus {p.registration.letter_days}.",
        en="{letter_sent_on} plus {p.registration.letter_days}.",
    ),
)
def registered_ex_officio_from(letter_sent_on: Day, p: Parameters) -> Day:
    """The day after which a silent person is registered."""
    return add_days(letter_sent_on, p.registration.letter_days)
