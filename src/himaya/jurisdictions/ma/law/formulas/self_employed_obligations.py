"""What else the self-employed owe and social aid gives: a chosen base, lateness, ceilings, grants."""

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
    both,
    first_known,
    formula,
    half_up,
    no_amount,
    truncate,
    where,
    words,
)


@formula(
    unit="centimes",
    of="person_month",
    on="month",
    law="Lois 98-15 et 99-15 (LesEco)",
    label=words(
        ar="الاشتراك على الوعاء المختار",
        fr="Cotisation sur l'assiette choisie",
        en="Contribution on the base chosen",
    ),
    says=words(
        ar="أعلى المبلغين، الدخل الجزافي {tns_flat_income} والوعاء المختار {chosen_monthly_income}، × "
        "{p.tns.amo_rate} ({p.decisions.tns_rounding}).",
        fr="Le plus haut du revenu forfaitaire {tns_flat_income} et de l'assiette choisie "
        "{chosen_monthly_income} × {p.tns.amo_rate} ({p.decisions.tns_rounding}).",
        en="The higher of the flat income {tns_flat_income} and of the base chosen {chosen_monthly_income} × "
        "{p.tns.amo_rate} ({p.decisions.tns_rounding}).",
    ),
)
def tns_amo_on_chosen_base(tns_flat_income: Exact, chosen_monthly_income: Amount, p: Parameters) -> Amount:
    """A member may choose a higher base, never a lower one."""
    owed = at_least(Exact.of(first_known(chosen_monthly_income, 0)), tns_flat_income) * p.tns.amo_rate
    return where(p.decisions.tns_rounding == "truncate", truncate(owed), half_up(owed))


@formula(
    unit="centimes",
    of="person_month",
    on="month",
    law="Loi 98-15 (taux non trouvé)",
    label=words(ar="زيادة التأخير", fr="Majoration de retard", en="Late surcharge"),
    says=words(
        ar="{tns_amo} × {p.tns.late_surcharge_rate} × {months_late} للوعاء المرتبط بالسميك ({tns_basis})؛ ولا "
        "شيء لغيره، الذي تسري عليه القواعد الضريبية.",
        fr="{tns_amo} × {p.tns.late_surcharge_rate} × {months_late} pour une base SMIG ({tns_basis}); rien pour "
        "les autres, soumises aux règles fiscales.",
        en="{tns_amo} × {p.tns.late_surcharge_rate} × {months_late} for a SMIG base ({tns_basis}); nothing for "
        "the others, which follow the tax rules.",
    ),
)
def tns_late_surcharge(tns_amo: Amount, months_late: Amount, tns_basis: Code, p: Parameters) -> Amount:
    """Per month or part of month late, centimes."""
    return where(tns_basis == "smig", half_up(tns_amo * p.tns.late_surcharge_rate * months_late), 0)


@formula(
    unit="flag",
    of="person_year",
    on="day",
    law="Guide pratique CPU de la DGI; loi 114-13",
    label=words(
        ar="تجاوز سقف رقم المعاملات",
        fr="Plafond de chiffre d'affaires dépassé",
        en="Turnover above the ceiling",
    ),
    says=words(
        ar="رقم المعاملات {annual_turnover} أكبر من سقف {category} ({turnover_kind}) يوم {day}.",
        fr="Le chiffre d'affaires {annual_turnover} dépasse le plafond de {category} ({turnover_kind}) au {day}.",
        en="The turnover {annual_turnover} is above the ceiling of {category} ({turnover_kind}) on {day}.",
    ),
)
def turnover_above_ceiling(
    annual_turnover: Amount, category: Code, turnover_kind: Code, day: Day, p: Parameters
) -> Flag:
    """Whether the year's turnover passes the ceiling of the status."""
    return annual_turnover > p.cpu.turnover_max.find(category=category, turnover_kind=turnover_kind).amount


@formula(
    unit="flag",
    of="person_year",
    on="day",
    law="Guide pratique CPU de la DGI; loi 114-13",
    label=words(ar="يفقد الصفة", fr="Sort du statut", en="Leaves the status"),
    says=words(
        ar="المدة المتتالية فوق سقف {category} ({turnover_kind})، وهي {years_above}، تبلغ العدد المحدد.",
        fr="{years_above} de suite au-dessus du plafond de {category} ({turnover_kind}): le nombre fixé est "
        "atteint.",
        en="{years_above} in a row above the ceiling of {category} ({turnover_kind}): the number set is reached.",
    ),
)
def leaves_status(years_above: Amount, category: Code, turnover_kind: Code, p: Parameters) -> Flag:
    """Whether the years above the ceiling end the status."""
    return years_above >= p.cpu.turnover_max.find(category=category, turnover_kind=turnover_kind).years


@formula(
    unit="centimes",
    of="person_client",
    on="day",
    law="Loi de finances 2023",
    label=words(ar="اقتطاع الزبون من المنبع", fr="Retenue du client", en="Withholding by the client"),
    says=words(
        ar="{p.auto_entrepreneur.client_withholding_rate} مما يتجاوز {p.auto_entrepreneur.client_turnover_max} "
        "من {client_turnover}.",
        fr="{p.auto_entrepreneur.client_withholding_rate} de ce qui passe "
        "{p.auto_entrepreneur.client_turnover_max} dans {client_turnover}.",
        en="{p.auto_entrepreneur.client_withholding_rate} of what passes "
        "{p.auto_entrepreneur.client_turnover_max} in {client_turnover}.",
    ),
)
def ae_client_withholding(client_turnover: Amount, p: Parameters) -> Amount:
    """Tax a client withholds on an auto-entrepreneur's turnover with him, centimes."""
    above = at_least(client_turnover - p.auto_entrepreneur.client_turnover_max, 0)
    return half_up(above * p.auto_entrepreneur.client_withholding_rate)


@formula(
    unit="flag",
    of="person",
    on="day",
    law="Loi 41-23",
    label=words(ar="الإلغاء قائم", fr="Annulation maintenue", en="The cancellation stands"),
    says=words(
        ar="مقبول ({amnesty_eligible})، وأديت {following_months_paid} من {amnesty_following_months} بعد أول أداء؛ "
        "وإلا {p.decisions.amnesty_failure}.",
        fr="Admis ({amnesty_eligible}), et {following_months_paid} des {amnesty_following_months} qui suivent "
        "sont payés; sinon {p.decisions.amnesty_failure}.",
        en="Entitled ({amnesty_eligible}), and {following_months_paid} of the {amnesty_following_months} that "
        "follow are paid; otherwise {p.decisions.amnesty_failure}.",
    ),
)
def amnesty_stands(
    amnesty_eligible: Flag, following_months_paid: Amount, amnesty_following_months: Amount, p: Parameters
) -> Flag:
    """Whether the debts stay cancelled once the months that follow are due."""
    paid = first_known(following_months_paid >= amnesty_following_months, False)
    return both(amnesty_eligible, paid | (p.decisions.amnesty_failure == "kept"))


@formula(
    unit="exact_money",
    of="scheme_month",
    on="month",
    law="Loi 27-22; décret 2-22-797",
    label=words(
        ar="مساهمة الدولة في تضامن", fr="Contribution de l'État à Tadamon", en="State's share of Tadamon"
    ),
    says=words(
        ar="{principals} × {p.tadamon.state_base_smig} سميك شهري ({p.wages.smig_hour} × "
        "{p.decisions.smig_hours_month}) × {p.tns.amo_rate}.",
        fr="{principals} × {p.tadamon.state_base_smig} SMIG mensuel ({p.wages.smig_hour} × "
        "{p.decisions.smig_hours_month}) × {p.tns.amo_rate}.",
        en="{principals} × {p.tadamon.state_base_smig} monthly SMIG ({p.wages.smig_hour} × "
        "{p.decisions.smig_hours_month}) × {p.tns.amo_rate}.",
    ),
)
def tadamon_state_contribution(principals: Amount, p: Parameters) -> Exact:
    """What the State pays for a month, by the base inferred from the payment of December 2022; not rounded."""
    smig = p.tadamon.state_base_smig * p.wages.smig_hour * p.decisions.smig_hours_month
    return smig * p.tns.amo_rate * principals


@formula(
    unit="flag",
    of="household",
    on="day",
    law="Loi 58-23 (seuil de mémoire)",
    label=words(ar="مؤهل للدعم المباشر", fr="Éligible à l'aide directe", en="Eligible for direct aid"),
    says=words(
        ar="المؤشر {rsu_score} لا يتجاوز {p.asd.threshold}، ولا تعويضات عائلية ({family_allowances}).",
        fr="Score {rsu_score} au plus {p.asd.threshold}, sans allocations familiales ({family_allowances}).",
        en="Score {rsu_score} at most {p.asd.threshold}, and no family allowances ({family_allowances}).",
    ),
)
def asd_eligible(rsu_score: Exact, family_allowances: Flag, p: Parameters) -> Flag:
    """Whether a household may receive direct social aid."""
    return both(rsu_score <= p.asd.threshold, ~first_known(family_allowances, False))


@formula(
    unit="money",
    of="child",
    on="day",
    law="Loi 58-23; ANSS",
    label=words(ar="منحة الولادة", fr="Prime de naissance", en="Birth grant"),
    says=words(
        ar="حسب رتبة الطفل {child_rank} إذا كانت الأسرة مؤهلة ({asd_eligible}).",
        fr="Selon le rang de l'enfant {child_rank} si le ménage est éligible ({asd_eligible}).",
        en="By the rank of the child {child_rank} if the household is eligible ({asd_eligible}).",
    ),
)
def asd_birth_grant(child_rank: Amount, asd_eligible: Flag, p: Parameters) -> Amount:
    """Paid once, for the first and the second child, centimes."""
    grant = p.asd.birth_grant.find(child_rank=child_rank).amount
    return where(asd_eligible, grant, no_amount("NOT_ELIGIBLE"))


@formula(
    unit="money",
    of="child",
    on="day",
    law="Loi 58-23 (montants de mémoire)",
    label=words(ar="منحة الدخول المدرسي", fr="Prime de rentrée scolaire", en="School-entry grant"),
    says=words(
        ar="حسب المستوى {school_level} إذا كانت الأسرة مؤهلة ({asd_eligible}).",
        fr="Selon le niveau {school_level} si le ménage est éligible ({asd_eligible}).",
        en="By the level {school_level} if the household is eligible ({asd_eligible}).",
    ),
)
def asd_school_grant(school_level: Code, asd_eligible: Flag, p: Parameters) -> Amount:
    """Paid each September per child at school, centimes."""
    grant = p.asd.school_grant.find(school_level=school_level).amount
    return where(asd_eligible, grant, no_amount("NOT_ELIGIBLE"))


@formula(
    unit="date",
    of="person",
    on="changed_on",
    law="Loi 98-15 (LesEco)",
    label=words(
        ar="أجل التصريح بالتغيير", fr="Changement à déclarer au plus tard le", en="Change to declare by"
    ),
    says=words(
        ar="{changed_on} زائد {p.registration.change_days}.",
        fr="{changed_on} plus {p.registration.change_days}.",
        en="{changed_on} plus {p.registration.change_days}.",
    ),
)
def change_declared_by(changed_on: Day, p: Parameters) -> Day:
    """Last day to declare a change of situation."""
    return add_days(changed_on, p.registration.change_days)
