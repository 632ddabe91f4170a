"""When health rights open, close and return (laws 98-15, 30-21, 60-22; bills 46-23 and 21-24)."""

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
    largest,
    no_amount,
    no_day,
    running,
    where,
    words,
)


@formula(
    unit="months",
    of="membership",
    on="first_due_month",
    law="Loi 98-15; loi 30-21; calendrier CNSS; loi 60-22",
    label=words(ar="فترة الانتظار بالأشهر", fr="Stage en mois", en="Months of waiting"),
    says=words(
        ar="حسب النظام {scheme} والصنف {category} عند أول شهر مستحق؛ وفي أمو الشامل يعفى من كان في "
        "{previous_scheme} إذا طبق"
        " المشروع 21-24 ({bill_21_24_applies}).",
        fr="Selon le régime {scheme} et la catégorie {category} au premier mois dû; pour Achamil, "
        "l'ancien {previous_scheme} "
        "est dispensé si le projet 21-24 s'applique ({bill_21_24_applies}).",
        en="By the scheme {scheme} and the category {category} at the first month owed; for Achamil "
        "a former member of "
        "{previous_scheme} is excused if bill 21-24 applies ({bill_21_24_applies}).",
    ),
)
def waiting_months(
    scheme: Code,
    category: Code,
    previous_scheme: Code,
    bill_21_24_applies: Flag,
    p: Parameters,
) -> Amount:
    """Six months before July 2021, three after, one for the categories of the CNSS calendar; Achamil three.

    The scheme, where it is not given, follows from the category.
    """
    asked = first_known(scheme, where(first_known(category, "") == "achamil", "AMO_ACHAMIL", "AMO_TNS"))
    self_employed = first_known(p.waiting.calendar.find(category=category).months, p.waiting.months)
    excused = both(
        first_known(previous_scheme, "") == "AMO_TADAMON",
        first_known(bill_21_24_applies, p.decisions.bill_21_24_in_force),
    )
    achamil = where(excused, p.decisions.waiver_months, p.waiting.achamil_months)
    return choose(
        (asked == "AMO_TNS", self_employed),
        (asked == "AMO_ACHAMIL", achamil),
        (asked == "AMO_TADAMON", 0),
        otherwise=no_amount("SCHEME_WITHOUT_WAITING_RULE"),
    )


@formula(
    unit="date",
    of="membership",
    law="Loi 98-15; loi 30-21; loi 60-22",
    label=words(ar="فتح الحقوق في", fr="Droits ouverts à partir du", en="Rights open from"),
    says=words(
        ar="أول شهر مستحق {first_due_month} زائد {waiting_months}.",
        fr="Premier mois dû {first_due_month} plus {waiting_months}.",
        en="First month owed {first_due_month} plus {waiting_months}.",
    ),
)
def rights_open_from(first_due_month: Day, waiting_months: Amount) -> Day:
    """First day of cover when the months of waiting are all paid in their turn."""
    return add_months(first_of_month(first_due_month), waiting_months)


@formula(
    unit="count",
    of="paid_month",
    law="Loi 98-15",
    label=words(ar="رتبة الشهر المؤدى", fr="Rang du mois payé", en="Rank of the month paid"),
    says=words(
        ar="عدد الأشهر المؤداة للشخص {person} إلى {paid_month}.",
        fr="Mois payés par la personne {person} jusqu'à {paid_month}.",
        en="Months paid by the person {person} up to {paid_month}.",
    ),
)
def paid_month_rank(person: Amount, paid_month: Day) -> Amount:
    """How many months are paid, this one included."""
    return running(is_known(paid_month), over=person, by=paid_month, at_most_rows=1_200)


@formula(
    unit="date",
    of="paid_month",
    law="Loi 98-15; loi 30-21; loi 60-22",
    label=words(
        ar="فتح الحقوق حسب الأداءات في",
        fr="Droits ouverts selon les paiements à partir du",
        en="Rights open, by payments, from",
    ),
    says=words(
        ar="الشهر الموالي للشهر {paid_month} الذي تكتمل فيه المدة المؤداة: {waiting_months} (الرتبة "
        "{paid_month_rank}) للشخص {person}، وليس قبل"
        " {rights_open_from}.",
        fr="Mois qui suit le mois {paid_month} où la durée payée atteint {waiting_months} (rang "
        "{paid_month_rank}) par la personne "
        "{person}, jamais avant le {rights_open_from}.",
        en="Month after the month {paid_month} in which the time paid reaches {waiting_months} (rank "
        "{paid_month_rank}) by the "
        "person {person}, never before {rights_open_from}.",
    ),
)
def rights_open_from_payments(
    person: Amount,
    paid_month: Day,
    paid_month_rank: Amount,
    waiting_months: Amount,
    rights_open_from: Day,
) -> Day:
    """First day of cover from the months really paid; one row per month paid."""
    reached = where(
        paid_month_rank == waiting_months, add_months(first_of_month(paid_month), 1), no_day("NOT_YET")
    )
    opened = first_known(largest(reached, over=person), no_day("WAITING_MONTHS_NOT_PAID"))
    return where(waiting_months == 0, rights_open_from, at_least(opened, rights_open_from))


@formula(
    unit="months",
    of="due_month",
    on="due_month",
    law="CGI art. 82 quater; loi 114-13",
    label=words(ar="أشهر إضافية للأداء", fr="Mois laissés pour payer", en="Further months left to pay"),
    says=words(
        ar="حسب الصنف {category}، وإلا فلا شيء بعد نهاية الشهر المستحق.",
        fr="Selon la catégorie {category}; à défaut aucun après la fin du mois dû.",
        en="By the category {category}; failing that none after the end of the month owed.",
    ),
)
def payable_months(category: Code, p: Parameters) -> Amount:
    """Months after the one that bears a due until whose end it can be paid in time."""
    return first_known(p.arrears.payable_months.find(category=category).months, 0)


@formula(
    unit="date",
    of="due_month",
    on="due_month",
    law="Loi 98-15 (tolérance non trouvée)",
    label=words(ar="إغلاق الحقوق في", fr="Droits fermés à partir du", en="Rights close on"),
    says=words(
        ar="أول الشهر الموالي للشهر غير المؤدى {due_month}، مع "
        "{p.decisions.arrears_tolerance_months} من التسامح وأجل أداء الصنف {payable_months}.",
        fr="Premier du mois qui suit le mois impayé {due_month}, tolérance "
        "{p.decisions.arrears_tolerance_months}, délai de paiement de la catégorie {payable_months}.",
        en="First of the month after the unpaid month {due_month}, tolerance "
        "{p.decisions.arrears_tolerance_months}, time to pay of the category {payable_months}.",
    ),
)
def arrears_closes_on(due_month: Day, payable_months: Amount, p: Parameters) -> Day:
    """First day without cover when a month stays unpaid."""
    return add_months(first_of_month(due_month), payable_months + p.decisions.arrears_tolerance_months + 1)


@formula(
    unit="date",
    of="payment",
    on="paid_on",
    law="Loi 98-15 (jour exact non trouvé)",
    label=words(ar="عودة الحقوق في", fr="Droits rétablis à partir du", en="Rights return on"),
    says=words(
        ar="يوم الأداء {paid_on} ({p.decisions.restoration}).",
        fr="Jour du paiement {paid_on} ({p.decisions.restoration}).",
        en="Day of payment {paid_on} ({p.decisions.restoration}).",
    ),
)
def restored_on(paid_on: Day, p: Parameters) -> Day:
    """First day of cover after arrears are paid, when no new waiting period is due."""
    next_month = add_months(first_of_month(paid_on), 1)
    return where(p.decisions.restoration == "first_of_next_month", next_month, paid_on)


@formula(
    unit="months",
    of="regularisation",
    on="regularised_month",
    law="Projet de loi 46-23",
    label=words(
        ar="انتظار جديد بعد المتأخرات", fr="Nouveau stage après arriérés", en="New waiting after arrears"
    ),
    says=words(
        ar="{p.arrears.new_wait_months} إذا بلغت الأشهر المتتالية غير المؤداة ({consecutive_unpaid_months})"
        " {p.arrears.unpaid_months_for_new_wait}، وإلا صفر.",
        fr="{p.arrears.new_wait_months} si les mois impayés de suite ({consecutive_unpaid_months}) atteignent "
        "{p.arrears.unpaid_months_for_new_wait}, sinon aucun.",
        en="{p.arrears.new_wait_months} if the unpaid months in a row ({consecutive_unpaid_months}) reach "
        "{p.arrears.unpaid_months_for_new_wait}, otherwise none.",
    ),
)
def arrears_waiting_months(consecutive_unpaid_months: Amount, p: Parameters) -> Amount:
    """Months of new waiting once the arrears are settled; none before the rule was in force."""
    wait = p.arrears.new_wait_months
    return where(
        wait == 0, 0, where(consecutive_unpaid_months >= p.arrears.unpaid_months_for_new_wait, wait, 0)
    )


@formula(
    unit="month",
    of="regularisation",
    law="Projet de loi 46-23",
    label=words(
        ar="بداية الانتظار الجديد", fr="Premier mois du nouveau stage", en="First month of the new waiting"
    ),
    says=words(
        ar="الشهر الموالي لشهر التسوية {regularised_month} إذا وجب انتظار ({arrears_waiting_months}).",
        fr="Mois qui suit la régularisation {regularised_month} si un stage est dû "
        "({arrears_waiting_months}).",
        en="Month after the regularisation {regularised_month} if a waiting is due "
        "({arrears_waiting_months}).",
    ),
)
def arrears_waiting_from(regularised_month: Day, arrears_waiting_months: Amount) -> Day:
    """First month of the new waiting period; none for a short gap."""
    following = add_months(first_of_month(regularised_month), 1)
    return where(arrears_waiting_months == 0, no_day("NO_NEW_WAITING"), following)


@formula(
    unit="date",
    of="regularisation",
    law="Projet de loi 46-23",
    label=words(
        ar="عودة الحقوق بعد الانتظار الجديد",
        fr="Droits rouverts après le nouveau stage",
        en="Rights reopen after the new waiting",
    ),
    says=words(
        ar="{arrears_waiting_from} زائد {arrears_waiting_months}.",
        fr="{arrears_waiting_from} plus {arrears_waiting_months}.",
        en="{arrears_waiting_from} plus {arrears_waiting_months}.",
    ),
)
def arrears_rights_open_from(arrears_waiting_from: Day, arrears_waiting_months: Amount) -> Day:
    """First day of cover after the new waiting; after a short gap see restored_on."""
    return add_months(arrears_waiting_from, arrears_waiting_months)
