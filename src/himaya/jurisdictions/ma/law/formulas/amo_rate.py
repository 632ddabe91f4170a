"""At which rate a line of care is reimbursed: scheme, sector, setting, condition (amo law, decree 2-05-736)."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Code,
    Day,
    Exact,
    Flag,
    Parameters,
    add_days,
    add_months,
    at_least,
    both,
    choose,
    either,
    first_known,
    formula,
    is_known,
    no_code,
    no_exact,
    where,
    words,
)

LAW = "Loi 65-00; cnss.ma; décret 2-05-736"


@formula(
    unit="flag",
    of="claim_line",
    law=LAW,
    label=words(ar="السطر دواء", fr="La ligne est un médicament", en="The line is a medicine"),
    says=words(
        ar="رمز الدواء {ean13} أو اسمه {medicine_name} معروف.",
        fr="Un code {ean13} ou un nom de médicament {medicine_name} est donné.",
        en="A code {ean13} or a name of medicine {medicine_name} is given.",
    ),
)
def line_is_medicine(ean13: Amount, medicine_name: Code) -> Flag:
    """Whether a line is a medicine."""
    return is_known(ean13) | is_known(medicine_name)


@formula(
    unit="code",
    of="claim_line",
    on="care_on",
    law=LAW,
    label=words(ar="طبيعة السطر", fr="Nature de la ligne", en="Kind of the line"),
    says=words(
        ar="دواء ({line_is_medicine})، وإلا صنف العمل {act} في القوائم، أو علاج عادي.",
        fr="Médicament ({line_is_medicine}), sinon la nature de l'acte {act}, à défaut un soin.",
        en="A medicine ({line_is_medicine}), otherwise the kind of the act {act}, otherwise care.",
    ),
)
def line_family(line_is_medicine: Flag, act: Code, p: Parameters) -> Code:
    """medicine, care, stay, device, dental_prosthesis or orthodontics."""
    return where(line_is_medicine, "medicine", first_known(p.amo.acts.find(act=act).family, "care"))


@formula(
    unit="code",
    of="claim_line",
    on="care_on",
    law=LAW,
    label=words(ar="إطار العلاج المعتمد", fr="Cadre de soins retenu", en="Setting of care retained"),
    says=words(
        ar="الإطار المصرح به {setting}، وإلا إطار العمل {act}، وإلا خارجي.",
        fr="Le cadre déclaré {setting}, sinon celui de l'acte {act}, sinon ambulatoire.",
        en="The setting stated {setting}, otherwise that of the act {act}, otherwise ambulatory.",
    ),
)
def line_setting(setting: Code, act: Code, p: Parameters) -> Code:
    """ambulatory or hospital."""
    stated = first_known(setting, first_known(p.amo.acts.find(act=act).setting, "ambulatory"))
    return choose(
        (stated == "hospital", "hospital"),
        (stated == "ambulatory", "ambulatory"),
        otherwise=no_code("SETTING_UNKNOWN"),
    )


@formula(
    unit="ratio",
    of="claim_line",
    on="care_on",
    law=LAW,
    label=words(ar="النسبة العادية", fr="Taux ordinaire", en="Ordinary rate"),
    says=words(
        ar="حسب النظام {scheme} وطبيعة السطر {line_family} والإطار {line_setting} والقطاع {care_sector}.",
        fr="Selon le régime {scheme}, la nature {line_family}, le cadre {line_setting} et le secteur "
        "{care_sector}.",
        en="By the scheme {scheme}, the kind {line_family}, the setting {line_setting} and the sector "
        "{care_sector}.",
    ),
)
def standard_rate(
    scheme: Code, line_family: Code, line_setting: Code, care_sector: Code, p: Parameters
) -> Exact:
    """Rate without any condition."""
    row = p.amo.schemes.find(scheme=scheme)
    return p.amo.rates.find(
        rates_of=row.rates_of, family=line_family, setting=line_setting, care_sector=care_sector
    ).rate


@formula(
    unit="flag",
    of="claim_line",
    on="care_on",
    law="Loi 65-00; décret 2-05-737",
    label=words(
        ar="الاعتراف بالمرض سار", fr="Reconnaissance de l'affection en cours", en="Condition recognised"
    ),
    says=words(
        ar="يوم العلاج {care_on} ضمن مدة الاعتراف بالمرض {ald_code} التي تبدأ في {ald_from}؛ ودون هذا "
        "اليوم يعتد بما في الملف.",
        fr="Le jour des soins {care_on} est dans la durée de l'affection {ald_code} reconnue à partir du "
        "{ald_from}; sans ce jour, le dossier fait foi.",
        en="The day of care {care_on} lies in the months of the condition {ald_code} recognised from "
        "{ald_from}; without that day the file is believed.",
    ),
)
def condition_in_force(care_on: Day, ald_code: Code, ald_from: Day, p: Parameters) -> Flag:
    """Whether the condition is recognised on the day of care."""
    months = p.amo.conditions.find(ald_code=ald_code).coverage_months
    held = both(care_on >= ald_from, care_on < add_months(ald_from, months))
    return first_known(where(is_known(ald_from), held, True), True)


@formula(
    unit="code",
    of="claim_line",
    law="Loi 65-00; décret 2-05-737",
    label=words(ar="الوضعية المعتمدة للسطر", fr="Situation retenue", en="Situation retained"),
    says=words(
        ar="الوضعية {situation}، وعادية إذا كان العمل غير مرتبط بالمرض ({linked_to_condition}) أو "
        "الاعتراف غير سار ({condition_in_force}).",
        fr="La situation {situation}, ordinaire si l'acte n'est pas lié à l'affection "
        "({linked_to_condition}) ou si elle n'est plus reconnue ({condition_in_force}).",
        en="The situation {situation}, ordinary if the act is not linked to the condition "
        "({linked_to_condition}) or if it is no longer recognised ({condition_in_force}).",
    ),
)
def line_situation(situation: Code, linked_to_condition: Flag, condition_in_force: Flag) -> Code:
    """STANDARD, ALD or ALC: the exemption covers only care linked to a condition in force."""
    linked = both(first_known(linked_to_condition, True), condition_in_force)
    stated = first_known(situation, "STANDARD")
    return choose(
        (either(~linked, stated == "STANDARD"), "STANDARD"),
        (stated == "ALD", "ALD"),
        (stated == "ALC", "ALC"),
        otherwise=no_code("SITUATION_UNKNOWN"),
    )


@formula(
    unit="ratio",
    of="claim_line",
    on="care_on",
    law="Décret 2-05-737",
    label=words(ar="نسبة المرض", fr="Taux de l'affection", en="Rate of the condition"),
    says=words(
        ar="النسبة المحددة في الملف {condition_rate_percent}، وإلا نسبة مجموعة المرض {ald_code}؛ وإن "
        "لم تعرف: {p.decisions.amo_ald_rate_unknown} (النسبة العادية {standard_rate}).",
        fr="Le taux donné {condition_rate_percent}, sinon celui du groupe de l'affection {ald_code}; "
        "inconnu: {p.decisions.amo_ald_rate_unknown} (taux ordinaire {standard_rate}).",
        en="The rate given {condition_rate_percent}, otherwise that of the group of the condition "
        "{ald_code}; unknown: {p.decisions.amo_ald_rate_unknown} (ordinary rate {standard_rate}).",
    ),
)
def condition_rate(
    condition_rate_percent: Exact, ald_code: Code, standard_rate: Exact, p: Parameters
) -> Exact:
    """Rate of a long-term condition before the floor of public facilities."""
    group = p.amo.conditions.find(ald_code=ald_code).group_key
    listed = p.amo.ald_rates.find(ald_group=group).rate
    unknown = p.decisions.amo_ald_rate_unknown
    by_choice = choose(
        (unknown == "standard_rate", standard_rate),
        (unknown == "public_floor", p.amo.ald_public_rate_min),
        otherwise=no_exact("CONDITION_RATE_UNKNOWN"),
    )
    return first_known(condition_rate_percent / 100, first_known(listed, by_choice))


@formula(
    unit="flag",
    of="claim_line",
    on="care_on",
    law="Loi 65-00, art. 7; liste des médicaments remboursables",
    label=words(ar="دواء غير قابل للتعويض", fr="Médicament non remboursable", en="Medicine not reimbursable"),
    says=words(
        ar="الدواء {ean13} مدرج بنسبة صفر، أو غير مدرج مع الاختيار {p.decisions.amo_unlisted_medicine}.",
        fr="Le médicament {ean13} est listé au taux zéro, ou absent avec le choix "
        "{p.decisions.amo_unlisted_medicine}.",
        en="The medicine {ean13} is listed at rate zero, or absent with the choice "
        "{p.decisions.amo_unlisted_medicine}.",
    ),
)
def medicine_not_reimbursable(ean13: Amount, p: Parameters) -> Flag:
    """Whether the list refuses the medicine; one given by its name alone is believed reimbursable."""
    listed = p.amo.medicines.find(ean13=ean13).rate
    absent = both(is_known(ean13), ~is_known(listed), p.decisions.amo_unlisted_medicine == "refuse")
    return either(absent, first_known(listed <= 0, False))


@formula(
    unit="ratio",
    of="claim_line",
    on="care_on",
    law="Loi 65-00; décrets 2-05-736 et 2-05-737",
    label=words(ar="نسبة تعويض السطر", fr="Taux de la ligne", en="Rate of the line"),
    says=words(
        ar="صفر لدواء غير قابل للتعويض ({medicine_not_reimbursable})؛ وحسب الوضعية {line_situation}: "
        "النسبة العادية {standard_rate}، أو نسبة المرض {condition_rate} مع {p.amo.ald_public_rate_min} "
        "على الأقل في القطاع العمومي ({care_sector})، أو {p.amo.alc_rate}.",
        fr="Zéro pour un médicament non remboursable ({medicine_not_reimbursable}); selon la situation "
        "{line_situation}: taux ordinaire {standard_rate}, taux de l'affection {condition_rate} avec au "
        "moins {p.amo.ald_public_rate_min} dans le secteur public ({care_sector}), ou {p.amo.alc_rate}.",
        en="Zero for a medicine that is not reimbursable ({medicine_not_reimbursable}); by the situation "
        "{line_situation}: ordinary rate {standard_rate}, rate of the condition {condition_rate} with at "
        "least {p.amo.ald_public_rate_min} in the public sector ({care_sector}), or {p.amo.alc_rate}.",
    ),
)
def line_rate(
    medicine_not_reimbursable: Flag,
    line_situation: Code,
    standard_rate: Exact,
    condition_rate: Exact,
    care_sector: Code,
    p: Parameters,
) -> Exact:
    """Rate applied to the base; a condition never lowers the ordinary rate."""
    exempt = at_least(condition_rate, standard_rate)
    public = at_least(exempt, p.amo.ald_public_rate_min)
    by_situation = choose(
        (line_situation == "ALC", p.amo.alc_rate),
        (line_situation == "ALD", where(care_sector == "public", public, exempt)),
        otherwise=standard_rate,
    )
    return where(medicine_not_reimbursable, 0, by_situation)


@formula(
    unit="coefficient",
    of="claim_line",
    law="Loi 65-00; décrets 2-05-736 et 2-05-737",
    label=words(ar="نسبة التعويض بالمائة", fr="Taux en pour cent", en="Rate, percent"),
    says=words(ar="{line_rate} بالمائة.", fr="{line_rate} en pour cent.", en="{line_rate} as a percentage."),
)
def line_rate_percent(line_rate: Exact) -> Exact:
    """The rate as statements of account write it."""
    return line_rate * 100


@formula(
    unit="months",
    of="condition",
    on="ald_from",
    law="Décret 2-05-737",
    label=words(
        ar="مدة الاعتراف بالمرض", fr="Durée de reconnaissance de l'affection", en="Months of recognition"
    ),
    says=words(
        ar="المدة المدرجة للمرض {ald_code} بتاريخ {ald_from}.",
        fr="La durée inscrite pour l'affection {ald_code} au {ald_from}.",
        en="The months listed for the condition {ald_code} on {ald_from}.",
    ),
)
def ald_coverage_months(ald_code: Code, ald_from: Day, p: Parameters) -> Amount:
    """For how long a condition is recognised at first."""
    return p.amo.conditions.find(ald_code=ald_code).coverage_months


@formula(
    unit="date",
    of="condition",
    law="Décret 2-05-737",
    label=words(
        ar="آخر يوم للاعتراف بالمرض", fr="Dernier jour de reconnaissance", en="Last day of recognition"
    ),
    says=words(
        ar="اليوم الذي يسبق انقضاء {ald_coverage_months} ابتداء من {ald_from}.",
        fr="Veille du jour qui suit {ald_coverage_months} à partir du {ald_from}.",
        en="The eve of the day {ald_coverage_months} after {ald_from}.",
    ),
)
def ald_valid_until(ald_from: Day, ald_coverage_months: Amount) -> Day:
    """Last day included; the anniversary of a 29 February falls on the 28th in a common year."""
    return add_days(add_months(ald_from, ald_coverage_months), -1)
