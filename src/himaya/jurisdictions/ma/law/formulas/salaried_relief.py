"""What is remitted, paid by instalments, and how a part payment is set off."""

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
    first_known,
    formula,
    half_up,
    running,
    truncate,
    where,
    words,
)


@formula(
    unit="flag",
    of="debt",
    on="day",
    law="Décision ministérielle 005/2023 du 17 octobre 2023",
    label=words(
        ar="دين مقبول في إعفاء 2023",
        fr="Créance admise à la remise de 2023",
        en="Debt admitted to the remission of 2023",
    ),
    says=words(
        ar="شهر الدين {debt_month} ليس بعد {p.salaried.remission_2023_debts_until}، وجدول الأداء لم يخل به "
        "({plan_broken}).",
        fr="Mois de la créance {debt_month} au plus tard {p.salaried.remission_2023_debts_until}, échéancier non "
        "rompu ({plan_broken}).",
        en="Month of the debt {debt_month} no later than {p.salaried.remission_2023_debts_until}, plan not "
        "broken ({plan_broken}).",
    ),
)
def remission_applies(debt_month: Day, plan_broken: Flag, p: Parameters) -> Flag:
    """Breaking the plan restores everything; a month that is not given is taken to be admitted."""
    last = p.salaried.remission_2023_debts_until
    return both(first_known(debt_month, last) <= last, ~first_known(plan_broken, False))


@formula(
    unit="centimes",
    of="debt",
    on="day",
    law="Décision ministérielle 005/2023 du 17 octobre 2023",
    label=words(
        ar="الزيادات والصوائر المعفاة",
        fr="Majorations et frais remis",
        en="Surcharges and costs remitted",
    ),
    says=words(
        ar="{surcharges_and_costs} × نسبة طريقة الأداء {payment_mode}، إذا كان الدين مقبولا ({remission_applies}).",
        fr="{surcharges_and_costs} × part du mode {payment_mode}, si la créance est admise "
        "({remission_applies}).",
        en="{surcharges_and_costs} × share of the mode {payment_mode}, if the debt is admitted "
        "({remission_applies}).",
    ),
)
def remitted_surcharges(
    surcharges_and_costs: Amount, payment_mode: Code, remission_applies: Flag, p: Parameters
) -> Amount:
    """Unknown outside the months in which the decision was applied."""
    share = p.salaried.remission_2023.find(payment_mode=payment_mode).surcharges
    return where(remission_applies, half_up(surcharges_and_costs * share), 0)


@formula(
    unit="centimes",
    of="debt",
    on="day",
    law="Décision ministérielle 005/2023 du 17 octobre 2023",
    label=words(ar="الغرامات المعفاة", fr="Astreintes remises", en="Penalties remitted"),
    says=words(
        ar="{declaration_penalties} × نسبة طريقة الأداء {payment_mode}، إذا كان الدين مقبولا ({remission_applies}).",
        fr="{declaration_penalties} × part du mode {payment_mode}, si la créance est admise "
        "({remission_applies}).",
        en="{declaration_penalties} × share of the mode {payment_mode}, if the debt is admitted "
        "({remission_applies}).",
    ),
)
def remitted_penalties(
    declaration_penalties: Amount, payment_mode: Code, remission_applies: Flag, p: Parameters
) -> Amount:
    """Unknown outside the months in which the decision was applied."""
    share = p.salaried.remission_2023.find(payment_mode=payment_mode).penalties
    return where(remission_applies, half_up(declaration_penalties * share), 0)


@formula(
    unit="centimes",
    of="debt",
    on="day",
    law="Loi 02-24",
    label=words(
        ar="تخفيض يمنحه المدير العام",
        fr="Remise accordée par le directeur général",
        en="Remission granted by the director general",
    ),
    says=words(
        ar="{surcharges_and_costs} × {remission_share}، إذا أجاز القانون ذلك ({p.salaried.director_remission}).",
        fr="{surcharges_and_costs} × {remission_share}, si la loi le permet ({p.salaried.director_remission}).",
        en="{surcharges_and_costs} × {remission_share}, if the law allows it ({p.salaried.director_remission}).",
    ),
)
def director_remission(surcharges_and_costs: Amount, remission_share: Exact, p: Parameters) -> Amount:
    """A choice of the director general, possible since April 2025; never of the principal."""
    return where(p.salaried.director_remission, half_up(remission_share * surcharges_and_costs), 0)


@formula(
    unit="code",
    of="debt",
    on="day",
    law="Décision ministérielle 005/2023; code de recouvrement, art. 124",
    label=words(ar="طريقة أداء الدين", fr="Mode de paiement de la créance", en="Mode of payment of the debt"),
    says=words(
        ar="حسب عدد الدفعات {instalments}، والحد {p.salaried.instalments_short_max}.",
        fr="Selon le nombre d'échéances {instalments}, limite {p.salaried.instalments_short_max}.",
        en="By the number of instalments {instalments}, limit {p.salaried.instalments_short_max}.",
    ),
)
def instalment_mode(instalments: Amount, p: Parameters) -> Code:
    """In full, over at most twenty-four months, or longer."""
    return choose(
        (instalments <= 1, "full_payment"),
        (instalments <= p.salaried.instalments_short_max, "instalments_up_to_24_months"),
        otherwise="instalments_over_24_months",
    )


@formula(
    unit="centimes",
    of="debt",
    law="Code de recouvrement des créances publiques, art. 124",
    label=words(ar="مبلغ الدفعة", fr="Montant de l'échéance", en="Amount of an instalment"),
    says=words(
        ar="الدين {debt} مقسوما على {instalments} دفعات متساوية؛ والدفعة الأخيرة (الرتبة {instalment_number}) تأخذ "
        "الباقي.",
        fr="Créance {debt} divisée en {instalments} échéances égales; la dernière (rang {instalment_number}) "
        "prend le reste.",
        en="Debt {debt} in {instalments} equal instalments; the last (rank {instalment_number}) takes the rest.",
    ),
)
def instalment_amount(debt: Amount, instalments: Amount, instalment_number: Amount) -> Amount:
    """Equal parts to the centime below; nothing past the last. Current contributions are owed besides."""
    count = at_least(instalments, 1)
    part: Amount = truncate(debt / count)
    rest = debt - part * (count - 1)
    return choose((instalment_number < count, part), (instalment_number == count, rest), otherwise=0)


@formula(
    unit="centimes",
    of="debt",
    law="Aucun texte trouvé (décision D13)",
    label=words(ar="المخصوم من الصوائر", fr="Imputé sur les frais", en="Set off against costs"),
    says=words(
        ar="الأداء {payment_received} في حدود الصوائر {costs_due}.",
        fr="Paiement {payment_received}, au plus les frais {costs_due}.",
        en="Payment {payment_received}, at most the costs {costs_due}.",
    ),
)
def paid_to_costs(payment_received: Amount, costs_due: Amount) -> Amount:
    """Costs come first."""
    return at_most(payment_received, costs_due)


@formula(
    unit="centimes",
    of="debt",
    on="day",
    law="Aucun texte trouvé (décision D13)",
    label=words(ar="المخصوم من أصل الدين", fr="Imputé sur le principal", en="Set off against the principal"),
    says=words(
        ar="حسب الترتيب {p.decisions.imputation_order}: "
        "ما يبقى من {payment_received} بعد الصوائر ({costs_due}، خصم منها {paid_to_costs})، "
        "أو بعد الزيادات {surcharges_due} والغرامات {penalties_due} أيضا، في حدود الأصل {principal_due}.",
        fr="Selon l'ordre {p.decisions.imputation_order}: "
        "ce qui reste de {payment_received} après les frais ({costs_due}, imputé "
        "{paid_to_costs}), ou aussi après majorations {surcharges_due} et astreintes {penalties_due}, au plus "
        "le principal {principal_due}.",
        en="By the order {p.decisions.imputation_order}: "
        "what is left of {payment_received} after costs ({costs_due}, set off "
        "{paid_to_costs}), or after surcharges {surcharges_due} and penalties {penalties_due} too, at most "
        "the principal {principal_due}.",
    ),
)
def paid_to_principal(
    payment_received: Amount,
    paid_to_costs: Amount,
    costs_due: Amount,
    principal_due: Amount,
    surcharges_due: Amount,
    penalties_due: Amount,
    p: Parameters,
) -> Amount:
    """After costs; or last, after surcharges and penalties (D13)."""
    early = payment_received - paid_to_costs
    late = at_least(payment_received - costs_due - surcharges_due - penalties_due, 0)
    first = p.decisions.imputation_order == "principal_first"
    return at_most(where(first, early, late), principal_due)


@formula(
    unit="centimes",
    of="debt",
    on="day",
    law="Aucun texte trouvé (décision D13)",
    label=words(
        ar="المخصوم من زيادات التأخير", fr="Imputé sur les majorations", en="Set off against surcharges"
    ),
    says=words(
        ar="حسب الترتيب {p.decisions.imputation_order}: "
        "ما يبقى من {payment_received} بعد {paid_to_costs} و{paid_to_principal}، في حدود "
        "الزيادات {surcharges_due}.",
        fr="Selon l'ordre {p.decisions.imputation_order}: "
        "ce qui reste de {payment_received} après {paid_to_costs} et "
        "{paid_to_principal}, au plus les majorations {surcharges_due}.",
        en="By the order {p.decisions.imputation_order}: "
        "what is left of {payment_received} after {paid_to_costs} and "
        "{paid_to_principal}, at most the surcharges {surcharges_due}.",
    ),
)
def paid_to_surcharges(
    payment_received: Amount,
    paid_to_costs: Amount,
    paid_to_principal: Amount,
    surcharges_due: Amount,
    p: Parameters,
) -> Amount:
    """What is left after costs and, by the order chosen, the principal."""
    left = payment_received - paid_to_costs
    first = p.decisions.imputation_order == "principal_first"
    return at_most(where(first, left - paid_to_principal, left), surcharges_due)


@formula(
    unit="centimes",
    of="debt",
    on="day",
    law="Aucun texte trouvé (décision D13)",
    label=words(ar="المخصوم من الغرامات", fr="Imputé sur les astreintes", en="Set off against penalties"),
    says=words(
        ar="حسب الترتيب {p.decisions.imputation_order}: "
        "ما يبقى من {payment_received} بعد {paid_to_costs} و{paid_to_principal} "
        "و{paid_to_surcharges}، في حدود الغرامات {penalties_due}.",
        fr="Selon l'ordre {p.decisions.imputation_order}: ce qui reste de {payment_received} après {paid_to_costs}, "
        "{paid_to_principal} et {paid_to_surcharges}, au plus les astreintes {penalties_due}.",
        en="By the order {p.decisions.imputation_order}: what is left of {payment_received} after {paid_to_costs}, "
        "{paid_to_principal} and {paid_to_surcharges}, at most the penalties {penalties_due}.",
    ),
)
def paid_to_penalties(
    payment_received: Amount,
    paid_to_costs: Amount,
    paid_to_principal: Amount,
    paid_to_surcharges: Amount,
    penalties_due: Amount,
    p: Parameters,
) -> Amount:
    """What is left after all else; before the principal in the other order."""
    left = payment_received - paid_to_costs - paid_to_surcharges
    first = p.decisions.imputation_order == "principal_first"
    return at_most(where(first, left - paid_to_principal, left), penalties_due)


@formula(
    unit="centimes",
    of="debt",
    law="Aucun texte trouvé (décision D13)",
    label=words(
        ar="المخصوم من أصل هذا الشهر", fr="Imputé sur le principal du mois", en="Set off against this month"
    ),
    says=words(
        ar="من {paid_to_principal} ما يبقى بعد أصول الأشهر الأقدم للمشغل {employer}، في حدود أصل الشهر {debt_month} "
        "({month_principal}).",
        fr="De {paid_to_principal}, ce qui reste après les mois plus anciens de l'employeur {employer}, au plus "
        "le principal du mois {debt_month} ({month_principal}).",
        en="Of {paid_to_principal}, what is left after the older months of the employer {employer}, at most the "
        "principal of the month {debt_month} ({month_principal}).",
    ),
)
def paid_to_month(
    paid_to_principal: Amount, employer: Amount, debt_month: Day, month_principal: Amount
) -> Amount:
    """The oldest month first. One row is one month; `principal_due` is that of all of them."""
    older = running(month_principal, over=employer, by=debt_month, at_most_rows=1_200) - month_principal
    return at_most(at_least(paid_to_principal - older, 0), month_principal)
