"""The payslip of an employee, and rates added up."""

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


def _rounded(exact: Exact, p: Parameters) -> Amount:
    half: Amount = where(p.decisions.contribution_rounding == "half_up", half_up(exact), truncate(exact))
    return half


def _line(wage: str, rate: str, owed: str) -> Words:
    return words(
        ar=f"{{{wage}}} × {{{rate}}}، بتقريب واحد؛ مستحق: {{{owed}}}.",
        fr=f"{{{wage}}} × {{{rate}}}, un seul arrondi; dû: {{{owed}}}.",
        en=f"{{{wage}}} × {{{rate}}}, rounded once; owed: {{{owed}}}.",
    )


def _sum(*names: str) -> Words:
    added = " + ".join(f"{{{name}}}" for name in names)
    return words(ar=f"{added}.", fr=f"{added}.", en=f"{added}.")


@formula(
    unit="ratio",
    of="month",
    on="month",
    law="Dahir 1-72-184; loi 65-00",
    label=words(
        ar="نسبة الاشتراكات المسقفة، حصة المشغل",
        fr="Taux plafonné, part patronale",
        en="Capped rate, employer's share",
    ),
    says=_sum(
        "p.salaried.rates.sickness_employer",
        "p.salaried.rates.job_loss_employer",
        "p.salaried.rates.long_term_employer",
    ),
)
def capped_employer_rate(p: Parameters) -> Exact:
    """Short term, job loss and pensions."""
    rates = p.salaried.rates
    return rates.sickness_employer + rates.job_loss_employer + rates.long_term_employer


@formula(
    unit="ratio",
    of="month",
    on="month",
    law="Dahir 1-72-184; loi 65-00",
    label=words(
        ar="نسبة الاشتراكات المسقفة، حصة الأجير",
        fr="Taux plafonné, part salariale",
        en="Capped rate, employee's share",
    ),
    says=_sum(
        "p.salaried.rates.sickness_employee",
        "p.salaried.rates.job_loss_employee",
        "p.salaried.rates.long_term_employee",
    ),
)
def capped_employee_rate(p: Parameters) -> Exact:
    """The line CNSS of a payslip."""
    rates = p.salaried.rates
    return rates.sickness_employee + rates.job_loss_employee + rates.long_term_employee


@formula(
    unit="ratio",
    of="month",
    on="month",
    law="Dahir 1-72-184; loi 65-00",
    label=words(
        ar="نسبة التأمين عن المرض، حصة المشغل", fr="Taux AMO, part patronale", en="AMO rate, employer's share"
    ),
    says=_sum("p.salaried.rates.amo_basic_employer", "p.salaried.rates.amo_solidarity_employer"),
)
def amo_employer_rate(p: Parameters) -> Exact:
    """Basic and solidarity."""
    return p.salaried.rates.amo_basic_employer + p.salaried.rates.amo_solidarity_employer


@formula(
    unit="ratio",
    of="month",
    on="month",
    law="Dahir 1-72-184; loi 65-00",
    label=words(
        ar="نسبة الاشتراكات غير المسقفة، حصة المشغل",
        fr="Taux non plafonné, part patronale",
        en="Uncapped rate, employer's share",
    ),
    says=_sum("family_benefits_rate", "amo_employer_rate", "p.salaried.rates.vocational_training_employer"),
)
def uncapped_employer_rate(family_benefits_rate: Exact, amo_employer_rate: Exact, p: Parameters) -> Exact:
    """Family benefits, AMO, solidarity and training tax."""
    return family_benefits_rate + amo_employer_rate + p.salaried.rates.vocational_training_employer


@formula(
    unit="ratio",
    of="month",
    on="month",
    law="Dahir 1-72-184; loi 65-00",
    label=words(
        ar="نسبة الاشتراكات غير المسقفة، حصة الأجير",
        fr="Taux non plafonné, part salariale",
        en="Uncapped rate, employee's share",
    ),
    says=_sum("p.salaried.rates.amo_basic_employee"),
)
def uncapped_employee_rate(p: Parameters) -> Exact:
    """Basic AMO."""
    return p.salaried.rates.amo_basic_employee


@formula(
    unit="ratio",
    of="month",
    law="Dahir 1-72-184; loi 65-00",
    label=words(ar="مجموع نسب حصة المشغل", fr="Taux patronal en tout", en="Employer's rate in all"),
    says=_sum("capped_employer_rate", "uncapped_employer_rate"),
)
def employer_rate(capped_employer_rate: Exact, uncapped_employer_rate: Exact) -> Exact:
    """Of a wage at or below the ceiling, general regime."""
    return capped_employer_rate + uncapped_employer_rate


@formula(
    unit="ratio",
    of="month",
    law="Dahir 1-72-184; loi 65-00",
    label=words(ar="مجموع نسب حصة الأجير", fr="Taux salarial en tout", en="Employee's rate in all"),
    says=_sum("capped_employee_rate", "uncapped_employee_rate"),
)
def employee_rate(capped_employee_rate: Exact, uncapped_employee_rate: Exact) -> Exact:
    """Of a wage at or below the ceiling."""
    return capped_employee_rate + uncapped_employee_rate


@formula(
    unit="ratio",
    of="month",
    law="Dahir 1-72-184; loi 65-00",
    label=words(ar="مجموع نسب الاشتراك", fr="Taux de cotisation en tout", en="Contribution rate in all"),
    says=_sum("employer_rate", "employee_rate"),
)
def contribution_rate(employer_rate: Exact, employee_rate: Exact) -> Exact:
    """Both shares."""
    return employer_rate + employee_rate


@formula(
    unit="centimes",
    of="employee_month",
    on="month",
    law="Dahir 1-72-184; loi 65-00",
    label=words(ar="اقتطاع الضمان الاجتماعي", fr="Retenue CNSS", en="CNSS withheld"),
    says=_line("wage_capped", "capped_employee_rate", "contributes_on_wages"),
)
def payslip_cnss(
    wage_capped: Amount, capped_employee_rate: Exact, contributes_on_wages: Flag, p: Parameters
) -> Amount:
    """Short term, job loss and pensions in one line, rounded once."""
    return where(contributes_on_wages, _rounded(wage_capped * capped_employee_rate, p), 0)


@formula(
    unit="centimes",
    of="employee_month",
    on="month",
    law="Dahir 1-72-184; loi 65-00",
    label=words(ar="اقتطاع التأمين عن المرض", fr="Retenue AMO", en="AMO withheld"),
    says=_line("gross_wage", "uncapped_employee_rate", "owes_basic_amo"),
)
def payslip_amo(
    gross_wage: Amount, uncapped_employee_rate: Exact, owes_basic_amo: Flag, p: Parameters
) -> Amount:
    """Basic AMO of the employee."""
    return where(owes_basic_amo, _rounded(gross_wage * uncapped_employee_rate, p), 0)


@formula(
    unit="centimes",
    of="employee_month",
    law="Dahir 1-72-184; loi 65-00",
    label=words(ar="مجموع الاقتطاعات", fr="Retenues en tout", en="Withheld in all"),
    says=_sum("payslip_cnss", "payslip_amo"),
)
def payslip_employee_total(payslip_cnss: Amount, payslip_amo: Amount) -> Amount:
    """What the employee bears."""
    return payslip_cnss + payslip_amo


@formula(
    unit="centimes",
    of="employee_month",
    on="month",
    law="Dahir 1-72-184; loi 65-00",
    label=words(
        ar="التعويضات العائلية للأجير، حصة المشغل",
        fr="Prestations familiales du salarié, part patronale",
        en="Family benefits of the employee, employer's share",
    ),
    says=_line("gross_wage", "family_benefits_rate", "contributes_on_wages"),
)
def payslip_family_benefits(
    gross_wage: Amount, family_benefits_rate: Exact, contributes_on_wages: Flag, p: Parameters
) -> Amount:
    """Owed by the employer on this wage."""
    return where(contributes_on_wages, _rounded(gross_wage * family_benefits_rate, p), 0)


@formula(
    unit="centimes",
    of="employee_month",
    on="month",
    law="Dahir 1-72-184; loi 65-00",
    label=words(
        ar="الاشتراكات المسقفة للأجير، حصة المشغل",
        fr="Cotisations plafonnées du salarié, part patronale",
        en="Capped contributions of the employee, employer's share",
    ),
    says=_line("wage_capped", "capped_employer_rate", "contributes_on_wages"),
)
def payslip_employer_capped(
    wage_capped: Amount, capped_employer_rate: Exact, contributes_on_wages: Flag, p: Parameters
) -> Amount:
    """Short term, job loss and pensions, rounded once."""
    return where(contributes_on_wages, _rounded(wage_capped * capped_employer_rate, p), 0)


@formula(
    unit="centimes",
    of="employee_month",
    on="month",
    law="Loi 65-00, art. 114",
    label=words(
        ar="التأمين عن المرض للأجير، حصة المشغل",
        fr="AMO du salarié, part patronale",
        en="AMO of the employee, employer's share",
    ),
    says=words(
        ar="{gross_wage} × {amo_employer_rate}، أو {p.salaried.rates.amo_solidarity_employer} وحدها إذا لم "
        "يستحق التأمين الأساسي ({owes_basic_amo})؛ مستحق: {contributes_on_wages}.",
        fr="{gross_wage} × {amo_employer_rate}, ou {p.salaried.rates.amo_solidarity_employer} seul si l'AMO de "
        "base n'est pas due ({owes_basic_amo}); dû: {contributes_on_wages}.",
        en="{gross_wage} × {amo_employer_rate}, or {p.salaried.rates.amo_solidarity_employer} alone if basic "
        "AMO is not owed ({owes_basic_amo}); owed: {contributes_on_wages}.",
    ),
)
def payslip_employer_amo(
    gross_wage: Amount,
    amo_employer_rate: Exact,
    owes_basic_amo: Flag,
    contributes_on_wages: Flag,
    p: Parameters,
) -> Amount:
    """Basic and solidarity, rounded once; solidarity alone under article 114."""
    rate = where(owes_basic_amo, amo_employer_rate, p.salaried.rates.amo_solidarity_employer)
    return where(contributes_on_wages, _rounded(gross_wage * rate, p), 0)


@formula(
    unit="centimes",
    of="employee_month",
    on="month",
    law="Dahir 1-72-184; loi 65-00",
    label=words(
        ar="رسم التكوين المهني للأجير", fr="Taxe de formation du salarié", en="Training tax of the employee"
    ),
    says=_line("gross_wage", "p.salaried.rates.vocational_training_employer", "owes_training_tax"),
)
def payslip_vocational_training(gross_wage: Amount, owes_training_tax: Flag, p: Parameters) -> Amount:
    """Owed by the employer on this wage."""
    return where(
        owes_training_tax, _rounded(gross_wage * p.salaried.rates.vocational_training_employer, p), 0
    )


@formula(
    unit="centimes",
    of="employee_month",
    law="Dahir 1-72-184; loi 65-00",
    label=words(
        ar="ما يتحمله المشغل عن الأجير",
        fr="Charges patronales du salarié",
        en="Employer's charges for the employee",
    ),
    says=_sum(
        "payslip_family_benefits",
        "payslip_employer_capped",
        "payslip_employer_amo",
        "payslip_vocational_training",
    ),
)
def payslip_employer_total(
    payslip_family_benefits: Amount,
    payslip_employer_capped: Amount,
    payslip_employer_amo: Amount,
    payslip_vocational_training: Amount,
) -> Amount:
    """What the employer bears on this wage."""
    return (
        payslip_family_benefits + payslip_employer_capped + payslip_employer_amo + payslip_vocational_training
    )


@formula(
    unit="centimes",
    of="employee_month",
    law="Dahir 1-72-184; loi 65-00",
    label=words(
        ar="الأجر بعد الاقتطاعات الاجتماعية وقبل الضريبة",
        fr="Salaire après retenues sociales, avant impôt",
        en="Wage after social contributions, before income tax",
    ),
    says=words(
        ar="{gross_wage} ناقص {payslip_employee_total}.",
        fr="{gross_wage} moins {payslip_employee_total}.",
        en="{gross_wage} less {payslip_employee_total}.",
    ),
)
def payslip_net_before_tax(gross_wage: Amount, payslip_employee_total: Amount) -> Amount:
    """Income tax is not reckoned here."""
    return gross_wage - payslip_employee_total


@formula(
    unit="centimes",
    of="employee_month",
    law="Dahir 1-72-184; loi 65-00",
    label=words(
        ar="كلفة الأجير على المشغل",
        fr="Coût du salarié pour l'employeur",
        en="Cost of the employee to the employer",
    ),
    says=_sum("gross_wage", "payslip_employer_total"),
)
def payslip_employer_cost(gross_wage: Amount, payslip_employer_total: Amount) -> Amount:
    """Wage and charges."""
    return gross_wage + payslip_employer_total
