"""From when a member owes, and until when arrears can be paid without waiting anew."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Code,
    Day,
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
    first_of_month,
    formula,
    is_known,
    month_of_year,
    no_day,
    where,
    words,
)


@formula(
    unit="month",
    of="person_month",
    on="month",
    law="Loi 98-15; décrets des catégories",
    label=words(
        ar="أول شهر مستحق على المنخرط", fr="Premier mois dû par l'affilié", en="First month the member owes"
    ),
    says=words(
        ar="أول شهر مستحق للصنف {category_first_due_month}، أو شهر بداية النشاط {activity_from} إذا "
        "كان بعده.",
        fr="Premier mois dû de la catégorie {category_first_due_month}, ou mois du début d'activité "
        "{activity_from} s'il est "
        "plus tard.",
        en="First month the category owes {category_first_due_month}, or the month in which the "
        "activity started "
        "{activity_from} if it is later.",
    ),
)
def membership_first_due_month(category_first_due_month: Day, activity_from: Day) -> Day:
    """A member owes from the first month of his category, and not before his activity began."""
    started = first_of_month(first_known(activity_from, category_first_due_month))
    return at_least(category_first_due_month, started)


@formula(
    unit="date",
    of="regularisation",
    on="regularised_month",
    law="Projet de loi 46-23",
    label=words(
        ar="آخر يوم للأداء دون انتظار جديد",
        fr="Dernier jour pour payer sans nouveau stage",
        en="Last day to pay without waiting anew",
    ),
    says=words(
        ar="اليوم الذي يسبق إغلاق الحقوق بالشهر غير المؤدى رقم {p.arrears.unpaid_months_for_new_wait} ابتداء "
        "من {first_unpaid_month}، أو بربع السنة الذي يقع فيه ({tns_basis}، {p.decisions.droit_schedule})، "
        "مع التسامح {p.decisions.arrears_tolerance_months} وأجل الأداء {payable_months}.",
        fr="Veille du jour où le mois impayé numéro {p.arrears.unpaid_months_for_new_wait}, compté "
        "depuis {first_unpaid_month}, ou le trimestre qui le contient ({tns_basis}, "
        "{p.decisions.droit_schedule}), ferme les droits (tolérance {p.decisions.arrears_tolerance_months}, "
        "délai de paiement {payable_months}).",
        en="The day before the unpaid month number {p.arrears.unpaid_months_for_new_wait}, counted "
        "from {first_unpaid_month}, or the quarter that holds it ({tns_basis}, "
        "{p.decisions.droit_schedule}), closes rights (tolerance {p.decisions.arrears_tolerance_months}, "
        "time to pay {payable_months}).",
    ),
)
def arrears_pay_by(first_unpaid_month: Day, tns_basis: Code, payable_months: Amount, p: Parameters) -> Day:
    """Last day on which paying everything brings rights back at once; none before the rule was in force."""
    last = add_months(first_of_month(first_unpaid_month), p.arrears.unpaid_months_for_new_wait - 1)
    number = month_of_year(last)
    to_quarter_end = choose(
        (either(number == 3, number == 6, number == 9, number == 12), 0),
        (either(number == 2, number == 5, number == 8, number == 11), 1),
        otherwise=2,
    )
    by_quarter = both(tns_basis == "droit", p.decisions.droit_schedule == "quarter_end")
    borne_by = add_months(last, where(by_quarter, to_quarter_end, 0))
    closes = add_months(borne_by, payable_months + p.decisions.arrears_tolerance_months + 1)
    return where(p.arrears.new_wait_months == 0, no_day("NO_NEW_WAITING"), add_days(closes, -1))


@formula(
    unit="date",
    of="membership",
    on="first_due_month",
    law="Loi 98-15 (passage d'une catégorie à une autre: texte non trouvé)",
    label=words(
        ar="فتح الحقوق بعد تغيير الصنف",
        fr="Droits ouverts après un changement de catégorie",
        en="Rights open after a change of category",
    ),
    says=words(
        ar="{rights_open_from}، أو {earlier_rights_open_from} إذا احتفظ بالانتظار المنقضي في الصنف السابق "
        "({p.decisions.wait_after_change}).",
        fr="{rights_open_from}, ou {earlier_rights_open_from} si le stage fait dans la catégorie précédente est "
        "gardé ({p.decisions.wait_after_change}).",
        en="{rights_open_from}, or {earlier_rights_open_from} if the wait served in the earlier category is kept "
        "({p.decisions.wait_after_change}).",
    ),
)
def succeeding_rights_open_from(rights_open_from: Day, earlier_rights_open_from: Day, p: Parameters) -> Day:
    """First day of cover of a category that follows another without a month between them."""
    kept = at_most(rights_open_from, first_known(earlier_rights_open_from, rights_open_from))
    return where(p.decisions.wait_after_change == "kept", kept, rights_open_from)


@formula(
    unit="flag",
    of="membership",
    on="first_due_month",
    law="Loi 98-15 (dette d'une affiliation finie: texte non trouvé)",
    label=words(
        ar="الدين السابق يغلق الحقوق",
        fr="L'ancienne dette ferme les droits",
        en="The earlier debt closes rights",
    ),
    says=words(
        ar="عند العودة إلى صنف يؤدي الاشتراك ابتداء من {first_due_month}: {p.decisions.debt_after_end}.",
        fr="Au retour dans une catégorie qui cotise, dès {first_due_month}: {p.decisions.debt_after_end}.",
        en="On coming back to a contributing category, from {first_due_month}: {p.decisions.debt_after_end}.",
    ),
)
def debt_follows(first_due_month: Day, p: Parameters) -> Flag:
    """Whether what an ended membership left unpaid closes the rights of a later one until it is paid."""
    return both(is_known(first_due_month), p.decisions.debt_after_end == "closes_rights")
