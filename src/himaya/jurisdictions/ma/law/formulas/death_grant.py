"""Death grant (dahir 1-72-184, art. 43 to 46)."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Code,
    Day,
    Exact,
    Flag,
    Parameters,
    add_months,
    at_least,
    at_most,
    choose,
    either,
    first_known,
    formula,
    half_up,
    no_amount,
    where,
    words,
)

_LAW = "Dahir 1-72-184, art. 43 à 46; cnss.ma, allocation au décès"


@formula(
    unit="flag",
    of="death",
    on="death_on",
    law=_LAW,
    label=words(ar="الحق في إعانة الوفاة", fr="Droit à l'allocation au décès", en="Death grant is due"),
    says=words(
        ar="أيام الأشهر الستة {days_in_6_months} لا تقل عن {p.death_grant.days_min}، أو تعويض عن المرض "
        "({on_sickness_allowance})، أو صاحب معاش ({was_pensioner})، أو حادثة تسبب فيها الغير ({cause}).",
        fr="Jours des six mois {days_in_6_months} au moins {p.death_grant.days_min}, ou indemnisé pour maladie "
        "({on_sickness_allowance}), ou pensionné ({was_pensioner}), ou accident causé par un tiers ({cause}).",
        en="Days of the six months {days_in_6_months} at least {p.death_grant.days_min}, or on sickness allowance "
        "({on_sickness_allowance}), or a pensioner ({was_pensioner}), or an accident caused by a third party "
        "({cause}).",
    ),
)
def death_grant_entitled(
    days_in_6_months: Amount, on_sickness_allowance: Flag, was_pensioner: Flag, cause: Code, p: Parameters
) -> Flag:
    """Whether the deceased left a right to the grant."""
    return either(
        first_known(on_sickness_allowance, False),
        first_known(was_pensioner, False),
        first_known(cause, "ordinary") == "third_party_accident",
        days_in_6_months >= p.death_grant.days_min,
    )


@formula(
    unit="centimes",
    of="death",
    on="death_on",
    law=_LAW,
    label=words(
        ar="مبلغ إعانة الوفاة", fr="Montant de l'allocation au décès", en="Amount of the death grant"
    ),
    says=words(
        ar="{p.decisions.death_grant_days} من الأجر اليومي لمتوسط {average_monthly_wage} في حدود "
        "{p.wages.contribution_ceiling}، بين {p.death_grant.amount_min} و{p.death_grant.amount_max}؛ "
        "{p.death_grant.unrelated_share} لغير القريب ({grant_beneficiary})؛ {p.death_grant.work_injury} بعد حادثة "
        "شغل ({cause}).",
        fr="{p.decisions.death_grant_days} du salaire journalier de {average_monthly_wage}, au plus "
        "{p.wages.contribution_ceiling}, entre {p.death_grant.amount_min} et {p.death_grant.amount_max}; "
        "{p.death_grant.unrelated_share} pour une personne sans lien ({grant_beneficiary}); "
        "{p.death_grant.work_injury} après un accident du travail ({cause}).",
        en="{p.decisions.death_grant_days} of the daily wage of {average_monthly_wage}, at most "
        "{p.wages.contribution_ceiling}, between {p.death_grant.amount_min} and {p.death_grant.amount_max}; "
        "{p.death_grant.unrelated_share} for an unrelated person ({grant_beneficiary}); "
        "{p.death_grant.work_injury} after a work accident ({cause}).",
    ),
)
def death_grant_amount(
    average_monthly_wage: Amount, grant_beneficiary: Code, cause: Code, p: Parameters
) -> Amount:
    """Daily wages times a number of days, kept within the published amounts (D4, D4bis)."""
    wage = at_most(average_monthly_wage, p.wages.contribution_ceiling)
    thirtieth = p.decisions.daily_wage_basis == "thirtieth"
    month = where(thirtieth, p.daily_wage.month_days, p.wages.days_month)
    daily_wages = half_up(Exact.of(wage) * p.decisions.death_grant_days / month)
    grant = at_most(at_least(daily_wages, p.death_grant.amount_min), p.death_grant.amount_max)
    unrelated = half_up(grant * p.death_grant.unrelated_share)
    return choose(
        (first_known(cause, "ordinary") == "work_injury", p.death_grant.work_injury),
        (grant_beneficiary == "unrelated_person", unrelated),
        otherwise=grant,
    )


@formula(
    unit="centimes",
    of="death",
    law=_LAW,
    label=words(ar="إعانة الوفاة المستحقة", fr="Allocation au décès due", en="Death grant due"),
    says=words(
        ar="{death_grant_amount} إذا توفر الحق ({death_grant_entitled}) وأودع الطلب ({claimed_on}) في أجل أقصاه "
        "{death_grant_claim_by}.",
        fr="{death_grant_amount} si le droit existe ({death_grant_entitled}) et si la demande ({claimed_on}) "
        "arrive au plus tard le {death_grant_claim_by}.",
        en="{death_grant_amount} if it is due ({death_grant_entitled}) and the claim ({claimed_on}) comes by "
        "{death_grant_claim_by}.",
    ),
)
def death_grant(
    death_grant_amount: Amount, death_grant_entitled: Flag, claimed_on: Day, death_grant_claim_by: Day
) -> Amount:
    """What is paid, or why nothing is."""
    return choose(
        (~death_grant_entitled, no_amount("DAYS_TOO_FEW")),
        (first_known(claimed_on > death_grant_claim_by, False), no_amount("CLAIMED_TOO_LATE")),
        otherwise=death_grant_amount,
    )


@formula(
    unit="centimes",
    of="survivor",
    law=_LAW,
    label=words(
        ar="نصيب كل أرملة من إعانة الوفاة",
        fr="Part de chaque veuve dans l'allocation au décès",
        en="Share of each widow in the death grant",
    ),
    says=words(
        ar="{death_grant_amount} على {spouses}؛ تقرب الأنصبة تباعا ({beneficiary_number}) فيساوي مجموعها المبلغ.",
        fr="{death_grant_amount} divisé par {spouses}; les parts sont arrondies en cumul ({beneficiary_number}), leur "
        "somme est l'allocation.",
        en="{death_grant_amount} over {spouses}; shares are rounded cumulatively ({beneficiary_number}), they add "
        "up to the grant.",
    ),
)
def death_grant_share(death_grant_amount: Amount, spouses: Amount, beneficiary_number: Amount) -> Amount:
    """Several wives share equally; they are numbered from 0."""
    among = at_least(spouses, 1)
    reached, before = at_most(beneficiary_number + 1, among), at_most(beneficiary_number, among)
    return half_up(death_grant_amount * reached / among) - half_up(death_grant_amount * before / among)


@formula(
    unit="code",
    of="death",
    law=_LAW,
    label=words(
        ar="المستفيد من إعانة الوفاة حسب الترتيب",
        fr="Bénéficiaire de l'allocation au décès, dans l'ordre",
        en="Beneficiary of the death grant, in order",
    ),
    says=words(
        ar="الزوج ({has_spouse})، وإلا الفروع ({has_descendants})، وإلا الأصول ({has_ascendants})، وإلا الإخوة "
        "({has_siblings})، وإلا من أدى مصاريف الجنازة.",
        fr="Le conjoint ({has_spouse}), sinon les descendants ({has_descendants}), sinon les ascendants "
        "({has_ascendants}), sinon les frères et sœurs ({has_siblings}), sinon qui a payé les obsèques.",
        en="The spouse ({has_spouse}), else descendants ({has_descendants}), else ascendants ({has_ascendants}), "
        "else brothers and sisters ({has_siblings}), else whoever paid the funeral.",
    ),
)
def death_grant_goes_to(
    has_spouse: Flag, has_descendants: Flag, has_ascendants: Flag, has_siblings: Flag
) -> Code:
    """Who comes first; several wives share equally."""
    return choose(
        (first_known(has_spouse, False), "spouse"),
        (first_known(has_descendants, False), "descendants"),
        (first_known(has_ascendants, False), "ascendants"),
        (first_known(has_siblings, False), "siblings"),
        otherwise="unrelated_person",
    )


@formula(
    unit="date",
    of="death",
    on="death_on",
    law=_LAW,
    label=words(
        ar="آخر يوم لطلب إعانة الوفاة",
        fr="Dernier jour pour demander l'allocation au décès",
        en="Last day to claim the death grant",
    ),
    says=words(
        ar="{p.death_grant.claim_months} بعد {death_on}.",
        fr="{p.death_grant.claim_months} après le {death_on}.",
        en="{p.death_grant.claim_months} after {death_on}.",
    ),
)
def death_grant_claim_by(death_on: Day, p: Parameters) -> Day:
    """Last day on which the grant may be claimed."""
    return add_months(death_on, p.death_grant.claim_months)
