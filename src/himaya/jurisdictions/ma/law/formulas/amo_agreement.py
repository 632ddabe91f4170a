"""What must be agreed beforehand: series of acts, long stays, taking in charge, care abroad, third-party payment."""

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
    at_most,
    both,
    choose,
    either,
    first_known,
    formula,
    half_up,
    is_known,
    no_code,
    truncate,
    weekday,
    where,
    words,
)

SECONDS_OF_HOUR = 3_600
SECONDS_OF_DAY = 24 * SECONDS_OF_HOUR
AGREEMENT = "cnss.ma, Quand l'entente préalable est-elle nécessaire ?"


@formula(
    unit="flag",
    of="claim_line",
    on="care_on",
    law=AGREEMENT,
    label=words(ar="الموافقة المسبقة لازمة", fr="Entente préalable exigée", en="Prior agreement required"),
    says=words(
        ar="العمل {act} يشترط الموافقة، أو الاستشفاء ({line_family}) يتجاوز "
        "{p.amo.stay_days_without_agreement} ({quantity}).",
        fr="L'acte {act} l'exige, ou le séjour ({line_family}) dépasse "
        "{p.amo.stay_days_without_agreement} ({quantity}).",
        en="The act {act} requires it, or the stay ({line_family}) passes "
        "{p.amo.stay_days_without_agreement} ({quantity}).",
    ),
)
def agreement_required(act: Code, line_family: Code, quantity: Amount, p: Parameters) -> Flag:
    """Whether the line needs a prior agreement."""
    listed = first_known(p.amo.acts.find(act=act).prior_agreement, False)
    long_stay = both(line_family == "stay", quantity > p.amo.stay_days_without_agreement)
    return either(listed, first_known(long_stay, False))


@formula(
    unit="flag",
    of="claim_line",
    law=AGREEMENT,
    label=words(
        ar="الموافقة المسبقة غير متوفرة", fr="Entente préalable absente", en="Prior agreement missing"
    ),
    says=words(
        ar="الموافقة لازمة ({agreement_required}) ولم تمنح ({prior_agreement}).",
        fr="Elle est exigée ({agreement_required}) et n'est pas accordée ({prior_agreement}).",
        en="It is required ({agreement_required}) and not granted ({prior_agreement}).",
    ),
)
def agreement_missing(agreement_required: Flag, prior_agreement: Code) -> Flag:
    """Whether the line is refused for want of an agreement."""
    return both(agreement_required, ~(first_known(prior_agreement, "none") == "granted"))


@formula(
    unit="flag",
    of="agreement",
    law=AGREEMENT,
    label=words(ar="الطلب مقبول", fr="Demande acceptée", en="Accepted"),
    says=words(
        ar="الموافقة غير ناقصة ({agreement_missing}).",
        fr="L'entente n'est pas absente ({agreement_missing}).",
        en="The agreement is not missing ({agreement_missing}).",
    ),
)
def agreement_accepted(agreement_missing: Flag) -> Flag:
    """Whether the act may be reimbursed as far as agreement goes."""
    return ~agreement_missing


@formula(
    unit="code",
    of="agreement",
    law=AGREEMENT,
    label=words(ar="سبب رفض العمل", fr="Motif de refus de l'acte", en="Why the act is refused"),
    says=words(
        ar="الموافقة ناقصة ({agreement_missing}).",
        fr="Entente absente ({agreement_missing}).",
        en="Agreement missing ({agreement_missing}).",
    ),
)
def agreement_reason(agreement_missing: Flag) -> Code:
    """PRIOR_AGREEMENT_MISSING, or nothing to say."""
    return where(agreement_missing, "PRIOR_AGREEMENT_MISSING", no_code("NO_REMARK"))


@formula(
    unit="centimes",
    of="agreement",
    on="care_on",
    law="Loi 65-00; arrêté 1961-06",
    label=words(ar="المبلغ الموافق عليه", fr="Montant accordé", en="Amount agreed"),
    says=words(
        ar="صفر دون موافقة ({agreement_missing})، وإلا تعريفة {act} × المعامل {act_coefficient} × {quantity} في "
        "القطاع {care_sector} (الخاص إن لم يعرف) بالنسبة {line_rate} (نسبة الصندوق إن لم تعرف).",
        fr="Rien sans entente ({agreement_missing}), sinon le tarif de {act} × coefficient {act_coefficient} × "
        "{quantity} dans le secteur {care_sector} (privé à défaut) au taux {line_rate} (celui de la CNSS à "
        "défaut).",
        en="Nothing without agreement ({agreement_missing}), otherwise the tariff of {act} × coefficient "
        "{act_coefficient} × {quantity} in the sector {care_sector} (private if not said) at the rate "
        "{line_rate} (that of the CNSS if not known).",
    ),
)
def agreement_amount(
    agreement_missing: Flag,
    act: Code,
    act_coefficient: Exact,
    quantity: Amount,
    care_sector: Code,
    line_rate: Exact,
    p: Parameters,
) -> Amount:
    """What an agreement commits at most, before the bill is known, centimes."""
    value = p.amo.tariffs.find(act=act, care_sector=first_known(care_sector, "private")).value
    unit = where(p.amo.acts.find(act=act).by_coefficient, act_coefficient, Exact.of(1))
    rate = first_known(line_rate, _cnss_rate(p))
    return where(agreement_missing, 0, half_up(half_up(value * unit * quantity) * rate))


@formula(
    unit="hours",
    of="pec_request",
    on="received_on",
    law="cnss.ma, Prestations",
    label=words(ar="ساعات الجواب عن طلب التحمل", fr="Heures pour répondre", en="Hours to answer"),
    says=words(
        ar="{p.amo.pec_reply_hours} ابتداء من التوصل بالطلب يوم {received_on}.",
        fr="{p.amo.pec_reply_hours} à compter de la réception le {received_on}.",
        en="{p.amo.pec_reply_hours} from the arrival on {received_on}.",
    ),
)
def pec_reply_hours(received_on: Day, p: Parameters) -> Amount:
    """Hours within which a request to take in charge is answered."""
    return where(is_known(received_on), p.amo.pec_reply_hours, 0)


@formula(
    unit="date",
    of="pec_request",
    on="received_on",
    law="cnss.ma, Prestations",
    label=words(ar="يوم الجواب على الأكثر", fr="Réponse due au plus tard le", en="Answer due on"),
    says=words(
        ar="{received_on} (الثانية {received_second}) زائد {pec_reply_hours} ({p.decisions.amo_pec_hours}).",
        fr="{received_on} (seconde {received_second}) plus {pec_reply_hours} ({p.decisions.amo_pec_hours}).",
        en="{received_on} (second {received_second}) plus {pec_reply_hours} ({p.decisions.amo_pec_hours}).",
    ),
)
def pec_reply_due_on(
    received_on: Day, received_second: Amount, pec_reply_hours: Amount, p: Parameters
) -> Day:
    """Day of the answer; by decision, days that fall on a Saturday or a Sunday are not counted."""
    reached = received_second + pec_reply_hours * SECONDS_OF_HOUR
    days = truncate(reached / SECONDS_OF_DAY)
    plain = add_days(received_on, days)
    start = _working(received_on)
    week_days = weekday(start) + days
    over_weekend = where(week_days > 5, 2, 0)
    working = add_days(start, days + over_weekend)
    return where(p.decisions.amo_pec_hours == "working_days", working, plain)


def _working(day: Day) -> Day:
    """The day itself, or the Monday after a Saturday or a Sunday."""
    number = weekday(day)
    return add_days(day, choose((number == 6, 2), (number == 7, 1), otherwise=0))


@formula(
    unit="count",
    of="pec_request",
    law="cnss.ma, Prestations",
    label=words(ar="ثانية الجواب في اليوم", fr="Seconde du jour de la réponse", en="Second of that day"),
    says=words(
        ar="باقي {received_second} زائد {pec_reply_hours} في اليوم.",
        fr="Ce qui reste dans le jour de {received_second} plus {pec_reply_hours}.",
        en="What is left within the day of {received_second} plus {pec_reply_hours}.",
    ),
)
def pec_reply_due_second(received_second: Amount, pec_reply_hours: Amount) -> Amount:
    """Second of the day at which the answer is due."""
    reached = received_second + pec_reply_hours * SECONDS_OF_HOUR
    return reached - truncate(reached / SECONDS_OF_DAY) * SECONDS_OF_DAY


@formula(
    unit="flag",
    of="pec_request",
    on="received_on",
    law="cnss.ma, modalités de prise en charge; mesure du 20 mars 2020",
    label=words(
        ar="التحمل المسبق لازم", fr="Prise en charge préalable exigée", en="Taking in charge required"
    ),
    says=words(
        ar="لازم إلا إذا استثناه الحدث {event} يوم {received_on}.",
        fr="Exigée sauf si l'événement {event} l'écarte au {received_on}.",
        en="Required unless the event {event} sets it aside on {received_on}.",
    ),
)
def pec_required(event: Code, received_on: Day, p: Parameters) -> Flag:
    """Whether care under third-party payment needs a prior taking in charge."""
    return first_known(p.amo.pec_exceptions.find(event=event).required, True)


@formula(
    unit="flag",
    of="pec_request",
    law="cnss.ma, modalités de prise en charge",
    label=words(ar="التحقق من الحقوق لازم", fr="Vérification des droits exigée", en="Rights check required"),
    says=words(
        ar="تراقب الحقوق دائما يوم {received_on}.",
        fr="Les droits sont toujours vérifiés au {received_on}.",
        en="Rights are always checked on {received_on}.",
    ),
)
def rights_check_required(received_on: Day) -> Flag:
    """Providers check that rights are open, with or without taking in charge."""
    return is_known(received_on)


@formula(
    unit="code",
    of="care_abroad",
    law="Loi 65-00, art. 13",
    label=words(
        ar="سبب رفض العلاج بالخارج", fr="Motif de refus à l'étranger", en="Why care abroad is refused"
    ),
    says=words(
        ar="المرض المفاجئ ({unexpected_illness}) مقبول؛ والعلاج المبرمج يشترط الموافقة ({prior_agreement}) "
        "وعدم توفره بالمغرب ({available_in_morocco}).",
        fr="La maladie inopinée ({unexpected_illness}) est admise; les soins programmés demandent l'entente "
        "({prior_agreement}) et l'absence au Maroc ({available_in_morocco}).",
        en="Unexpected illness ({unexpected_illness}) is accepted; planned care needs the agreement "
        "({prior_agreement}) and not to be available in Morocco ({available_in_morocco}).",
    ),
)
def care_abroad_reason(unexpected_illness: Flag, prior_agreement: Code, available_in_morocco: Flag) -> Code:
    """PRIOR_AGREEMENT_MISSING, NOT_REIMBURSABLE, or nothing to say."""
    return choose(
        (unexpected_illness, no_code("NO_REMARK")),
        (~(first_known(prior_agreement, "none") == "granted"), "PRIOR_AGREEMENT_MISSING"),
        (first_known(available_in_morocco, False), "NOT_REIMBURSABLE"),
        otherwise=no_code("NO_REMARK"),
    )


@formula(
    unit="flag",
    of="care_abroad",
    law="Loi 65-00, art. 13",
    label=words(ar="العلاج بالخارج مقبول", fr="Soins à l'étranger acceptés", en="Care abroad accepted"),
    says=words(
        ar="لا سبب للرفض ({care_abroad_reason}).",
        fr="Aucun motif de refus ({care_abroad_reason}).",
        en="Nothing against it ({care_abroad_reason}).",
    ),
)
def care_abroad_accepted(care_abroad_reason: Code) -> Flag:
    """Whether care abroad is reimbursed at all."""
    return ~is_known(care_abroad_reason)


@formula(
    unit="centimes",
    of="care_abroad",
    on="care_on",
    law="cnss.ma, Prestations: tarif marocain",
    label=words(
        ar="تعويض العلاج بالخارج", fr="Remboursement des soins à l'étranger", en="Paid for care abroad"
    ),
    says=words(
        ar="إذا قبل ({care_abroad_accepted}): أقل المبلغين {billed} والتعريفة المغربية {stated_reference} "
        "بالنسبة العادية للنظام {scheme}.",
        fr="Si acceptés ({care_abroad_accepted}): le moindre du facturé {billed} et du tarif marocain "
        "{stated_reference}, au taux ordinaire du régime {scheme}.",
        en="If accepted ({care_abroad_accepted}): the lesser of the bill {billed} and of the Moroccan tariff "
        "{stated_reference}, at the ordinary rate of the scheme {scheme}.",
    ),
)
def care_abroad_amount(
    care_abroad_accepted: Flag, billed: Amount, stated_reference: Amount, scheme: Code, p: Parameters
) -> Amount:
    """Never more than at home: no full reimbursement abroad; the scheme, unknown, follows the CNSS rates."""
    followed = first_known(p.amo.schemes.find(scheme=scheme).rates_of, "cnss")
    rate = _ordinary_rate(followed, p)
    return where(care_abroad_accepted, half_up(at_most(billed, stated_reference) * rate), 0)


def _cnss_rate(p: Parameters) -> Exact:
    return _ordinary_rate(_plain("cnss"), p)


def _ordinary_rate(rates_of: Code, p: Parameters) -> Exact:
    return p.amo.rates.find(
        rates_of=rates_of, family=_plain("care"), setting=_plain("ambulatory"), care_sector=_plain("private")
    ).rate


def _plain(text: str) -> Code:
    """A code written in the rule itself."""
    return first_known(no_code("NO_REMARK"), text)


@formula(
    unit="flag",
    of="claim_line",
    on="care_on",
    law="cnss.ma, Modalités de prise en charge; convention des pharmaciens",
    label=words(ar="الأداء للغير ممكن", fr="Tiers payant possible", en="Third-party payment possible"),
    says=words(
        ar="بتحمل ممنوح ({pec_granted}): الاستشفاء ({line_setting})، أو دواء مكلف {ean13} بوصفة "
        "{prescribed_on} عمرها أقل من {p.amo.costly_prescription_months} يوم {care_on}.",
        fr="Avec une prise en charge ({pec_granted}): l'hôpital ({line_setting}), ou un médicament coûteux "
        "{ean13} dont l'ordonnance du {prescribed_on} a moins de {p.amo.costly_prescription_months} au "
        "{care_on}.",
        en="With a taking in charge ({pec_granted}): hospital ({line_setting}), or a costly medicine {ean13} "
        "whose prescription of {prescribed_on} is less than {p.amo.costly_prescription_months} old on "
        "{care_on}.",
    ),
)
def third_party_possible(
    pec_granted: Flag, line_setting: Code, ean13: Amount, prescribed_on: Day, care_on: Day, p: Parameters
) -> Flag:
    """Whether the provider may be paid directly, the patient paying only his share."""
    costly = first_known(p.amo.medicines.find(ean13=ean13).third_party, False)
    fresh = first_known(care_on < add_months(prescribed_on, p.amo.costly_prescription_months), False)
    return both(first_known(pec_granted, False), either(line_setting == "hospital", both(costly, fresh)))


@formula(
    unit="date",
    of="claim_line",
    on="care_on",
    law="Convention des pharmaciens",
    label=words(
        ar="آخر يوم لفوترة الأداء للغير",
        fr="Dernier jour de facturation en tiers payant",
        en="Last day to bill",
    ),
    says=words(
        ar="{care_on} زائد {p.amo.third_party_claim_months}.",
        fr="{care_on} plus {p.amo.third_party_claim_months}.",
        en="{care_on} plus {p.amo.third_party_claim_months}.",
    ),
)
def third_party_last_day(care_on: Day, p: Parameters) -> Day:
    """Last day for a pharmacy to bill what it dispensed under third-party payment."""
    return add_months(care_on, p.amo.third_party_claim_months)
