"""What is paid for a line of care: base, rate, ceilings and frequencies, the shares of everyone (amo law)."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Code,
    Exact,
    Flag,
    Parameters,
    at_least,
    at_most,
    either,
    first_known,
    formula,
    half_up,
    is_known,
    no_code,
    truncate,
    where,
    words,
)

LAW = "Loi 65-00; cnss.ma; conventions nationales"


@formula(
    unit="flag",
    of="claim_line",
    on="care_on",
    law="Loi 65-00, art. 8",
    label=words(ar="خدمة مستثناة", fr="Prestation exclue", en="Excluded service"),
    says=words(
        ar="الخدمة {act_label} من الخدمات المستثناة بالقانون.",
        fr="La prestation {act_label} est exclue par la loi.",
        en="The service {act_label} is excluded by the law.",
    ),
)
def excluded_by_law(act_label: Code, p: Parameters) -> Flag:
    """Whether the law excludes the service."""
    return first_known(p.amo.exclusions.find(act_label=act_label).excluded, False)


@formula(
    unit="flag",
    of="claim_line",
    law="Loi 65-00, art. 8",
    label=words(ar="الخدمة مقبولة", fr="Prestation admise", en="Service accepted"),
    says=words(
        ar="غير مستثناة ({excluded_by_law}).",
        fr="Non exclue ({excluded_by_law}).",
        en="Not excluded ({excluded_by_law}).",
    ),
)
def service_accepted(excluded_by_law: Flag) -> Flag:
    """Whether the service may be reimbursed at all."""
    return ~excluded_by_law


@formula(
    unit="code",
    of="claim_line",
    law="Loi 65-00, art. 8",
    label=words(ar="سبب رفض الخدمة", fr="Motif de refus de la prestation", en="Why the service is refused"),
    says=words(
        ar="مستثناة بالقانون ({excluded_by_law}).",
        fr="Exclue par la loi ({excluded_by_law}).",
        en="Excluded by the law ({excluded_by_law}).",
    ),
)
def service_reason(excluded_by_law: Flag) -> Code:
    """EXCLUDED_BY_LAW, or nothing to say."""
    return where(excluded_by_law, "EXCLUDED_BY_LAW", no_code("NO_REMARK"))


@formula(
    unit="centimes",
    of="claim_line",
    law=LAW,
    label=words(
        ar="المبلغ المرجعي بعد الوتيرة", fr="Référence après fréquence", en="Reference within frequency"
    ),
    says=words(
        ar="حصة {units_granted} من {quantity} في المبلغ المرجعي {line_reference} إذا حددت وتيرة "
        "({units_per_period}).",
        fr="Part de {units_granted} sur {quantity} dans la référence {line_reference} si une fréquence est "
        "fixée ({units_per_period}).",
        en="Share of {units_granted} out of {quantity} in the reference {line_reference} if a frequency is set "
        "({units_per_period}).",
    ),
)
def reference_within_frequency(
    units_per_period: Amount, units_granted: Amount, quantity: Amount, line_reference: Amount
) -> Amount:
    """The reference, cut down to the units granted where a frequency holds."""
    share = half_up(line_reference * units_granted / at_least(quantity, 1))
    within = where(units_granted < quantity, share, line_reference)
    return where(is_known(units_per_period), within, line_reference)


@formula(
    unit="centimes",
    of="claim_line",
    law=LAW,
    label=words(ar="أساس التعويض", fr="Base de remboursement", en="Base of reimbursement"),
    says=words(
        ar="أقل المبلغين: المفوتر {billed} والمرجعي {reference_within_frequency}.",
        fr="Le moindre du facturé {billed} et de la référence {reference_within_frequency}.",
        en="The lesser of the bill {billed} and of the reference {reference_within_frequency}.",
    ),
)
def reimbursement_basis(billed: Amount, reference_within_frequency: Amount) -> Amount:
    """Base of the line, centimes."""
    return at_most(billed, reference_within_frequency)


@formula(
    unit="flag",
    of="claim_line",
    law=LAW,
    label=words(ar="السطر مرفوض", fr="Ligne refusée", en="Line refused"),
    says=words(
        ar="مستثناة ({excluded_by_law}) أو دون الموافقة اللازمة ({agreement_missing}).",
        fr="Exclue ({excluded_by_law}) ou sans l'entente exigée ({agreement_missing}).",
        en="Excluded ({excluded_by_law}) or without the agreement required ({agreement_missing}).",
    ),
)
def line_refused(excluded_by_law: Flag, agreement_missing: Flag) -> Flag:
    """A refused line is paid nothing; the other lines of the file go on."""
    return either(excluded_by_law, agreement_missing)


@formula(
    unit="centimes",
    of="claim_line",
    on="care_on",
    law=LAW,
    label=words(ar="المبلغ قبل السقف", fr="Montant avant plafond", en="Amount before ceiling"),
    says=words(
        ar="{reimbursement_basis} × {line_rate}، مقربا ({p.decisions.amo_rounding})؛ ولا شيء لسطر مرفوض "
        "({line_refused}).",
        fr="{reimbursement_basis} × {line_rate}, arrondi ({p.decisions.amo_rounding}); rien pour une ligne "
        "refusée ({line_refused}).",
        en="{reimbursement_basis} × {line_rate}, rounded ({p.decisions.amo_rounding}); nothing for a refused "
        "line ({line_refused}).",
    ),
)
def amount_before_ceiling(
    reimbursement_basis: Amount, line_rate: Exact, line_refused: Flag, p: Parameters
) -> Amount:
    """Base × rate, rounded once, per line, centimes."""
    exact = reimbursement_basis * line_rate
    paid = where(p.decisions.amo_rounding == "truncate", truncate(exact), half_up(exact))
    return where(line_refused, 0, paid)


@formula(
    unit="centimes",
    of="claim_line",
    on="care_on",
    law=LAW,
    label=words(ar="مبلغ التعويض", fr="Remboursement AMO", en="Paid by the AMO"),
    says=words(
        ar="{amount_before_ceiling}، في حدود {within_ceiling} إن وجد سقف ({ceiling_remaining}) "
        "(بالنسبة {line_rate} إذا كان السقف على "
        "الأساس)؛ والسطر المؤدى يبقى {amount_already_paid}.",
        fr="{amount_before_ceiling}, dans la limite de {within_ceiling} s'il y a un plafond "
        "({ceiling_remaining}) (au taux {line_rate} s'il porte "
        "sur la base); une ligne payée le reste {amount_already_paid}.",
        en="{amount_before_ceiling}, within {within_ceiling} if there is a ceiling "
        "({ceiling_remaining}) (at the rate {line_rate} if it is of "
        "the base); what is paid stays {amount_already_paid}.",
    ),
)
def amo_amount(
    amount_before_ceiling: Amount,
    within_ceiling: Amount,
    ceiling_remaining: Amount,
    line_rate: Exact,
    amount_already_paid: Amount,
    p: Parameters,
) -> Amount:
    """What the AMO pays for the line, centimes; unknown as long as the line has no price or no rate."""
    of_basis = at_most(half_up(within_ceiling * line_rate), amount_before_ceiling)
    of_amount = at_most(within_ceiling, amount_before_ceiling)
    capped = where(p.decisions.amo_ceiling_on == "basis", of_basis, of_amount)
    known = where(is_known(ceiling_remaining), capped, amount_before_ceiling)
    return first_known(amount_already_paid, known)
