"""Who pays what of a line and of a file: the AMO, the State, the patient; and the remark told (amo law)."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Code,
    Flag,
    Parameters,
    both,
    choose,
    first_known,
    formula,
    is_known,
    no_code,
    total,
    where,
    words,
)

LAW = "Loi 65-00; cnss.ma; conventions nationales"


@formula(
    unit="centimes",
    of="claim_line",
    law=LAW,
    label=words(ar="الحصة الباقية من التعريفة", fr="Ticket modérateur", en="Co-payment"),
    says=words(
        ar="{reimbursement_basis} ناقص {amo_amount}.",
        fr="{reimbursement_basis} moins {amo_amount}.",
        en="{reimbursement_basis} less {amo_amount}.",
    ),
)
def copay(reimbursement_basis: Amount, amo_amount: Amount) -> Amount:
    """The part of the base that the AMO does not pay, centimes."""
    return reimbursement_basis - amo_amount


@formula(
    unit="centimes",
    of="claim_line",
    law=LAW,
    label=words(ar="تجاوز التعريفة", fr="Dépassement", en="Excess over the tariff"),
    says=words(
        ar="{billed} ناقص {reimbursement_basis}.",
        fr="{billed} moins {reimbursement_basis}.",
        en="{billed} less {reimbursement_basis}.",
    ),
)
def excess(billed: Amount, reimbursement_basis: Amount) -> Amount:
    """Never paid by the AMO, centimes."""
    return billed - reimbursement_basis


@formula(
    unit="centimes",
    of="claim_line",
    on="care_on",
    law="Loi 27-22; gratuité de Tadamon dans les établissements publics",
    label=words(ar="حصة الدولة", fr="Part de l'État", en="Share of the State"),
    says=words(
        ar="لأمو تضامن ({scheme}) في القطاع العمومي ({care_sector}): ما بقي من {billed} بعد {amo_amount}، أو "
        "الحصة {copay} ({p.decisions.amo_tadamon_state_share}).",
        fr="Pour Tadamon ({scheme}) dans le secteur public ({care_sector}): le reste de {billed} après "
        "{amo_amount}, ou le ticket {copay} ({p.decisions.amo_tadamon_state_share}).",
        en="For Tadamon ({scheme}) in the public sector ({care_sector}): the rest of {billed} after "
        "{amo_amount}, or the co-payment {copay} ({p.decisions.amo_tadamon_state_share}).",
    ),
)
def state_amount(
    scheme: Code, care_sector: Code, billed: Amount, amo_amount: Amount, copay: Amount, p: Parameters
) -> Amount:
    """What the State pays for those who cannot, centimes."""
    free = both(first_known(scheme, "") == "AMO_TADAMON", care_sector == "public")
    share = where(p.decisions.amo_tadamon_state_share == "copay_only", copay, billed - amo_amount)
    return where(free, share, 0)


@formula(
    unit="centimes",
    of="claim_line",
    law=LAW,
    label=words(ar="المتبقي على المريض", fr="Reste à charge du patient", en="Paid by the patient"),
    says=words(
        ar="{billed} ناقص {amo_amount} ناقص {state_amount}.",
        fr="{billed} moins {amo_amount} moins {state_amount}.",
        en="{billed} less {amo_amount} less {state_amount}.",
    ),
)
def patient_amount(billed: Amount, amo_amount: Amount, state_amount: Amount) -> Amount:
    """What stays with the patient, centimes."""
    return billed - amo_amount - state_amount


@formula(
    unit="code",
    of="claim_line",
    law=LAW,
    label=words(ar="ملاحظة على السطر", fr="Motif de la ligne", en="Remark on the line"),
    says=words(
        ar="بهذا الترتيب: مستثناة {excluded_by_law}، موافقة ناقصة {agreement_missing}، غير قابل للتعويض "
        "{medicine_not_reimbursable}، دون تعريفة {line_priced}، مبلغ غير معروف {amount_before_ceiling}، وتيرة "
        "{units_granted} من {quantity}، سقف {amo_amount}.",
        fr="Dans l'ordre: exclue {excluded_by_law}, entente absente {agreement_missing}, non remboursable "
        "{medicine_not_reimbursable}, sans tarif {line_priced}, montant inconnu {amount_before_ceiling}, "
        "fréquence {units_granted} sur {quantity}, plafond {amo_amount}.",
        en="In this order: excluded {excluded_by_law}, agreement missing {agreement_missing}, not "
        "reimbursable {medicine_not_reimbursable}, no tariff {line_priced}, amount unknown "
        "{amount_before_ceiling}, frequency {units_granted} of {quantity}, ceiling {amo_amount}.",
    ),
)
def line_reason(
    excluded_by_law: Flag,
    agreement_missing: Flag,
    medicine_not_reimbursable: Flag,
    line_priced: Flag,
    amount_before_ceiling: Amount,
    units_granted: Amount,
    quantity: Amount,
    amo_amount: Amount,
) -> Code:
    """The code of what keeps the line from being paid in full; none where nothing does."""
    capped = first_known(amo_amount < amount_before_ceiling, False)
    return choose(
        (excluded_by_law, "EXCLUDED_BY_LAW"),
        (agreement_missing, "PRIOR_AGREEMENT_MISSING"),
        (medicine_not_reimbursable, "NOT_REIMBURSABLE"),
        (~line_priced, "PRICE_UNKNOWN"),
        (~is_known(amount_before_ceiling), "CONDITION_RATE_UNKNOWN"),
        (first_known(units_granted < quantity, False), "FREQUENCY"),
        (capped, "CEILING_REACHED"),
        otherwise=no_code("NO_REMARK"),
    )


@formula(
    unit="centimes",
    of="claim_line",
    law=LAW,
    label=words(ar="مجموع المفوتر في الملف", fr="Total facturé du dossier", en="Billed in the file"),
    says=words(
        ar="مجموع {billed} في الملف {claim}.",
        fr="Somme de {billed} du dossier {claim}.",
        en="Sum of {billed} over the file {claim}.",
    ),
)
def claim_billed_total(billed: Amount, claim: Amount) -> Amount:
    """Billed over the lines of a file, centimes."""
    return total(billed, over=claim)


@formula(
    unit="centimes",
    of="claim_line",
    law=LAW,
    label=words(ar="مجموع تعويض الملف", fr="Total remboursé du dossier", en="Paid for the file"),
    says=words(
        ar="مجموع {amo_amount} في الملف {claim}.",
        fr="Somme de {amo_amount} du dossier {claim}.",
        en="Sum of {amo_amount} over the file {claim}.",
    ),
)
def claim_amo_total(amo_amount: Amount, claim: Amount) -> Amount:
    """Each line is rounded, then they are added, centimes."""
    return total(amo_amount, over=claim)


@formula(
    unit="centimes",
    of="claim_line",
    law=LAW,
    label=words(ar="مجموع المتبقي على المريض", fr="Total à charge du patient", en="Left to the patient"),
    says=words(
        ar="مجموع {patient_amount} في الملف {claim}.",
        fr="Somme de {patient_amount} du dossier {claim}.",
        en="Sum of {patient_amount} over the file {claim}.",
    ),
)
def claim_patient_total(patient_amount: Amount, claim: Amount) -> Amount:
    """What stays with the patient over a file, centimes."""
    return total(patient_amount, over=claim)
