"""Each survivor's own pension, so that the parts add up to the whole (dahir 1-72-184, art. 57 to 60).

The rows are the survivors of one person.
"""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Code,
    Day,
    Flag,
    Parameters,
    at_least,
    at_most,
    both,
    choose,
    first_known,
    formula,
    half_up,
    no_amount,
    running,
    total,
    truncate,
    where,
    words,
    years_completed,
)

_LAW = "Dahir 1-72-184, art. 57 à 60; cnss.ma"
_PARTS = 120_000  # of a pension: shares of one to four wives are whole numbers of them
_ROWS = 60  # bounds the proof: the survivors of one person


@formula(
    unit="years",
    of="survivor",
    on="day",
    law=_LAW,
    label=words(ar="السن الأقصى لليتيم", fr="Âge limite de l'orphelin", en="Age limit of the orphan"),
    says=words(
        ar="حسب الوضعية ({child_status}): {p.survivors.child_age_max}، أو {p.survivors.apprentice_age_max} للمتدرب، "
        "أو {p.survivors.student_age_max} للطالب؛ ولا حد لذي الإعاقة.",
        fr="Selon la situation ({child_status}): {p.survivors.child_age_max}, "
        "{p.survivors.apprentice_age_max} pour un apprenti, {p.survivors.student_age_max} pour un étudiant; sans "
        "limite en cas de handicap.",
        en="By the situation ({child_status}): {p.survivors.child_age_max}, {p.survivors.apprentice_age_max} for "
        "an apprentice, {p.survivors.student_age_max} for a student; no limit with a disability.",
    ),
)
def orphan_age_limit(child_status: Code, p: Parameters) -> Amount:
    """The age that ends the right; none (NO_AGE_LIMIT) for a disabled child."""
    return choose(
        (child_status == "resident", p.survivors.child_age_max),
        (child_status == "apprentice", p.survivors.apprentice_age_max),
        (child_status == "student", p.survivors.student_age_max),
        (child_status == "disabled_without_income", no_amount("NO_AGE_LIMIT")),
        otherwise=no_amount("CHILD_STATUS_UNKNOWN"),
    )


@formula(
    unit="flag",
    of="survivor",
    on="day",
    law=_LAW,
    label=words(ar="له حصة في معاش المتوفى", fr="A une part de la pension", en="Has a share of the pension"),
    says=words(
        ar="زوج ({relation}) لم يتزوج من جديد ({remarried}، {p.decisions.remarriage_ends_pension})، أو طفل دون "
        "{orphan_age_limit} (السن {age_years_completed}، الازدياد {birth_on}) أو ذو إعاقة ({child_status})، يوم "
        "{day}.",
        fr="Conjoint ({relation}) non remarié ({remarried}, {p.decisions.remarriage_ends_pension}), ou enfant sous "
        "{orphan_age_limit} (âge {age_years_completed}, né le {birth_on}) ou handicapé ({child_status}), au {day}.",
        en="A spouse ({relation}) not remarried ({remarried}, {p.decisions.remarriage_ends_pension}), or a child "
        "under {orphan_age_limit} (age {age_years_completed}, born {birth_on}) or disabled ({child_status}), on "
        "{day}.",
    ),
)
def survivor_counts(
    relation: Code,
    remarried: Flag,
    child_status: Code,
    orphan_age_limit: Amount,
    age_years_completed: Amount,
    birth_on: Day,
    day: Day,
    p: Parameters,
) -> Flag:
    """Whether this person has a share on a day (D9 for the birthday)."""
    ended = both(first_known(remarried, False), p.decisions.remarriage_ends_pension)
    age = first_known(age_years_completed, years_completed(birth_on, day))
    young = age < orphan_age_limit + p.decisions.orphan_age_end
    child = where(first_known(child_status, "resident") == "disabled_without_income", True, young)
    return choose((relation == "spouse", ~ended), (relation == "child", child), otherwise=False)


@formula(
    unit="count",
    of="survivor",
    on="day",
    law=_LAW,
    label=words(
        ar="أجزاء المعاش لهذا المستفيد",
        fr="Parts de la pension de ce bénéficiaire",
        en="Parts of this survivor",
    ),
    says=words(
        ar="إذا كانت له حصة ({survivor_counts}): {p.survivors.spouse_rate} للأزواج معا ({relation}، "
        "{p.decisions.wives_share}) للشخص {person}، أو {p.survivors.orphan_rate}، أو "
        "{p.survivors.double_orphan_rate} ليتيم الوالدين ({orphan_of_both}).",
        fr="S'il a une part ({survivor_counts}): {p.survivors.spouse_rate} pour les conjoints ensemble "
        "({relation}, {p.decisions.wives_share}) de la personne {person}, {p.survivors.orphan_rate}, ou "
        "{p.survivors.double_orphan_rate} pour un orphelin des deux parents ({orphan_of_both}).",
        en="If there is a share ({survivor_counts}): {p.survivors.spouse_rate} for the spouses together "
        "({relation}, {p.decisions.wives_share}) of the person {person}, {p.survivors.orphan_rate}, or "
        "{p.survivors.double_orphan_rate} for an orphan of both parents ({orphan_of_both}).",
    ),
)
def survivor_parts(
    survivor_counts: Flag, relation: Code, person: Amount, orphan_of_both: Flag, p: Parameters
) -> Amount:
    """Share before reduction, in parts of the pension."""
    spouse = relation == "spouse"
    spouses = at_least(total(both(survivor_counts, spouse), over=person, at_most_rows=_ROWS), 1)
    among = where(p.decisions.wives_share == "together", spouses, 1)
    orphan = where(
        first_known(orphan_of_both, False), p.survivors.double_orphan_rate, p.survivors.orphan_rate
    )
    own = where(spouse, truncate(p.survivors.spouse_rate * _PARTS / among), truncate(orphan * _PARTS))
    return where(survivor_counts, own, 0)


@formula(
    unit="centimes",
    of="survivor",
    on="day",
    law=_LAW,
    label=words(
        ar="مجموع ما يؤدى لكل المستفيدين", fr="Total versé aux bénéficiaires", en="Paid to all survivors"
    ),
    says=words(
        ar="{deceased_pension} × مجموع الأجزاء {survivor_parts} للشخص {person}، في حدود {p.survivors.total_max}.",
        fr="{deceased_pension} × total des parts {survivor_parts} de la personne {person}, au plus "
        "{p.survivors.total_max}.",
        en="{deceased_pension} × the sum of the parts {survivor_parts} of the person {person}, at most "
        "{p.survivors.total_max}.",
    ),
)
def survivors_paid(deceased_pension: Amount, survivor_parts: Amount, person: Amount, p: Parameters) -> Amount:
    """What is to be divided, centimes."""
    parts = at_most(
        total(survivor_parts, over=person, at_most_rows=_ROWS), truncate(p.survivors.total_max * _PARTS)
    )
    return half_up(deceased_pension * parts / _PARTS)


@formula(
    unit="centimes",
    of="survivor",
    law=_LAW,
    label=words(ar="معاش هذا المستفيد", fr="Pension de ce bénéficiaire", en="Pension of this survivor"),
    says=words(
        ar="نصيب {survivor_parts} من {survivors_paid} للشخص {person}؛ تقرب الأنصبة تباعا ({beneficiary_number}) "
        "فيساوي مجموعها المبلغ كاملا.",
        fr="Part {survivor_parts} de {survivors_paid} de la personne {person}; les parts sont arrondies en cumul "
        "({beneficiary_number}), leur somme est le total.",
        en="Part {survivor_parts} of {survivors_paid} of the person {person}; parts are rounded cumulatively "
        "({beneficiary_number}), they add up to the whole.",
    ),
)
def survivor_pension(
    survivor_parts: Amount, survivors_paid: Amount, person: Amount, beneficiary_number: Amount
) -> Amount:
    """Cumulated parts are rounded and subtracted, so that nothing is lost or paid twice."""
    whole = at_least(total(survivor_parts, over=person, at_most_rows=_ROWS), 1)
    reached = running(survivor_parts, over=person, by=beneficiary_number, at_most_rows=_ROWS)
    before = reached - survivor_parts
    return half_up(survivors_paid * reached / whole) - half_up(survivors_paid * before / whole)
