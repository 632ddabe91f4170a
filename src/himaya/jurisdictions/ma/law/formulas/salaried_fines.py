"""Fines and penalties found by inspection, and for not filing or paying electronically."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Flag,
    Parameters,
    at_most,
    first_known,
    formula,
    half_up,
    where,
    words,
)
from himaya.legislation.words import Words


def _electronic(missing: Flag, employees: Amount, general: Flag, amo: Flag, p: Parameters) -> Amount:
    """Per employee, once for each regime concerned, each within the limit."""
    each = at_most(
        employees * p.salaried.electronic.penalty_per_employee, p.salaried.electronic.penalty_limit
    )
    regimes: Amount = where(general, 1, 0) + where(first_known(amo, False), 1, 0)
    owed: Amount = where(first_known(missing, False), each * regimes, 0)
    return owed


def _electronic_said(missing: str) -> Words:
    return words(
        ar=f"عند الإخلال ({{{missing}}}): {{employees}} أجراء × {{p.salaried.electronic.penalty_per_employee}}، في "
        "حدود {p.salaried.electronic.penalty_limit}، عن كل نظام معني (العام {general_regime_concerned}، التأمين عن "
        "المرض {amo_concerned}).",
        fr=f"En cas de manquement ({{{missing}}}): {{employees}} salariés × "
        "{p.salaried.electronic.penalty_per_employee}, au plus {p.salaried.electronic.penalty_limit}, par régime "
        "concerné (général {general_regime_concerned}, AMO {amo_concerned}).",
        en=f"On a failure ({{{missing}}}): {{employees}} employees × "
        "{p.salaried.electronic.penalty_per_employee}, at most {p.salaried.electronic.penalty_limit}, for each "
        "regime concerned (general {general_regime_concerned}, AMO {amo_concerned}).",
    )


@formula(
    unit="centimes",
    of="employer_month",
    on="day",
    law="Décret 2.19.718, BO du 19 mars 2020",
    label=words(
        ar="غرامة عدم التصريح الإلكتروني",
        fr="Pénalité de déclaration non électronique",
        en="Penalty for not declaring electronically",
    ),
    says=_electronic_said("e_declaration_missing"),
)
def non_electronic_declaration_penalty(
    e_declaration_missing: Flag,
    employees: Amount,
    general_regime_concerned: Flag,
    amo_concerned: Flag,
    p: Parameters,
) -> Amount:
    """By declared period."""
    return _electronic(e_declaration_missing, employees, general_regime_concerned, amo_concerned, p)


@formula(
    unit="centimes",
    of="employer_month",
    on="day",
    law="Décret 2.19.718, BO du 19 mars 2020",
    label=words(
        ar="غرامة عدم الأداء الإلكتروني",
        fr="Pénalité de paiement non électronique",
        en="Penalty for not paying electronically",
    ),
    says=_electronic_said("e_payment_missing"),
)
def non_electronic_payment_penalty(
    e_payment_missing: Flag,
    employees: Amount,
    general_regime_concerned: Flag,
    amo_concerned: Flag,
    p: Parameters,
) -> Amount:
    """The same again, by declared period."""
    return _electronic(e_payment_missing, employees, general_regime_concerned, amo_concerned, p)


@formula(
    unit="centimes",
    of="employer_month",
    on="day",
    law="Dahir 1-72-184 modifié par la loi 17-02",
    label=words(
        ar="غرامة الإغفال أو نقصان الأجر",
        fr="Astreinte pour omission ou insuffisance",
        en="Penalty for omissions or shortfalls",
    ),
    says=words(
        ar="{omissions} حالة × {p.salaried.penalty.per_employee}، في حدود {p.salaried.penalty.limit}.",
        fr="{omissions} cas × {p.salaried.penalty.per_employee}, au plus {p.salaried.penalty.limit}.",
        en="{omissions} cases × {p.salaried.penalty.per_employee}, at most {p.salaried.penalty.limit}.",
    ),
)
def omission_penalty(omissions: Amount, p: Parameters) -> Amount:
    """For each employee left out and each wage understated that inspection finds."""
    return at_most(omissions * p.salaried.penalty.per_employee, p.salaried.penalty.limit)


@formula(
    unit="centimes",
    of="employer",
    on="day",
    law="Dahir 1-72-184 modifié par la loi 17-02",
    label=words(
        ar="غرامة المشغل الذي لم يصرح قط",
        fr="Astreinte de l'employeur qui n'a jamais déclaré",
        en="Penalty of an employer that never declared",
    ),
    says=words(
        ar="{employees_found} أجراء عاينهم التفتيش × {p.salaried.penalty.per_employee}، في حدود "
        "{p.salaried.penalty.limit}.",
        fr="{employees_found} salariés trouvés par l'inspection × {p.salaried.penalty.per_employee}, au plus "
        "{p.salaried.penalty.limit}.",
        en="{employees_found} employees found by inspection × {p.salaried.penalty.per_employee}, at most "
        "{p.salaried.penalty.limit}.",
    ),
)
def never_declared_penalty(employees_found: Amount, p: Parameters) -> Amount:
    """There is no last declaration to count from: inspection counts."""
    return at_most(employees_found * p.salaried.penalty.per_employee, p.salaried.penalty.limit)


@formula(
    unit="centimes",
    of="employee",
    on="day",
    law="Loi 02-24",
    label=words(
        ar="الحد الأقصى للغرامة عن أجير غير مصرح به",
        fr="Amende maximale pour un salarié non déclaré",
        en="Largest fine for an undeclared employee",
    ),
    says=words(
        ar="الاشتراكات {undeclared_contributions} × {p.salaried.undeclared_fine_share}.",
        fr="Cotisations {undeclared_contributions} × {p.salaried.undeclared_fine_share}.",
        en="Contributions {undeclared_contributions} × {p.salaried.undeclared_fine_share}.",
    ),
)
def undeclared_employee_fine_max(undeclared_contributions: Amount, p: Parameters) -> Amount:
    """On top of the contributions, for each employee found by inspection since April 2025."""
    return half_up(undeclared_contributions * p.salaried.undeclared_fine_share)


@formula(
    unit="centimes",
    of="employer",
    on="day",
    law="Dahir 1-72-184, art. 42",
    label=words(
        ar="الزيادة عن التعويضات العائلية غير المسلمة",
        fr="Majoration sur allocations familiales non remises",
        en="Surcharge on family allowances not handed over",
    ),
    says=words(
        ar="المبلغ {withheld_allowances} × {p.salaried.withheld_allowances_rate} × {months_withheld}.",
        fr="Montant {withheld_allowances} × {p.salaried.withheld_allowances_rate} × {months_withheld}.",
        en="Amount {withheld_allowances} × {p.salaried.withheld_allowances_rate} × {months_withheld}.",
    ),
)
def withheld_allowances_surcharge(
    withheld_allowances: Amount, months_withheld: Amount, p: Parameters
) -> Amount:
    """What an employer received for employees and kept."""
    return half_up(withheld_allowances * p.salaried.withheld_allowances_rate * months_withheld)


@formula(
    unit="centimes",
    of="employer",
    on="day",
    law="Loi 65-00",
    label=words(
        ar="الحد الأدنى لغرامة عدم أداء التأمين عن المرض",
        fr="Amende minimale pour AMO impayée",
        en="Smallest fine for unpaid AMO",
    ),
    says=words(
        ar="{p.salaried.amo_fine_min} إذا بقي أصل غير مؤدى {amo_principal}.",
        fr="{p.salaried.amo_fine_min} si un principal reste impayé {amo_principal}.",
        en="{p.salaried.amo_fine_min} if a principal is left unpaid {amo_principal}.",
    ),
)
def unpaid_amo_fine_min(amo_principal: Amount, p: Parameters) -> Amount:
    """Set by a court, between both bounds."""
    return where(amo_principal > 0, p.salaried.amo_fine_min, 0)


@formula(
    unit="centimes",
    of="employer",
    on="day",
    law="Loi 65-00",
    label=words(
        ar="الحد الأقصى لغرامة عدم أداء التأمين عن المرض",
        fr="Amende maximale pour AMO impayée",
        en="Largest fine for unpaid AMO",
    ),
    says=words(
        ar="{p.salaried.amo_fine_max} إذا بقي أصل غير مؤدى {amo_principal}.",
        fr="{p.salaried.amo_fine_max} si un principal reste impayé {amo_principal}.",
        en="{p.salaried.amo_fine_max} if a principal is left unpaid {amo_principal}.",
    ),
)
def unpaid_amo_fine_max(amo_principal: Amount, p: Parameters) -> Amount:
    """Set by a court, between both bounds."""
    return where(amo_principal > 0, p.salaried.amo_fine_max, 0)
