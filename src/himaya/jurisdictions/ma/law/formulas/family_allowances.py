"""Family allowances of employees: who has right, and how much a month (dahir 1-72-184, art. 40 to 42)."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Code,
    Day,
    Exact,
    Flag,
    Parameters,
    add_days,
    at_least,
    at_most,
    both,
    choose,
    either,
    first_known,
    formula,
    half_up,
    months_between,
    no_amount,
    where,
    words,
)

_LAW = "Dahir 1-72-184, art. 40 à 42; cnss.ma, allocations familiales"


@formula(
    unit="exact_money",
    of="family_month",
    on="month",
    law=_LAW,
    label=words(
        ar="الأجر الأدنى المخول للتعويضات العائلية، غير مقرب",
        fr="Salaire ouvrant droit aux allocations familiales, non arrondi",
        en="Wage that opens family allowances, not rounded",
    ),
    says=words(
        ar="{p.family_allowances.wage_share} من السميك الشهري {smig_month}، أو من السماگ الشهري {smag_month} في "
        "القطاع الفلاحي ({sector}).",
        fr="{p.family_allowances.wage_share} du SMIG mensuel {smig_month}, ou du SMAG mensuel {smag_month} dans "
        "l'agriculture ({sector}).",
        en="{p.family_allowances.wage_share} of the monthly SMIG {smig_month}, or of the monthly SMAG "
        "{smag_month} in agriculture ({sector}).",
    ),
)
def family_allowance_wage(smig_month: Amount, smag_month: Amount, sector: Code, p: Parameters) -> Exact:
    """Least monthly wage, centimes unrounded."""
    agricultural = first_known(sector, "non_agricultural") == "agricultural"
    return where(agricultural, smag_month, smig_month) * p.family_allowances.wage_share


@formula(
    unit="centimes",
    of="family_month",
    law=_LAW,
    label=words(
        ar="الأجر الأدنى المخول للتعويضات العائلية",
        fr="Salaire ouvrant droit aux allocations familiales",
        en="Wage that opens family allowances",
    ),
    says=words(
        ar="{family_allowance_wage} إلى أقرب سنتيم.",
        fr="{family_allowance_wage}, au centime le plus proche.",
        en="{family_allowance_wage}, to the nearest centime.",
    ),
)
def family_allowance_wage_shown(family_allowance_wage: Exact) -> Amount:
    """The threshold as it is told; wages are compared with the unrounded one."""
    return half_up(family_allowance_wage)


@formula(
    unit="days",
    of="family_month",
    on="month",
    law=_LAW,
    label=words(
        ar="الأيام الناقصة لاستحقاق التعويضات العائلية",
        fr="Jours manquants pour les allocations familiales",
        en="Days missing for family allowances",
    ),
    says=words(
        ar="{p.family_allowances.days_min} ناقص {days_in_6_months}، ولا شيء على صاحب المعاش ({pensioner}).",
        fr="{p.family_allowances.days_min} moins {days_in_6_months}, rien pour un pensionné ({pensioner}).",
        en="{p.family_allowances.days_min} less {days_in_6_months}, none for a pensioner ({pensioner}).",
    ),
)
def family_allowance_days_missing(days_in_6_months: Amount, pensioner: Flag, p: Parameters) -> Amount:
    """How many more days of contribution open the right."""
    missing = at_least(p.family_allowances.days_min - days_in_6_months, 0)
    return where(first_known(pensioner, False), 0, missing)


@formula(
    unit="flag",
    of="family_month",
    law=_LAW,
    label=words(
        ar="مستحق للتعويضات العائلية",
        fr="Droit aux allocations familiales",
        en="Entitled to family allowances",
    ),
    says=words(
        ar="لا أيام ناقصة ({family_allowance_days_missing})، والأجر {monthly_wage} لا يقل عن "
        "{family_allowance_wage}، أو صاحب معاش ({pensioner}).",
        fr="Aucun jour ne manque ({family_allowance_days_missing}) et le salaire {monthly_wage} atteint "
        "{family_allowance_wage}, ou pensionné ({pensioner}).",
        en="No day is missing ({family_allowance_days_missing}) and the wage {monthly_wage} reaches "
        "{family_allowance_wage}, or pensioner ({pensioner}).",
    ),
)
def family_allowance_entitled(
    family_allowance_days_missing: Amount, monthly_wage: Amount, family_allowance_wage: Exact, pensioner: Flag
) -> Flag:
    """Whether the insured person fulfils the conditions of the month, children aside."""
    earns = monthly_wage >= family_allowance_wage
    return either(first_known(pensioner, False), both(family_allowance_days_missing == 0, earns))


@formula(
    unit="flag",
    of="family_month",
    law="Dahir 1-72-184, art. 40",
    label=words(
        ar="تؤدى التعويضات لهذا الوالد",
        fr="Allocations versées à ce parent",
        en="Allowances paid to this parent",
    ),
    says=words(
        ar="الوالد الآخر غير مؤمن له ({other_parent_insured})، أو هو الأب ({insured_parent})؛ وعند الانفصال "
        "({parents_separated}) من له الحضانة ({has_custody}).",
        fr="L'autre parent n'est pas assuré ({other_parent_insured}), ou c'est le père ({insured_parent}); en cas "
        "de séparation ({parents_separated}), celui qui a la garde ({has_custody}).",
        en="The other parent is not insured ({other_parent_insured}), or this is the father "
        "({insured_parent}); once separated ({parents_separated}), the one with custody ({has_custody}).",
    ),
)
def family_allowance_paid_to_this_parent(
    other_parent_insured: Flag, insured_parent: Code, parents_separated: Flag, has_custody: Flag
) -> Flag:
    """Never twice for one child: the father when both are insured, the one with custody after separation."""
    chosen = where(first_known(parents_separated, False), has_custody, insured_parent == "father")
    return where(first_known(other_parent_insured, False), chosen, True)


@formula(
    unit="centimes",
    of="family_month",
    on="month",
    law="Décrets 2.08.358 (2008), d'août 2019 et 2.23.715 (octobre 2025)",
    label=words(
        ar="مبلغ التعويضات العائلية للشهر",
        fr="Montant des allocations familiales du mois",
        en="Family allowances of the month",
    ),
    says=words(
        ar="من بين {eligible_children} (في حدود {p.family_allowances.children_max}): "
        "{p.family_allowances.rank_1_3} عن كل واحد من {p.family_allowances.first_ranks} الأوائل، و"
        "{p.family_allowances.rank_4_6} عن كل واحد من الباقين.",
        fr="Sur {eligible_children} (au plus {p.family_allowances.children_max}): {p.family_allowances.rank_1_3} "
        "pour chacun des {p.family_allowances.first_ranks} premiers, {p.family_allowances.rank_4_6} pour chacun "
        "des suivants.",
        en="Of {eligible_children} (at most {p.family_allowances.children_max}): "
        "{p.family_allowances.rank_1_3} for each of the first {p.family_allowances.first_ranks}, "
        "{p.family_allowances.rank_4_6} for each of the next.",
    ),
)
def family_allowance_amount(eligible_children: Amount, p: Parameters) -> Amount:
    """What a number of children gives a month, centimes."""
    return _of_children(eligible_children, p)


def _of_children(eligible_children: Amount, p: Parameters) -> Amount:
    law = p.family_allowances
    first = at_most(eligible_children, law.first_ranks)
    paid = at_most(eligible_children, law.children_max)
    return law.rank_1_3 * first + law.rank_4_6 * at_least(paid - law.first_ranks, 0)


@formula(
    unit="centimes",
    of="family_month",
    law=_LAW,
    label=words(
        ar="التعويضات العائلية المستحقة عن الشهر",
        fr="Allocations familiales dues du mois",
        en="Family allowances due for the month",
    ),
    says=words(
        ar="{family_allowance_amount} لمقيم بالمغرب ({lives_in_morocco}) إذا توفرت الشروط "
        "({family_allowance_entitled}؛ الأيام الناقصة {family_allowance_days_missing}) وكان الأداء لهذا الوالد "
        "({family_allowance_paid_to_this_parent}).",
        fr="{family_allowance_amount} pour qui réside au Maroc ({lives_in_morocco}), si les conditions sont "
        "remplies ({family_allowance_entitled}; jours manquants {family_allowance_days_missing}) et si ce parent "
        "est payé ({family_allowance_paid_to_this_parent}).",
        en="{family_allowance_amount} for who lives in Morocco ({lives_in_morocco}), if the conditions hold "
        "({family_allowance_entitled}; days missing {family_allowance_days_missing}) and this parent is paid "
        "({family_allowance_paid_to_this_parent}).",
    ),
)
def family_allowance(
    family_allowance_amount: Amount,
    lives_in_morocco: Flag,
    family_allowance_entitled: Flag,
    family_allowance_days_missing: Amount,
    family_allowance_paid_to_this_parent: Flag,
) -> Amount:
    """What is due for the month, or why nothing is."""
    refused = where(
        family_allowance_days_missing > 0, no_amount("DAYS_TOO_FEW"), no_amount("WAGE_BELOW_FAMILY_THRESHOLD")
    )
    return choose(
        (~first_known(lives_in_morocco, True), no_amount("NOT_LIVING_IN_MOROCCO")),
        (~family_allowance_paid_to_this_parent, no_amount("PAID_TO_THE_OTHER_PARENT")),
        (family_allowance_entitled, family_allowance_amount),
        otherwise=refused,
    )


@formula(
    unit="centimes",
    of="family",
    on="to_month",
    law="Décret 2.23.715 du 23 octobre 2025",
    label=words(
        ar="المبلغ الشهري السابق للرفع بأثر رجعي",
        fr="Montant mensuel d'avant le relèvement rétroactif",
        en="Monthly amount before the retroactive rise",
    ),
    says=words(
        ar="عن {eligible_children}، بالمبالغ النافذة عشية {p.family_allowances.retroactive_from} (آخر شهر مطلوب "
        "{to_month}).",
        fr="Pour {eligible_children}, aux montants de la veille de {p.family_allowances.retroactive_from} (dernier "
        "mois demandé {to_month}).",
        en="For {eligible_children}, at the amounts of the eve of {p.family_allowances.retroactive_from} (last "
        "month asked {to_month}).",
    ),
)
def family_allowance_amount_before(eligible_children: Amount, to_month: Day, p: Parameters) -> Amount:
    """What was paid while the rise was not known."""
    eve = add_days(p.on(to_month).family_allowances.retroactive_from, -1)
    return _of_children(eligible_children, p.on(eve))


@formula(
    unit="centimes",
    of="family",
    on="to_month",
    law="Décret 2.23.715 du 23 octobre 2025",
    label=words(
        ar="المبلغ الشهري بعد الرفع بأثر رجعي",
        fr="Montant mensuel après le relèvement rétroactif",
        en="Monthly amount after the retroactive rise",
    ),
    says=words(
        ar="عن {eligible_children}، بالمبالغ النافذة في {p.family_allowances.retroactive_from} (آخر شهر مطلوب "
        "{to_month}).",
        fr="Pour {eligible_children}, aux montants de {p.family_allowances.retroactive_from} (dernier mois "
        "demandé {to_month}).",
        en="For {eligible_children}, at the amounts of {p.family_allowances.retroactive_from} (last month asked "
        "{to_month}).",
    ),
)
def family_allowance_amount_after(eligible_children: Amount, to_month: Day, p: Parameters) -> Amount:
    """What the rise makes due for each month from its first day of effect."""
    return _of_children(eligible_children, p.on(p.on(to_month).family_allowances.retroactive_from))


@formula(
    unit="months",
    of="family",
    on="to_month",
    law="Décret 2.23.715 du 23 octobre 2025",
    label=words(
        ar="أشهر الأثر الرجعي",
        fr="Mois de rappel",
        en="Months of back payment",
    ),
    says=words(
        ar="الأشهر من {from_month} إلى {to_month} الواقعة بين {p.family_allowances.retroactive_from} و"
        "{p.family_allowances.retroactive_until}.",
        fr="Mois de {from_month} à {to_month} compris entre {p.family_allowances.retroactive_from} et "
        "{p.family_allowances.retroactive_until}.",
        en="Months from {from_month} to {to_month} between {p.family_allowances.retroactive_from} and "
        "{p.family_allowances.retroactive_until}.",
    ),
)
def family_allowance_back_months(from_month: Day, to_month: Day, p: Parameters) -> Amount:
    """Months already paid at the old amount within the span asked."""
    first = at_least(from_month, p.family_allowances.retroactive_from)
    last = at_most(to_month, p.family_allowances.retroactive_until)
    return at_least(months_between(first, last) + 1, 0)


@formula(
    unit="centimes",
    of="family",
    law="Décret 2.23.715 du 23 octobre 2025",
    label=words(ar="المتأخرات الواجبة عن الرفع", fr="Rappel dû", en="Back payment due"),
    says=words(
        ar="{family_allowance_back_months} × ({family_allowance_amount_after} − {family_allowance_amount_before}).",
        fr="{family_allowance_back_months} × ({family_allowance_amount_after} − {family_allowance_amount_before}).",
        en="{family_allowance_back_months} × ({family_allowance_amount_after} − {family_allowance_amount_before}).",
    ),
)
def family_allowance_back_pay(
    family_allowance_back_months: Amount,
    family_allowance_amount_after: Amount,
    family_allowance_amount_before: Amount,
) -> Amount:
    """Difference owed for months already paid at the old amount."""
    return family_allowance_back_months * (family_allowance_amount_after - family_allowance_amount_before)
