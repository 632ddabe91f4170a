"""Totals of an employer's assessment: by share, by branch, and all."""

from __future__ import annotations

from himaya.legislation.algebra import Amount, formula, words
from himaya.legislation.words import Words


def _sum(*names: str) -> Words:
    added = " + ".join(f"{{{name}}}" for name in names)
    return words(ar=f"{added}.", fr=f"{added}.", en=f"{added}.")


@formula(
    unit="centimes",
    of="employer_month",
    law="Dahir 1-72-184; loi 65-00",
    label=words(
        ar="مجموع الاشتراكات المسقفة، حصة المشغل",
        fr="Cotisations plafonnées, part patronale",
        en="Capped contributions, employer's share",
    ),
    says=_sum("short_term_employer", "long_term_employer"),
)
def capped_employer_total(short_term_employer: Amount, long_term_employer: Amount) -> Amount:
    """Short term, job loss and pensions."""
    return short_term_employer + long_term_employer


@formula(
    unit="centimes",
    of="employer_month",
    law="Dahir 1-72-184; loi 65-00",
    label=words(
        ar="مجموع التأمين عن المرض، حصة المشغل",
        fr="AMO, part patronale en tout",
        en="AMO, employer's share in all",
    ),
    says=_sum("amo_basic_employer", "amo_solidarity_employer"),
)
def amo_employer_total(amo_basic_employer: Amount, amo_solidarity_employer: Amount) -> Amount:
    """Basic and solidarity."""
    return amo_basic_employer + amo_solidarity_employer


@formula(
    unit="centimes",
    of="employer_month",
    law="Dahir 1-72-184; loi 65-00",
    label=words(
        ar="التعويضات القصيرة الأمد، الحصتان", fr="Court terme, les deux parts", en="Short term, both shares"
    ),
    says=_sum("short_term_employer", "short_term_employee"),
)
def short_term_total(short_term_employer: Amount, short_term_employee: Amount) -> Amount:
    """The branch, both shares."""
    return short_term_employer + short_term_employee


@formula(
    unit="centimes",
    of="employer_month",
    law="Dahir 1-72-184; loi 65-00",
    label=words(ar="المعاشات، الحصتان", fr="Pensions, les deux parts", en="Pensions, both shares"),
    says=_sum("long_term_employer", "long_term_employee"),
)
def long_term_total(long_term_employer: Amount, long_term_employee: Amount) -> Amount:
    """The branch, both shares."""
    return long_term_employer + long_term_employee


@formula(
    unit="centimes",
    of="employer_month",
    law="Dahir 1-72-184; loi 65-00",
    label=words(ar="التأمين عن المرض، كل الحصص", fr="AMO, toutes parts", en="AMO, all shares"),
    says=_sum("amo_employer_total", "amo_basic_employee"),
)
def amo_contributions_total(amo_employer_total: Amount, amo_basic_employee: Amount) -> Amount:
    """Basic of both shares and solidarity."""
    return amo_employer_total + amo_basic_employee


@formula(
    unit="centimes",
    of="employer_month",
    law="Dahir 1-72-184; loi 65-00",
    label=words(ar="مجموع حصة المشغل", fr="Total de la part patronale", en="Total of the employer's share"),
    says=_sum(
        "family_benefits_employer",
        "capped_employer_total",
        "amo_employer_total",
        "vocational_training_employer",
    ),
)
def employer_contributions_total(
    family_benefits_employer: Amount,
    capped_employer_total: Amount,
    amo_employer_total: Amount,
    vocational_training_employer: Amount,
) -> Amount:
    """What the employer bears."""
    return (
        family_benefits_employer + capped_employer_total + amo_employer_total + vocational_training_employer
    )


@formula(
    unit="centimes",
    of="employer_month",
    law="Dahir 1-72-184; loi 65-00",
    label=words(ar="مجموع حصة الأجراء", fr="Total de la part salariale", en="Total of the employees' share"),
    says=_sum("short_term_employee", "long_term_employee", "amo_basic_employee"),
)
def employee_contributions_total(
    short_term_employee: Amount, long_term_employee: Amount, amo_basic_employee: Amount
) -> Amount:
    """What is withheld from wages."""
    return short_term_employee + long_term_employee + amo_basic_employee


@formula(
    unit="centimes",
    of="employer_month",
    law="Dahir 1-72-184; loi 65-00",
    label=words(ar="مجموع الاشتراكات الواجب أداؤها", fr="Total à payer", en="Total to pay"),
    says=_sum("employer_contributions_total", "employee_contributions_total"),
)
def contributions_total(employer_contributions_total: Amount, employee_contributions_total: Amount) -> Amount:
    """What the employer pays to the fund for the month."""
    return employer_contributions_total + employee_contributions_total
