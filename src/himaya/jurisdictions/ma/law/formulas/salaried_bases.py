"""Bases of an employer's assessment: wages of the month, whole and capped; what branches they bear."""

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
    total,
    where,
    words,
)

LARGEST_WAGES_TOGETHER = 3_000  # bounds the proof: a payroll of thirty billion dirhams a month
LARGEST_CEILINGS_TOGETHER = 1_000_000


@formula(
    unit="centimes",
    of="employer_month",
    law="Dahir 1-72-184, art. 19; circulaire CNSS de décembre 2004",
    label=words(
        ar="وعاء الاشتراكات غير المسقفة", fr="Assiette non plafonnée", en="Base of uncapped contributions"
    ),
    says=words(
        ar="المبلغ المصرح به {declared_base_uncapped}، وإلا مجموع الأجور الإجمالية {gross_wage} لدى المشغل "
        "{employer}.",
        fr="Montant déclaré {declared_base_uncapped}, sinon total des salaires bruts {gross_wage} chez "
        "l'employeur {employer}.",
        en="Amount declared {declared_base_uncapped}, else total of the gross wages {gross_wage} with the "
        "employer {employer}.",
    ),
)
def base_uncapped(declared_base_uncapped: Amount, gross_wage: Amount, employer: Amount) -> Amount:
    """All gross pay of one employer for one month. The rows are of one month."""
    together = total(gross_wage, over=employer, at_most_rows=LARGEST_WAGES_TOGETHER)
    return first_known(declared_base_uncapped, together)


@formula(
    unit="centimes",
    of="employer_month",
    law="Dahir 1-72-184, art. 19; barème CGEM (« total des salaires plafonnés »)",
    label=words(ar="وعاء الاشتراكات المسقفة", fr="Assiette plafonnée", en="Base of capped contributions"),
    says=words(
        ar="المبلغ المصرح به {declared_base_capped}، وإلا مجموع الأجور المسقفة {wage_capped} لدى المشغل "
        "{employer}.",
        fr="Montant déclaré {declared_base_capped}, sinon total des salaires plafonnés {wage_capped} chez "
        "l'employeur {employer}.",
        en="Amount declared {declared_base_capped}, else total of the capped wages {wage_capped} with the "
        "employer {employer}.",
    ),
)
def base_capped(declared_base_capped: Amount, wage_capped: Amount, employer: Amount) -> Amount:
    """Wages of one month, each capped before they are added. The rows are of one month."""
    together = total(wage_capped, over=employer, at_most_rows=LARGEST_CEILINGS_TOGETHER)
    return first_known(declared_base_capped, together)


@formula(
    unit="centimes",
    of="employer_month",
    on="month",
    law="Dahir 1-72-184, art. 27",
    label=words(
        ar="الوعاء غير المسقف للفرض التلقائي",
        fr="Assiette non plafonnée d'office",
        en="Uncapped base of an ex-officio assessment",
    ),
    says=words(
        ar="وعاء آخر تصريح {last_base_uncapped} أو ما عاينه التفتيش {inspected_base_uncapped} حسب الاختيار "
        "{p.decisions.ex_officio_base}؛ مؤقت إلى حين التصريح.",
        fr="Dernière déclaration {last_base_uncapped} ou inspection {inspected_base_uncapped}, selon "
        "{p.decisions.ex_officio_base}; provisoire jusqu'à la déclaration.",
        en="Last declaration {last_base_uncapped} or inspection {inspected_base_uncapped}, by "
        "{p.decisions.ex_officio_base}; provisional until the declaration.",
    ),
)
def ex_officio_base_uncapped(
    last_base_uncapped: Amount, inspected_base_uncapped: Amount, p: Parameters
) -> Amount:
    """What is assessed when no declaration is sent (D12); the true declaration replaces it."""
    by_last = p.decisions.ex_officio_base == "last_declaration"
    return where(by_last, last_base_uncapped, inspected_base_uncapped)


@formula(
    unit="centimes",
    of="employer_month",
    on="month",
    law="Dahir 1-72-184, art. 27",
    label=words(
        ar="الوعاء المسقف للفرض التلقائي",
        fr="Assiette plafonnée d'office",
        en="Capped base of an ex-officio assessment",
    ),
    says=words(
        ar="وعاء آخر تصريح {last_base_capped} أو ما عاينه التفتيش {inspected_base_capped} حسب الاختيار "
        "{p.decisions.ex_officio_base}؛ مؤقت إلى حين التصريح.",
        fr="Dernière déclaration {last_base_capped} ou inspection {inspected_base_capped}, selon "
        "{p.decisions.ex_officio_base}; provisoire jusqu'à la déclaration.",
        en="Last declaration {last_base_capped} or inspection {inspected_base_capped}, by "
        "{p.decisions.ex_officio_base}; provisional until the declaration.",
    ),
)
def ex_officio_base_capped(last_base_capped: Amount, inspected_base_capped: Amount, p: Parameters) -> Amount:
    """What is assessed when no declaration is sent (D12); the true declaration replaces it."""
    by_last = p.decisions.ex_officio_base == "last_declaration"
    return where(by_last, last_base_capped, inspected_base_capped)


@formula(
    unit="flag",
    of="employer_month",
    on="month",
    law="Dahir 1-72-184; dahir 1-81-178; décret 2-18-686",
    label=words(
        ar="الاشتراك على الأجور المصرح بها",
        fr="Cotise sur les salaires déclarés",
        en="Contributes on declared wages",
    ),
    says=words(
        ar="حسب نظام المشغل {regime}.",
        fr="Selon le régime de l'employeur {regime}.",
        en="By the regime of the employer {regime}.",
    ),
)
def contributes_on_wages(regime: Code, p: Parameters) -> Flag:
    """Share fishermen do not: they pay on the sale of the catch. A regime not given is the general one."""
    return p.salaried.regimes.find(regime=first_known(regime, "general")).on_wages


@formula(
    unit="flag",
    of="employer_month",
    on="month",
    law="CLEISS; décret 2-18-686",
    label=words(
        ar="خاضع لرسم التكوين المهني",
        fr="Doit la taxe de formation professionnelle",
        en="Owes the vocational training tax",
    ),
    says=words(
        ar="حسب نظام المشغل {regime}.",
        fr="Selon le régime de l'employeur {regime}.",
        en="By the regime of the employer {regime}.",
    ),
)
def owes_training_tax(regime: Code, p: Parameters) -> Flag:
    """Households that employ domestic workers do not."""
    return p.salaried.regimes.find(regime=first_known(regime, "general")).vocational_training


@formula(
    unit="flag",
    of="employer_month",
    on="month",
    law="Loi 65-00, art. 114",
    label=words(ar="خاضع لاشتراك التأمين الأساسي", fr="Doit l'AMO de base", en="Owes basic AMO"),
    says=words(
        ar="حسب المساهمة في التأمين عن المرض {amo_mode}، والاشتراك على الأجور {contributes_on_wages}.",
        fr="Selon la participation à l'AMO {amo_mode}, et la cotisation sur salaires {contributes_on_wages}.",
        en="By the part taken in AMO {amo_mode}, and contributing on wages {contributes_on_wages}.",
    ),
)
def owes_basic_amo(amo_mode: Code, contributes_on_wages: Flag, p: Parameters) -> Flag:
    """Article 114: an employer with a group cover older than AMO pays the solidarity share alone."""
    return contributes_on_wages & p.salaried.amo_modes.find(amo_mode=first_known(amo_mode, "full")).basic


@formula(
    unit="ratio",
    of="month",
    on="month",
    law="Dahir 1-72-184; loi 65-00",
    label=words(
        ar="نسبة التعويضات العائلية في الشهر",
        fr="Taux des prestations familiales du mois",
        en="Family benefits rate of the month",
    ),
    says=words(
        ar="{p.salaried.rates.family_benefits_reduced} ابتداء من {p.decisions.family_rate_reduced_from}، وقبله "
        "{p.salaried.rates.family_benefits_employer} (الشهر {month}).",
        fr="{p.salaried.rates.family_benefits_reduced} depuis {p.decisions.family_rate_reduced_from}, avant: "
        "{p.salaried.rates.family_benefits_employer} (mois {month}).",
        en="{p.salaried.rates.family_benefits_reduced} since {p.decisions.family_rate_reduced_from}, before: "
        "{p.salaried.rates.family_benefits_employer} (month {month}).",
    ),
)
def family_benefits_rate(month: Day, p: Parameters) -> Exact:
    """Employer's share; the first day of the reduced rate is a decision (D1)."""
    reduced = month >= p.decisions.family_rate_reduced_from
    return where(reduced, p.salaried.rates.family_benefits_reduced, p.salaried.rates.family_benefits_employer)
