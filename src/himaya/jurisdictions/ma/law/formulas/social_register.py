"""Which scheme a household's score opens (laws 27-22 and 60-22), and direct social aid (law 58-23)."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Code,
    Exact,
    Flag,
    Parameters,
    at_least,
    both,
    choose,
    first_known,
    formula,
    no_amount,
    no_code,
    total,
    where,
    words,
)


@formula(
    unit="code",
    of="person",
    on="day",
    law="Loi 27-22; décret 2-22-797; loi 60-22; décret 2-23-690",
    label=words(ar="النظام المخول", fr="Régime ouvert", en="Scheme opened"),
    says=words(
        ar="لا شيء إذا وجد نظام آخر ({other_amo})؛ تضامن إذا كان المؤشر {rsu_score} لا يتجاوز "
        "{p.tadamon.threshold}؛ وفوقه الشامل لمن لا"
        " نشاط له ({activity}).",
        fr="Aucun si un autre régime couvre ({other_amo}); Tadamon si le score {rsu_score} ne dépasse pas "
        "{p.tadamon.threshold}; au-dessus, Achamil sans activité ({activity}).",
        en="None if another scheme covers ({other_amo}); Tadamon if the score {rsu_score} is at most "
        "{p.tadamon.threshold}; "
        "above, Achamil without activity ({activity}).",
    ),
)
def eligible_scheme(rsu_score: Exact, other_amo: Flag, activity: Flag, p: Parameters) -> Code:
    """AMO_TADAMON, AMO_ACHAMIL, or none with the reason."""
    return choose(
        (other_amo, no_code("COVERED_BY_OTHER_SCHEME")),
        (rsu_score <= p.tadamon.threshold, "AMO_TADAMON"),
        (activity, no_code("HAS_ACTIVITY")),
        (p.achamil.open, "AMO_ACHAMIL"),
        otherwise=no_code("SCHEME_NOT_OPEN"),
    )


@formula(
    unit="centimes",
    of="person",
    on="day",
    law="Loi 27-22; décret 2-23-690",
    label=words(
        ar="الاشتراك الشهري حسب المؤشر",
        fr="Cotisation mensuelle selon le score",
        en="Monthly contribution by score",
    ),
    says=words(
        ar="في النظام {eligible_scheme}: لا شيء في تضامن، وحسب المؤشر {rsu_score} في الشامل.",
        fr="Dans le régime {eligible_scheme}: rien pour Tadamon, selon le score {rsu_score} pour Achamil.",
        en="In the scheme {eligible_scheme}: nothing for Tadamon, by the score {rsu_score} for Achamil.",
    ),
)
def rsu_monthly_contribution(eligible_scheme: Code, rsu_score: Exact, p: Parameters) -> Amount:
    """What the person would pay each month, centimes."""
    return choose(
        (eligible_scheme == "AMO_TADAMON", p.tadamon.member_contribution),
        (eligible_scheme == "AMO_ACHAMIL", p.achamil.contribution.at(rsu_score)),
        otherwise=no_amount("NO_SCHEME"),
    )


@formula(
    unit="flag",
    of="child",
    on="month",
    law="Décret 2-23-1067",
    label=words(ar="طفل صغير أو متمدرس", fr="Petit enfant ou scolarisé", en="Small child, or at school"),
    says=words(
        ar="السن {child_age} لا يتجاوز {p.asd.small_child_age_max}، أو متمدرس ({schooled}).",
        fr="Âge {child_age} au plus {p.asd.small_child_age_max}, ou scolarisé ({schooled}).",
        en="Age {child_age} at most {p.asd.small_child_age_max}, or at school ({schooled}).",
    ),
)
def child_favoured(child_age: Amount, schooled: Flag, p: Parameters) -> Flag:
    """Whether the full aid applies."""
    return (child_age <= p.asd.small_child_age_max) | schooled


@formula(
    unit="centimes",
    of="child",
    on="month",
    law="Loi 58-23; décret 2-23-1067",
    label=words(ar="الدعم عن الطفل", fr="Aide pour l'enfant", en="Aid for the child"),
    says=words(
        ar="حسب الرتبة {child_rank} والسن {child_age} وكونه صغيرا أو متمدرسا {child_favoured}؛ ويرفع "
        "لليتيم ({fatherless_orphan}) ولذي الإعاقة"
        " الشديدة ({severely_disabled}).",
        fr="Selon le rang {child_rank}, l'âge {child_age}, petit ou scolarisé {child_favoured}; "
        "majorée pour l'orphelin de "
        "père ({fatherless_orphan}) et le handicap sévère ({severely_disabled}).",
        en="By rank {child_rank}, age {child_age}, small or at school {child_favoured}; higher for a "
        "fatherless orphan "
        "({fatherless_orphan}) and a severe disability ({severely_disabled}).",
    ),
)
def asd_child_amount(
    child_rank: Amount,
    child_age: Amount,
    child_favoured: Flag,
    fatherless_orphan: Flag,
    severely_disabled: Flag,
    p: Parameters,
) -> Amount:
    """Monthly aid for one child, centimes; nothing past the age limit or beyond the sixth child."""
    counted = both(child_age <= p.decisions.asd_child_age_max, child_rank <= p.asd.children_max)
    ordinary = p.asd.child_amount.find(child_rank=child_rank, child_favoured=child_favoured).amount
    orphan = both(first_known(fatherless_orphan, False), child_favoured, child_rank <= p.asd.orphan_rank_max)
    amount = where(orphan, p.asd.orphan_amount, ordinary)
    disabled = where(first_known(severely_disabled, False), at_least(amount, p.asd.disabled_amount), amount)
    return where(counted, disabled, 0)


@formula(
    unit="centimes",
    of="household_child",
    on="month",
    law="Loi 58-23",
    label=words(ar="مجموع الدعم عن الأطفال", fr="Somme des aides par enfant", en="Sum of the aid per child"),
    says=words(
        ar="مجموع {asd_child_amount} لأطفال الأسرة {household} (سطر طفل: {child_present}).",
        fr="Somme de {asd_child_amount} des enfants du ménage {household} (ligne d'enfant: {child_present}).",
        en="Sum of {asd_child_amount} over the children of the household {household} (line of a "
        "child: {child_present}).",
    ),
)
def asd_child_sum(asd_child_amount: Amount, household: Amount, child_present: Flag) -> Amount:
    """Sum over the household; a household without child is one row whose child_present is no."""
    counted = where(first_known(child_present, True), asd_child_amount, 0)
    return total(counted, over=household, at_most_rows=100)


@formula(
    unit="centimes",
    of="household_child",
    on="month",
    law="Loi 58-23; décret 2-23-1067",
    label=words(ar="الدعم الشهري للأسرة", fr="Aide mensuelle du ménage", en="Monthly aid of the household"),
    says=words(
        ar="{asd_child_sum}، على ألا يقل عن {p.asd.household_floor}.",
        fr="{asd_child_sum}, au moins {p.asd.household_floor}.",
        en="{asd_child_sum}, at least {p.asd.household_floor}.",
    ),
)
def asd_household_amount(asd_child_sum: Amount, p: Parameters) -> Amount:
    """Monthly aid: the sum, or the floor, which is also the flat grant without children."""
    return at_least(asd_child_sum, p.asd.household_floor)


@formula(
    unit="centimes",
    of="child",
    on="month",
    law="Décret 2-25-1064",
    label=words(
        ar="دعم اليتيم المقيم بمؤسسة",
        fr="Aide à l'orphelin en établissement",
        en="Aid to an orphan in an institution",
    ),
    says=words(
        ar="{p.asd.institution_orphan_amount} إذا كان يتيما بمؤسسة ({institution_orphan}).",
        fr="{p.asd.institution_orphan_amount} si l'orphelin est en établissement ({institution_orphan}).",
        en="{p.asd.institution_orphan_amount} if the orphan lives in an institution ({institution_orphan}).",
    ),
)
def asd_institution_orphan_amount(institution_orphan: Flag, p: Parameters) -> Amount:
    """Monthly aid, kept on an account of the child."""
    return where(institution_orphan, p.asd.institution_orphan_amount, 0)


@formula(
    unit="centimes",
    of="child",
    on="month",
    law="Décret 2-25-1064",
    label=words(
        ar="المجموع الأدنى عند الرشد", fr="Total minimal à la majorité", en="Least total at majority"
    ),
    says=words(
        ar="{p.asd.institution_orphan_total_min} إذا كان يتيما بمؤسسة ({institution_orphan}).",
        fr="{p.asd.institution_orphan_total_min} si l'orphelin est en établissement ({institution_orphan}).",
        en="{p.asd.institution_orphan_total_min} if the orphan lives in an institution "
        "({institution_orphan}).",
    ),
)
def asd_institution_orphan_total(institution_orphan: Flag, p: Parameters) -> Amount:
    """What the account holds at least at majority, centimes."""
    return where(institution_orphan, p.asd.institution_orphan_total_min, 0)
