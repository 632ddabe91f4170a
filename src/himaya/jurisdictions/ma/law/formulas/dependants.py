"""Who is covered through an insured person, and until when (law 65-00 art. 5; law 54-23)."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Code,
    Day,
    Flag,
    Parameters,
    add_years,
    both,
    choose,
    either,
    first_known,
    formula,
    no_amount,
    no_day,
    where,
    words,
    years_completed,
)


@formula(
    unit="years",
    of="family_link",
    on="day",
    law="Loi 65-00, art. 5; loi 54-23",
    label=words(
        ar="السن الأقصى بالسنوات الكاملة",
        fr="Âge limite en années révolues",
        en="Age limit in completed years",
    ),
    says=words(
        ar="للطفل ({relation}): {p.dependants.student_age_max} إذا كان طالبا ({student}) غير متزوج "
        "({married})، وإلا"
        " {p.dependants.child_age_max}؛ ولا حد للزوج ولا لذي الإعاقة ({disabled}).",
        fr="Enfant ({relation}): {p.dependants.student_age_max} s'il étudie ({student}) et n'est pas "
        "marié ({married}), "
        "sinon {p.dependants.child_age_max}; sans limite pour le conjoint ou en cas de handicap "
        "({disabled}).",
        en="Child ({relation}): {p.dependants.student_age_max} if studying ({student}) and not "
        "married ({married}), "
        "otherwise {p.dependants.child_age_max}; no limit for a spouse or with a disability ({disabled}).",
    ),
)
def dependant_age_limit(
    relation: Code, student: Flag, married: Flag, disabled: Flag, p: Parameters
) -> Amount:
    """The last age at which the right holds; none for a spouse or a disabled child."""
    studies = both(first_known(student, False), ~first_known(married, False))
    limit = where(studies, p.dependants.student_age_max, p.dependants.child_age_max)
    return choose(
        (relation == "spouse", no_amount("NO_AGE_LIMIT")),
        (relation != "child", no_amount("RELATION_NOT_COVERED")),
        (first_known(disabled, False), no_amount("NO_AGE_LIMIT")),
        otherwise=limit,
    )


@formula(
    unit="date",
    of="family_link",
    on="day",
    law="Loi 65-00, art. 5; loi 54-23",
    label=words(ar="ينتهي الحق في", fr="Le droit finit le", en="The right ends on"),
    says=words(
        ar="عيد الميلاد ({birth_on}) الموالي للسن الأقصى {dependant_age_limit}.",
        fr="Anniversaire ({birth_on}) qui suit l'âge limite {dependant_age_limit}.",
        en="Birthday ({birth_on}) after the age limit {dependant_age_limit}.",
    ),
)
def dependant_until(birth_on: Day, dependant_age_limit: Amount, p: Parameters) -> Day:
    """First day without the right; none (NO_AGE_LIMIT) where age ends nothing."""
    return no_limit_or(dependant_age_limit, birth_on, p)


def no_limit_or(limit: Amount, birth_on: Day, p: Parameters) -> Day:
    """The birthday that ends the right; the reason of the missing limit comes first."""
    years = limit + p.decisions.dependant_age_end
    return where(years >= 0, add_years(birth_on, years), no_day("NO_AGE_LIMIT"))


@formula(
    unit="flag",
    of="family_link",
    on="day",
    law="Loi 65-00, art. 5; loi 54-23",
    label=words(ar="مشمول بالتغطية", fr="Ayant droit couvert", en="Covered as a dependant"),
    says=words(
        ar="ليس مؤمنا باسمه ({own_cover})، وهو زوج أو طفل ({relation}) دون السن الأقصى "
        "{dependant_age_limit} (السن"
        " {age_years_completed}، الازدياد {birth_on}) أو ذو إعاقة ({disabled})، يوم {day}.",
        fr="Sans couverture propre ({own_cover}), conjoint ou enfant ({relation}) sous l'âge limite "
        "{dependant_age_limit} "
        "(âge {age_years_completed}, né le {birth_on}) ou handicapé ({disabled}), au {day}.",
        en="No cover of their own ({own_cover}), spouse or child ({relation}) within the age limit "
        "{dependant_age_limit} "
        "(age {age_years_completed}, born {birth_on}) or disabled ({disabled}), on {day}.",
    ),
)
def dependant_covered(
    relation: Code,
    own_cover: Flag,
    disabled: Flag,
    age_years_completed: Amount,
    birth_on: Day,
    dependant_age_limit: Amount,
    day: Day,
    p: Parameters,
) -> Flag:
    """Whether a spouse or child is covered on a day."""
    age = first_known(age_years_completed, years_completed(birth_on, day))
    young = age < dependant_age_limit + p.decisions.dependant_age_end
    child = both(relation == "child", either(first_known(disabled, False), young))
    return both(~first_known(own_cover, False), either(relation == "spouse", child))
