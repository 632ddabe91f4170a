"""Contributions of the self-employed whose flat income is a multiple of the minimum wage (law 98-15)."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Code,
    Day,
    Exact,
    Flag,
    Parameters,
    first_known,
    formula,
    half_up,
    truncate,
    where,
    whole_dirhams,
    words,
)


@formula(
    unit="code",
    of="person_month",
    on="month",
    law="Loi 98-15; décret 2-18-622; CGI art. 73-II",
    label=words(
        ar="طبيعة وعاء الاشتراك", fr="Nature de la base de cotisation", en="Kind of contribution base"
    ),
    says=words(
        ar="تحدد طبيعة الوعاء حسب الصنف {category}.",
        fr="La catégorie {category} fixe la nature de la base.",
        en="The category {category} decides the kind of base.",
    ),
)
def tns_basis(category: Code, p: Parameters) -> Code:
    """Whether the category pays on the SMIG, by the tax code's charge, by score, or through the State."""
    return p.tns.basis.find(category=category).basis


@formula(
    unit="month",
    of="person_month",
    on="month",
    law="Décrets des catégories",
    label=words(
        ar="أول شهر مستحق للصنف", fr="Premier mois dû de la catégorie", en="First month the category owes"
    ),
    says=words(
        ar="أول شهر مستحق حسب مرسوم الصنف {category} ({subcategory}، الشهادة {diploma_years}، "
        "الممارسة {practice_years}،"
        " الفئة {farm_class}، المركبة {vehicle_owner}، الربح {annual_net_profit}).",
        fr="Premier mois dû selon le décret de la catégorie {category} ({subcategory}, diplôme "
        "{diploma_years}, exercice "
        "{practice_years}, classe {farm_class}, véhicule {vehicle_owner}, bénéfice {annual_net_profit}).",
        en="First month owed under the decree of {category} ({subcategory}, diploma {diploma_years}, "
        "practice "
        "{practice_years}, class {farm_class}, vehicle {vehicle_owner}, profit {annual_net_profit}).",
    ),
)
def category_first_due_month(
    category: Code,
    subcategory: Code,
    diploma_years: Amount,
    practice_years: Amount,
    farm_class: Amount,
    vehicle_owner: Flag,
    annual_net_profit: Amount,
    p: Parameters,
) -> Day:
    """First month for which the category owes contributions; unknown where no text gives it."""
    row = p.tns.categories.find(
        category=category,
        subcategory=subcategory,
        diploma_years=diploma_years,
        practice_years=practice_years,
        farm_class=farm_class,
        vehicle_owner=vehicle_owner,
        annual_net_profit=annual_net_profit,
    )
    return first_known(p.tns.basis.find(category=category).first_due_month, row.first_due_month)


@formula(
    unit="coefficient",
    of="person_month",
    on="month",
    law="Loi 98-15; décrets des catégories",
    label=words(
        ar="معامل الدخل الجزافي", fr="Coefficient du revenu forfaitaire", en="Coefficient of the flat income"
    ),
    says=words(
        ar="معامل الصنف {category} ({subcategory}) حسب سنوات الشهادة {diploma_years} والممارسة "
        "{practice_years} وفئة"
        " الاستغلالية {farm_class} وملكية المركبة {vehicle_owner} والربح السنوي {annual_net_profit}.",
        fr="Coefficient de la catégorie {category} ({subcategory}) selon les années de diplôme "
        "{diploma_years} et "
        "d'exercice {practice_years}, la classe {farm_class}, le véhicule {vehicle_owner} et le bénéfice "
        "{annual_net_profit}.",
        en="Coefficient of {category} ({subcategory}) by years of diploma {diploma_years} and practice "
        "{practice_years}, farm class {farm_class}, vehicle {vehicle_owner} and yearly profit "
        "{annual_net_profit}.",
    ),
)
def tns_coefficient(
    category: Code,
    subcategory: Code,
    diploma_years: Amount,
    practice_years: Amount,
    farm_class: Amount,
    vehicle_owner: Flag,
    annual_net_profit: Amount,
    p: Parameters,
) -> Exact:
    """k: how many times the monthly SMIG the flat income is; unknown, never zero, where not published."""
    return p.tns.categories.find(
        category=category,
        subcategory=subcategory,
        diploma_years=diploma_years,
        practice_years=practice_years,
        farm_class=farm_class,
        vehicle_owner=vehicle_owner,
        annual_net_profit=annual_net_profit,
    ).k


@formula(
    unit="exact_money",
    of="person_month",
    on="month",
    law="Loi 98-15; Code du travail art. 356 et 184",
    label=words(ar="الدخل الجزافي الشهري", fr="Revenu forfaitaire mensuel", en="Monthly flat income"),
    says=words(
        ar="المعامل {tns_coefficient} × السميك في الساعة {p.wages.smig_hour} × "
        "{p.decisions.smig_hours_month} ساعة.",
        fr="Coefficient {tns_coefficient} × SMIG horaire {p.wages.smig_hour} × "
        "{p.decisions.smig_hours_month} heures.",
        en="Coefficient {tns_coefficient} × hourly SMIG {p.wages.smig_hour} × "
        "{p.decisions.smig_hours_month} hours.",
    ),
)
def tns_flat_income(tns_coefficient: Exact, p: Parameters) -> Exact:
    """Flat income of a month, in centimes, not rounded: rounding it early gives wrong contributions."""
    return tns_coefficient * p.wages.smig_hour * p.decisions.smig_hours_month


@formula(
    unit="centimes",
    of="person_month",
    on="month",
    law="Loi 98-15",
    label=words(ar="الدخل الجزافي المعروض", fr="Revenu forfaitaire affiché", en="Flat income as shown"),
    says=words(
        ar="{tns_flat_income} مع حذف ما دون السنتيم.",
        fr="{tns_flat_income}, tronqué au centime.",
        en="{tns_flat_income}, cut down to the centime.",
    ),
)
def tns_flat_income_shown(tns_flat_income: Exact) -> Amount:
    """Flat income as notices print it; never used to compute."""
    return truncate(tns_flat_income)


@formula(
    unit="centimes",
    of="person_month",
    on="month",
    law="Décret 2-18-623",
    label=words(
        ar="اشتراك التأمين عن المرض للشهر", fr="Cotisation AMO du mois", en="AMO contribution of the month"
    ),
    says=words(
        ar="الدخل الجزافي {tns_flat_income} × {p.tns.amo_rate}، مع حذف ما دون السنتيم.",
        fr="Revenu forfaitaire {tns_flat_income} × {p.tns.amo_rate}, tronqué au centime.",
        en="Flat income {tns_flat_income} × {p.tns.amo_rate}, cut down to the centime.",
    ),
)
def tns_amo(tns_flat_income: Exact, p: Parameters) -> Amount:
    """AMO contribution of a self-employed person for one month, rounded once (decisions.tns_rounding)."""
    owed = tns_flat_income * p.tns.amo_rate
    return where(p.decisions.tns_rounding == "truncate", truncate(owed), half_up(owed))


@formula(
    unit="centimes",
    of="person_month",
    on="month",
    law="Décret 2-18-623",
    label=words(
        ar="اشتراك التأمين بالدراهم الكاملة",
        fr="Cotisation AMO en dirhams entiers",
        en="AMO contribution, whole dirhams",
    ),
    says=words(
        ar="{tns_amo} بعد حذف السنتيمات.",
        fr="{tns_amo}, sans les centimes.",
        en="{tns_amo}, centimes dropped.",
    ),
)
def tns_amo_whole_dirhams(tns_amo: Amount) -> Amount:
    """The contribution as the press prints it."""
    return whole_dirhams(tns_amo)


@formula(
    unit="centimes",
    of="person_month",
    on="month",
    law="Loi 99-15",
    label=words(
        ar="اشتراك التقاعد للشهر", fr="Cotisation de retraite du mois", en="Pension contribution of the month"
    ),
    says=words(
        ar="إذا كان النظام مطبقا ({pension_enabled}): الدخل الجزافي {tns_flat_income} × "
        "{p.tns.pension_rate}؛ وإلا صفر.",
        fr="Si le régime est en service ({pension_enabled}): revenu forfaitaire {tns_flat_income} × "
        "{p.tns.pension_rate}; sinon rien.",
        en="If the scheme is on ({pension_enabled}): flat income {tns_flat_income} × {p.tns.pension_rate}; "
        "otherwise nothing.",
    ),
)
def tns_pension(tns_flat_income: Exact, pension_enabled: Flag, p: Parameters) -> Amount:
    """Pension contribution, nothing while the scheme is off; `pension_enabled` overrides the decision."""
    owed = tns_flat_income * p.tns.pension_rate
    rounded = where(p.decisions.tns_rounding == "truncate", truncate(owed), half_up(owed))
    return where(first_known(pension_enabled, p.decisions.tns_pension_enabled), rounded, 0)


@formula(
    unit="centimes",
    of="person_month",
    on="month",
    law="Décret 2-18-623; loi 65-00",
    label=words(
        ar="اشتراك صاحب المعاش", fr="Cotisation AMO du pensionné", en="AMO contribution of a pensioner"
    ),
    says=words(
        ar="مجموع المعاشات {pension} × {p.amo.pensioner_rate}.",
        fr="Total des pensions {pension} × {p.amo.pensioner_rate}.",
        en="Total of pensions {pension} × {p.amo.pensioner_rate}.",
    ),
)
def amo_pensioner_contribution(pension: Amount, p: Parameters) -> Amount:
    """Withheld by the payer from the basic pensions of the month."""
    owed = pension * p.amo.pensioner_rate
    return where(p.decisions.pensioner_contribution_rounding == "half_up", half_up(owed), truncate(owed))
