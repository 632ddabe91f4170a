"""Contributions of an employer's assessment: one branch and one share each, rounded once (decisions D5, D18)."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Exact,
    Flag,
    Parameters,
    formula,
    half_up,
    truncate,
    where,
    words,
)
from himaya.legislation.words import Words


def _said(base: str, rate: str, owed: str = "contributes_on_wages") -> Words:
    rate = f"{{p.salaried.rates.{rate}}}" if not rate.startswith("{") else rate
    return words(
        ar=f"الوعاء {{{base}}} × {rate}، مقربا إلى السنتيم؛ مستحق: {{{owed}}}.",
        fr=f"Assiette {{{base}}} × {rate}, arrondie au centime; due: {{{owed}}}.",
        en=f"Base {{{base}}} × {rate}, rounded to the centime; owed: {{{owed}}}.",
    )


def _share(base: Amount, rate: Exact, owed: Flag, p: Parameters) -> Amount:
    exact = base * rate
    rounded = where(p.decisions.contribution_rounding == "half_up", half_up(exact), truncate(exact))
    share: Amount = where(owed, rounded, 0)
    return share


def _short_term_said(who: str) -> Words:
    parts = f"{{sickness_{who}}} + {{job_loss_{who}}}"
    return words(
        ar=f"{parts}، أو النسبتان مجموعتان على {{base_capped}} حسب {{p.decisions.short_term_rounding}}؛ مستحق: "
        "{contributes_on_wages}.",
        fr=f"{parts}, ou taux réunis sur {{base_capped}}, selon {{p.decisions.short_term_rounding}}; due: "
        "{contributes_on_wages}.",
        en=f"{parts}, or the rates merged on {{base_capped}}, by {{p.decisions.short_term_rounding}}; owed: "
        "{contributes_on_wages}.",
    )


@formula(
    unit="centimes",
    of="employer_month",
    on="month",
    law="Dahir 1-72-184",
    label=words(
        ar="التعويضات العائلية، حصة المشغل",
        fr="Prestations familiales, part patronale",
        en="Family benefits, employer's share",
    ),
    says=_said("base_uncapped", "{family_benefits_rate}", "contributes_on_wages"),
)
def family_benefits_employer(
    base_uncapped: Amount, family_benefits_rate: Exact, contributes_on_wages: Flag, p: Parameters
) -> Amount:
    """Owed on all pay, without a ceiling, by the employer alone."""
    return _share(base_uncapped, family_benefits_rate, contributes_on_wages, p)


@formula(
    unit="centimes",
    of="employer_month",
    on="month",
    law="Dahir 1-72-184",
    label=words(
        ar="التعويضات القصيرة الأمد، حصة المشغل",
        fr="Prestations à court terme, part patronale",
        en="Short-term benefits, employer's share",
    ),
    says=_said("base_capped", "sickness_employer"),
)
def sickness_employer(base_capped: Amount, contributes_on_wages: Flag, p: Parameters) -> Amount:
    """Sickness, maternity and death (CT), on capped pay."""
    return _share(base_capped, p.salaried.rates.sickness_employer, contributes_on_wages, p)


@formula(
    unit="centimes",
    of="employer_month",
    on="month",
    law="Loi sur l'indemnité pour perte d'emploi (2014)",
    label=words(
        ar="التعويض عن فقدان الشغل، حصة المشغل",
        fr="Indemnité pour perte d'emploi, part patronale",
        en="Job-loss allowance, employer's share",
    ),
    says=_said("base_capped", "job_loss_employer"),
)
def job_loss_employer(base_capped: Amount, contributes_on_wages: Flag, p: Parameters) -> Amount:
    """Job loss (IPE), on capped pay, since December 2014."""
    return _share(base_capped, p.salaried.rates.job_loss_employer, contributes_on_wages, p)


@formula(
    unit="centimes",
    of="employer_month",
    on="month",
    law="Dahir 1-72-184; Loi sur l'indemnité pour perte d'emploi (2014)",
    label=words(
        ar="التعويضات القصيرة الأمد مع فقدان الشغل، حصة المشغل",
        fr="Court terme et perte d'emploi, part patronale",
        en="Short term with job loss, employer's share",
    ),
    says=_short_term_said("employer"),
)
def short_term_employer(
    sickness_employer: Amount,
    job_loss_employer: Amount,
    base_capped: Amount,
    contributes_on_wages: Flag,
    p: Parameters,
) -> Amount:
    """Both branches as they are usually shown together (D18: each is rounded by itself)."""
    rates = p.salaried.rates
    merged = _share(base_capped, rates.sickness_employer + rates.job_loss_employer, contributes_on_wages, p)
    each = p.decisions.short_term_rounding == "each_branch"
    return where(each, sickness_employer + job_loss_employer, merged)


@formula(
    unit="centimes",
    of="employer_month",
    on="month",
    law="Dahir 1-72-184",
    label=words(ar="المعاشات، حصة المشغل", fr="Pensions, part patronale", en="Pensions, employer's share"),
    says=_said("base_capped", "long_term_employer"),
)
def long_term_employer(base_capped: Amount, contributes_on_wages: Flag, p: Parameters) -> Amount:
    """Old age, invalidity and survivors (LT), on capped pay."""
    return _share(base_capped, p.salaried.rates.long_term_employer, contributes_on_wages, p)


@formula(
    unit="centimes",
    of="employer_month",
    on="month",
    law="Loi 65-00",
    label=words(
        ar="التأمين الأساسي عن المرض، حصة المشغل",
        fr="AMO de base, part patronale",
        en="Basic AMO, employer's share",
    ),
    says=_said("base_uncapped", "amo_basic_employer", "owes_basic_amo"),
)
def amo_basic_employer(base_uncapped: Amount, owes_basic_amo: Flag, p: Parameters) -> Amount:
    """On all pay; not owed under article 114."""
    return _share(base_uncapped, p.salaried.rates.amo_basic_employer, owes_basic_amo, p)


@formula(
    unit="centimes",
    of="employer_month",
    on="month",
    law="Loi 65-00",
    label=words(
        ar="التضامن في التأمين عن المرض، حصة المشغل",
        fr="Solidarité AMO, part patronale",
        en="AMO solidarity, employer's share",
    ),
    says=_said("base_uncapped", "amo_solidarity_employer"),
)
def amo_solidarity_employer(base_uncapped: Amount, contributes_on_wages: Flag, p: Parameters) -> Amount:
    """On all pay; owed under article 114 too."""
    return _share(base_uncapped, p.salaried.rates.amo_solidarity_employer, contributes_on_wages, p)


@formula(
    unit="centimes",
    of="employer_month",
    on="month",
    law="Taxe de formation professionnelle",
    label=words(
        ar="رسم التكوين المهني، حصة المشغل",
        fr="Taxe de formation professionnelle, part patronale",
        en="Vocational training tax, employer's share",
    ),
    says=_said("base_uncapped", "vocational_training_employer", "owes_training_tax"),
)
def vocational_training_employer(base_uncapped: Amount, owes_training_tax: Flag, p: Parameters) -> Amount:
    """On all pay; collected by the CNSS for the training office."""
    return _share(base_uncapped, p.salaried.rates.vocational_training_employer, owes_training_tax, p)


@formula(
    unit="centimes",
    of="employer_month",
    on="month",
    law="Dahir 1-72-184",
    label=words(
        ar="التعويضات القصيرة الأمد، حصة الأجير",
        fr="Prestations à court terme, part salariale",
        en="Short-term benefits, employee's share",
    ),
    says=_said("base_capped", "sickness_employee"),
)
def sickness_employee(base_capped: Amount, contributes_on_wages: Flag, p: Parameters) -> Amount:
    """Sickness, maternity and death (CT), on capped pay."""
    return _share(base_capped, p.salaried.rates.sickness_employee, contributes_on_wages, p)


@formula(
    unit="centimes",
    of="employer_month",
    on="month",
    law="Loi sur l'indemnité pour perte d'emploi (2014)",
    label=words(
        ar="التعويض عن فقدان الشغل، حصة الأجير",
        fr="Indemnité pour perte d'emploi, part salariale",
        en="Job-loss allowance, employee's share",
    ),
    says=_said("base_capped", "job_loss_employee"),
)
def job_loss_employee(base_capped: Amount, contributes_on_wages: Flag, p: Parameters) -> Amount:
    """Job loss (IPE), on capped pay, since December 2014."""
    return _share(base_capped, p.salaried.rates.job_loss_employee, contributes_on_wages, p)


@formula(
    unit="centimes",
    of="employer_month",
    on="month",
    law="Dahir 1-72-184; Loi sur l'indemnité pour perte d'emploi (2014)",
    label=words(
        ar="التعويضات القصيرة الأمد مع فقدان الشغل، حصة الأجير",
        fr="Court terme et perte d'emploi, part salariale",
        en="Short term with job loss, employee's share",
    ),
    says=_short_term_said("employee"),
)
def short_term_employee(
    sickness_employee: Amount,
    job_loss_employee: Amount,
    base_capped: Amount,
    contributes_on_wages: Flag,
    p: Parameters,
) -> Amount:
    """Both branches as they are usually shown together (D18: each is rounded by itself)."""
    rates = p.salaried.rates
    merged = _share(base_capped, rates.sickness_employee + rates.job_loss_employee, contributes_on_wages, p)
    each = p.decisions.short_term_rounding == "each_branch"
    return where(each, sickness_employee + job_loss_employee, merged)


@formula(
    unit="centimes",
    of="employer_month",
    on="month",
    law="Dahir 1-72-184",
    label=words(ar="المعاشات، حصة الأجير", fr="Pensions, part salariale", en="Pensions, employee's share"),
    says=_said("base_capped", "long_term_employee"),
)
def long_term_employee(base_capped: Amount, contributes_on_wages: Flag, p: Parameters) -> Amount:
    """Old age, invalidity and survivors (LT), on capped pay."""
    return _share(base_capped, p.salaried.rates.long_term_employee, contributes_on_wages, p)


@formula(
    unit="centimes",
    of="employer_month",
    on="month",
    law="Loi 65-00",
    label=words(
        ar="التأمين الأساسي عن المرض، حصة الأجير",
        fr="AMO de base, part salariale",
        en="Basic AMO, employee's share",
    ),
    says=_said("base_uncapped", "amo_basic_employee", "owes_basic_amo"),
)
def amo_basic_employee(base_uncapped: Amount, owes_basic_amo: Flag, p: Parameters) -> Amount:
    """On all pay; not owed under article 114."""
    return _share(base_uncapped, p.salaried.rates.amo_basic_employee, owes_basic_amo, p)
