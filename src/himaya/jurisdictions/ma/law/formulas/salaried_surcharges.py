"""What lateness costs an employer: surcharges by month or fraction, penalties for declarations, fines."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Day,
    Exact,
    Flag,
    Parameters,
    add_months,
    at_least,
    at_most,
    choose,
    first_known,
    formula,
    half_up,
    months_between,
    where,
    words,
)


@formula(
    unit="months",
    of="debt",
    law="Dahir 1-72-184",
    label=words(
        ar="أشهر التأخير أو أجزاؤها", fr="Mois ou fractions de retard", en="Months or fractions of delay"
    ),
    says=words(
        ar="من الاستحقاق {due_on} إلى الأداء {paid_on}: كل شهر بدأ يحسب كاملا.",
        fr="De l'échéance {due_on} au paiement {paid_on}: tout mois commencé compte.",
        en="From the due date {due_on} to the payment {paid_on}: every month begun counts.",
    ),
)
def months_late(due_on: Day, paid_on: Day) -> Amount:
    """Least whole number of months after the due date by which the debt was paid; none if in time."""
    apart = months_between(due_on, paid_on)
    begun = where(paid_on <= add_months(due_on, apart), apart, apart + 1)
    return where(paid_on <= due_on, 0, at_least(begun, 1))


@formula(
    unit="ratio",
    of="debt",
    on="due_on",
    law="Dahir 1-72-184; loi 02-24",
    label=words(
        ar="نسبة زيادة التأخير، النظام العام",
        fr="Taux de majoration, régime général",
        en="Surcharge rate, general regime",
    ),
    says=words(
        ar="أشهر التأخير {months_late}: {p.salaried.surcharge.first_month} عن الأول و"
        "{p.salaried.surcharge.next_month} عن كل شهر بعده (الاستحقاق {due_on}، الأداء {paid_on}).",
        fr="Mois de retard {months_late}: {p.salaried.surcharge.first_month} pour le premier, "
        "{p.salaried.surcharge.next_month} pour chacun des suivants (échéance {due_on}, paiement {paid_on}).",
        en="Months of delay {months_late}: {p.salaried.surcharge.first_month} for the first, "
        "{p.salaried.surcharge.next_month} for each further one (due {due_on}, paid {paid_on}).",
    ),
)
def late_rate_general(months_late: Amount, due_on: Day, paid_on: Day, p: Parameters) -> Exact:
    """The monthly step is the one in force on the due date (D8); nothing is compounded."""
    by_due = p.decisions.surcharge_step_day == "due_date"
    day = where(by_due, due_on, paid_on)
    first = p.on(day).salaried.surcharge.first_month
    further = p.on(day).salaried.surcharge.next_month * at_least(months_late - 1, 0)
    return where(months_late > 0, first + further, 0)


@formula(
    unit="ratio",
    of="debt",
    on="due_on",
    law="Loi 65-00",
    label=words(
        ar="نسبة زيادة التأخير، التأمين عن المرض", fr="Taux de majoration, AMO", en="Surcharge rate, AMO"
    ),
    says=words(
        ar="أشهر التأخير {months_late} × {p.salaried.surcharge.amo_month}.",
        fr="Mois de retard {months_late} × {p.salaried.surcharge.amo_month}.",
        en="Months of delay {months_late} × {p.salaried.surcharge.amo_month}.",
    ),
)
def late_rate_amo(months_late: Amount, p: Parameters) -> Exact:
    """The same for every month or fraction."""
    return p.salaried.surcharge.amo_month * months_late


@formula(
    unit="centimes",
    of="debt",
    law="Dahir 1-72-184; loi 02-24",
    label=words(
        ar="زيادة التأخير، النظام العام",
        fr="Majoration de retard, régime général",
        en="Late surcharge, general regime",
    ),
    says=words(
        ar="الأصل {general_principal} × {late_rate_general}، مقربا إلى السنتيم.",
        fr="Principal {general_principal} × {late_rate_general}, arrondi au centime.",
        en="Principal {general_principal} × {late_rate_general}, rounded to the centime.",
    ),
)
def surcharge_general(general_principal: Amount, late_rate_general: Exact) -> Amount:
    """On the unpaid principal of the general regime."""
    return half_up(late_rate_general * general_principal)


@formula(
    unit="centimes",
    of="debt",
    law="Loi 65-00",
    label=words(
        ar="زيادة التأخير، التأمين عن المرض", fr="Majoration de retard, AMO", en="Late surcharge, AMO"
    ),
    says=words(
        ar="الأصل {amo_principal} × {late_rate_amo}، مقربا إلى السنتيم.",
        fr="Principal {amo_principal} × {late_rate_amo}, arrondi au centime.",
        en="Principal {amo_principal} × {late_rate_amo}, rounded to the centime.",
    ),
)
def surcharge_amo(amo_principal: Amount, late_rate_amo: Exact) -> Amount:
    """On the unpaid principal of AMO, a debt of its own."""
    return half_up(late_rate_amo * amo_principal)


@formula(
    unit="centimes",
    of="debt",
    on="due_on",
    law="Taxe de formation professionnelle",
    label=words(
        ar="زيادة التأخير، رسم التكوين المهني",
        fr="Majoration de retard, taxe de formation",
        en="Late surcharge, training tax",
    ),
    says=words(
        ar="الأصل {training_tax_principal} × {late_rate_general}، أو {late_rate_amo}، أو لا شيء، حسب الاختيار "
        "{p.decisions.training_tax_surcharge}.",
        fr="Principal {training_tax_principal} × {late_rate_general}, ou {late_rate_amo}, ou rien, selon "
        "{p.decisions.training_tax_surcharge}.",
        en="Principal {training_tax_principal} × {late_rate_general}, or {late_rate_amo}, or nothing, by "
        "{p.decisions.training_tax_surcharge}.",
    ),
)
def surcharge_training_tax(
    training_tax_principal: Amount, late_rate_general: Exact, late_rate_amo: Exact, p: Parameters
) -> Amount:
    """Like the general regime (D10), a debt of its own."""
    choice = p.decisions.training_tax_surcharge
    return choose(
        (choice == "general_regime", half_up(late_rate_general * training_tax_principal)),
        (choice == "amo", half_up(late_rate_amo * training_tax_principal)),
        otherwise=0,
    )


def _penalty(employees: Amount, months: Amount, p: Parameters) -> Amount:
    """Per employee and per month or fraction, within the limit (D11)."""
    month = employees * p.salaried.penalty.per_employee
    limit = p.salaried.penalty.limit
    whole = p.decisions.penalty_limit_scope == "whole_period"
    penalty: Amount = where(whole, at_most(month * months, limit), at_most(month, limit) * months)
    return penalty


@formula(
    unit="centimes",
    of="employer_month",
    on="day",
    law="Dahir 1-72-184 modifié par la loi 17-02",
    label=words(
        ar="الغرامة التهديدية عن التصريح، النظام العام",
        fr="Astreinte de déclaration, régime général",
        en="Declaration penalty, general regime",
    ),
    says=words(
        ar="{employees} أجراء × {p.salaried.penalty.per_employee} × أشهر التأخير {declaration_months_late}، في حدود "
        "{p.salaried.penalty.limit}؛ النظام معني: {general_regime_concerned}.",
        fr="{employees} salariés × {p.salaried.penalty.per_employee} × mois de retard "
        "{declaration_months_late}, au plus {p.salaried.penalty.limit}; régime concerné: "
        "{general_regime_concerned}.",
        en="{employees} employees × {p.salaried.penalty.per_employee} × months late "
        "{declaration_months_late}, at most {p.salaried.penalty.limit}; regime concerned: "
        "{general_regime_concerned}.",
    ),
)
def declaration_penalty_general(
    employees: Amount, declaration_months_late: Amount, general_regime_concerned: Flag, p: Parameters
) -> Amount:
    """Applied again for each month or fraction that a declaration is missing."""
    return where(general_regime_concerned, _penalty(employees, declaration_months_late, p), 0)


@formula(
    unit="centimes",
    of="employer_month",
    on="day",
    law="Loi 65-00; dahir 1-72-184 modifié par la loi 17-02",
    label=words(
        ar="الغرامة التهديدية عن التصريح، التأمين عن المرض",
        fr="Astreinte de déclaration, AMO",
        en="Declaration penalty, AMO",
    ),
    says=words(
        ar="{employees} أجراء × {p.salaried.penalty.per_employee} × أشهر التأخير {declaration_months_late}، في حدود "
        "{p.salaried.penalty.limit}؛ التأمين معني: {amo_concerned}.",
        fr="{employees} salariés × {p.salaried.penalty.per_employee} × mois de retard "
        "{declaration_months_late}, au plus {p.salaried.penalty.limit}; AMO concernée: {amo_concerned}.",
        en="{employees} employees × {p.salaried.penalty.per_employee} × months late "
        "{declaration_months_late}, at most {p.salaried.penalty.limit}; AMO concerned: {amo_concerned}.",
    ),
)
def declaration_penalty_amo(
    employees: Amount, declaration_months_late: Amount, amo_concerned: Flag, p: Parameters
) -> Amount:
    """AMO adds the same for an employer that owes it."""
    penalty = _penalty(employees, declaration_months_late, p)
    return where(first_known(amo_concerned, False), penalty, 0)


@formula(
    unit="centimes",
    of="employer_month",
    law="Dahir 1-72-184 modifié par la loi 17-02; loi 65-00",
    label=words(ar="الغرامة التهديدية عن التصريح", fr="Astreinte de déclaration", en="Declaration penalty"),
    says=words(
        ar="{declaration_penalty_general} + {declaration_penalty_amo}.",
        fr="{declaration_penalty_general} + {declaration_penalty_amo}.",
        en="{declaration_penalty_general} + {declaration_penalty_amo}.",
    ),
)
def declaration_penalty(declaration_penalty_general: Amount, declaration_penalty_amo: Amount) -> Amount:
    """Both regimes, each within its own limit."""
    return declaration_penalty_general + declaration_penalty_amo
