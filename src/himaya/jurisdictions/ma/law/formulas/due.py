"""What one month owes, whatever the category."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Code,
    Day,
    Exact,
    Flag,
    Parameters,
    at_least,
    at_most,
    both,
    choose,
    either,
    formula,
    half_up,
    largest,
    month_of_year,
    months_between,
    no_amount,
    no_exact,
    running,
    total,
    truncate,
    where,
    words,
)

MONTHS = 12
QUARTERS = 4
MONTHS_A_QUARTER = 3


@formula(
    unit="centimes",
    of="person_month",
    on="month",
    law="CGI art. 73-II et 82 quater",
    label=words(
        ar="الواجب التكميلي المحمول على الشهر",
        fr="Droit complémentaire porté sur le mois",
        en="Complementary charge of the month",
    ),
    says=words(
        ar="واجب شريحة {droit_tax} في آخر شهر من ربع السنة ({month})، وصفر في غيره "
        "({p.decisions.droit_schedule}).",
        fr="Droit de la tranche de {droit_tax} au dernier mois du trimestre ({month}), rien les autres mois "
        "({p.decisions.droit_schedule}).",
        en="Charge of the band of {droit_tax} in the last month of the quarter ({month}), nothing in "
        "the others "
        "({p.decisions.droit_schedule}).",
    ),
)
def droit_of_month(droit_tax: Amount, month: Day, p: Parameters) -> Amount:
    """Quarterly charge on months 3, 6, 9 and 12 (or, by decision, a twelfth of the year each month)."""
    quarterly = p.cpu.droit.at(droit_tax)
    number = month_of_year(month)
    ends_quarter = either(number == 3, number == 6, number == 9, number == 12)
    monthly = half_up(quarterly * QUARTERS / MONTHS)
    return where(p.decisions.droit_schedule == "monthly", monthly, where(ends_quarter, quarterly, 0))


@formula(
    unit="months",
    of="person_month",
    on="month",
    law="Loi 98-15; CGI art. 82 quater",
    label=words(
        ar="عدد الأشهر التي يغطيها المستحق", fr="Mois couverts par le dû", en="Months that the due covers"
    ),
    says=words(
        ar="شهر واحد حسب الوعاء {tns_basis}؛ وفي الواجب التكميلي ({p.decisions.droit_schedule}) ربع السنة "
        "المنتهي بالشهر {month}، دون ما قبل أول شهر مستحق {first_due_month}.",
        fr="Un mois selon la base {tns_basis}; pour le droit complémentaire ({p.decisions.droit_schedule}), le "
        "trimestre qui finit au mois {month}, sans ce qui précède le premier mois dû {first_due_month}.",
        en="One month by the base {tns_basis}; for the complementary charge ({p.decisions.droit_schedule}) the "
        "quarter that ends in the month {month}, without what precedes the first month owed {first_due_month}.",
    ),
)
def months_covered(tns_basis: Code, month: Day, first_due_month: Day, p: Parameters) -> Amount:
    """How many months stay unpaid together when the due of this month is not paid."""
    by_quarter = both(tns_basis == "droit", p.decisions.droit_schedule == "quarter_end")
    since_first = at_least(months_between(first_due_month, month) + 1, 1)
    return where(by_quarter, at_most(since_first, MONTHS_A_QUARTER), 1)


@formula(
    unit="centimes",
    of="person_month",
    on="month",
    law="Décret 2-23-690",
    label=words(
        ar="اشتراك أمو الشامل للشهر",
        fr="Cotisation AMO Achamil du mois",
        en="AMO Achamil contribution of the month",
    ),
    says=words(
        ar="حسب شريحة المؤشر {rsu_score}.",
        fr="Selon la tranche du score {rsu_score}.",
        en="By the band of the score {rsu_score}.",
    ),
)
def achamil_monthly(rsu_score: Exact, p: Parameters) -> Amount:
    """Monthly contribution of the optional scheme, by score; meaningful above the Tadamon threshold."""
    return p.achamil.contribution.at(rsu_score)


@formula(
    unit="centimes",
    of="person_month",
    on="month",
    law="Loi 98-15; CGI art. 73-II; loi 60-22; loi 27-22",
    label=words(ar="المستحق عن الشهر", fr="Dû du mois", en="Due for the month"),
    says=words(
        ar="حسب طبيعة الوعاء {tns_basis}: اشتراك {tns_amo}، أو الواجب التكميلي {droit_of_month}، أو "
        "أمو الشامل"
        " {achamil_monthly}، أو على الدولة.",
        fr="Selon la base {tns_basis}: cotisation {tns_amo}, droit complémentaire {droit_of_month}, "
        "AMO Achamil "
        "{achamil_monthly}, ou à la charge de l'État.",
        en="By the base {tns_basis}: contribution {tns_amo}, complementary charge {droit_of_month}, "
        "AMO Achamil "
        "{achamil_monthly}, or paid by the State.",
    ),
)
def month_due(
    tns_basis: Code,
    tns_amo: Amount,
    droit_of_month: Amount,
    achamil_monthly: Amount,
    p: Parameters,
) -> Amount:
    """What a member owes for health cover for one month, centimes, whatever the category."""
    return choose(
        (tns_basis == "smig", tns_amo),
        (tns_basis == "droit", droit_of_month),
        (tns_basis == "achamil", achamil_monthly),
        (tns_basis == "state", p.tadamon.member_contribution),
        otherwise=no_amount("BASIS_UNKNOWN"),
    )


@formula(
    unit="exact_money",
    of="activity_month",
    on="month",
    law="Projet de loi 46-23",
    label=words(ar="وزن النشاط", fr="Poids de l'activité", en="Weight of the activity"),
    says=words(
        ar="الاشتراك الشهري قبل التقريب حسب الوعاء {tns_basis}: من الدخل الجزافي {tns_flat_income} "
        "أو من شريحة {droit_tax}.",
        fr="Cotisation mensuelle avant arrondi selon la base {tns_basis}: du revenu forfaitaire "
        "{tns_flat_income} ou "
        "de la tranche de {droit_tax}.",
        en="Monthly contribution before rounding by the base {tns_basis}: of the flat income "
        "{tns_flat_income} or "
        "of the band of {droit_tax}.",
    ),
)
def activity_weight(tns_basis: Code, tns_flat_income: Exact, droit_tax: Amount, p: Parameters) -> Exact:
    """By which the activity with the highest flat income, or the highest charge, is found."""
    charge = Exact.of(p.cpu.droit.at(droit_tax)) * QUARTERS / MONTHS
    return choose(
        (tns_basis == "smig", tns_flat_income * p.tns.amo_rate),
        (tns_basis == "droit", charge),
        otherwise=no_exact("BASIS_UNKNOWN"),
    )


@formula(
    unit="flag",
    of="activity_month",
    on="month",
    law="Projet de loi 46-23",
    label=words(
        ar="النشاط المعتمد للاشتراك",
        fr="Activité retenue pour cotiser",
        en="Activity on which contributions are paid",
    ),
    says=words(
        ar="إذا كان الاشتراك الوحيد مطبقا: النشاط ذو الوزن الأعلى {activity_weight} للشخص {person}، "
        "والأول ({activity_number}) عند"
        " التساوي؛ وإلا كل الأنشطة.",
        fr="Si la cotisation unique s'applique: l'activité de poids le plus haut {activity_weight} "
        "de la personne "
        "{person}, la première ({activity_number}) à égalité; sinon toutes.",
        en="If one contribution is the rule: the activity of highest weight {activity_weight} of the "
        "person {person}, "
        "the first ({activity_number}) when equal; otherwise all.",
    ),
)
def activity_retained(activity_weight: Exact, person: Amount, activity_number: Amount, p: Parameters) -> Flag:
    """Whether this activity pays."""
    highest = activity_weight == largest(activity_weight, over=person)
    first = running(highest, over=person, by=activity_number, at_most_rows=1_000) == 1
    return where(p.decisions.single_contribution, highest & first, True)


@formula(
    unit="count",
    of="activity_month",
    on="month",
    law="Projet de loi 46-23",
    label=words(ar="عدد الاشتراكات", fr="Nombre de cotisations", en="Number of contributions"),
    says=words(
        ar="عدد الأنشطة المعتمدة {activity_retained} للشخص {person}.",
        fr="Activités retenues {activity_retained} de la personne {person}.",
        en="Activities retained {activity_retained} of the person {person}.",
    ),
)
def contributions_count(activity_retained: Flag, person: Amount) -> Amount:
    """How many contributions the person pays."""
    return total(activity_retained, over=person, at_most_rows=1_000)


@formula(
    unit="coefficient",
    of="activity_month",
    on="month",
    law="Projet de loi 46-23",
    label=words(ar="المعامل المعتمد", fr="Coefficient retenu", en="Coefficient retained"),
    says=words(
        ar="أعلى معامل {tns_coefficient} بين الأنشطة المعتمدة {activity_retained} للشخص {person}.",
        fr="Plus haut coefficient {tns_coefficient} des activités retenues {activity_retained} de la "
        "personne {person}.",
        en="Highest coefficient {tns_coefficient} of the activities retained {activity_retained} of "
        "the person {person}.",
    ),
)
def retained_coefficient(tns_coefficient: Exact, activity_retained: Flag, person: Amount) -> Exact:
    """Coefficient of the activity that pays."""
    return largest(where(activity_retained, tns_coefficient, no_exact("NOT_RETAINED")), over=person)


@formula(
    unit="centimes",
    of="activity_month",
    on="month",
    law="Projet de loi 46-23",
    label=words(
        ar="مجموع اشتراكات الشخص",
        fr="Total des cotisations de la personne",
        en="Total contributions of the person",
    ),
    says=words(
        ar="مجموع {activity_weight} للأنشطة المعتمدة {activity_retained} للشخص {person}، كل واحد "
        "محذوف ما دون السنتيم.",
        fr="Somme de {activity_weight} des activités retenues {activity_retained} de la personne "
        "{person}, chacune tronquée "
        "au centime.",
        en="Sum of {activity_weight} over the activities retained {activity_retained} of the person "
        "{person}, each cut "
        "down to the centime.",
    ),
)
def several_activities_amo(activity_weight: Exact, activity_retained: Flag, person: Amount) -> Amount:
    """What the person owes for one month over all activities, centimes."""
    return total(where(activity_retained, truncate(activity_weight), 0), over=person, at_most_rows=1_000)
