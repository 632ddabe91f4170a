"""A claim file: until when it is filed and paid, what it must hold, what is filed twice (amo law)."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Code,
    Day,
    Flag,
    Parameters,
    add_days,
    add_months,
    both,
    choose,
    either,
    first_known,
    formula,
    largest,
    no_code,
    where,
    words,
)

FORM = "Feuille de soins CNSS"
PIECES = "Feuille de soins CNSS; note CNOPS de 2021; pièces: notre règle"


@formula(
    unit="date",
    of="claim",
    on="file_filed_on",
    law=FORM,
    label=words(ar="آخر يوم لإيداع الملف", fr="Dernier jour de dépôt", en="Last day to file"),
    says=words(
        ar="في العلاج المستمر ({continuous_treatment}): {treatment_end_on} زائد "
        "{p.amo.filing_continuous_days}؛ وإلا أول عمل {first_act_on} زائد {p.amo.filing_months}.",
        fr="Pour un traitement continu ({continuous_treatment}): {treatment_end_on} plus "
        "{p.amo.filing_continuous_days}; sinon premier acte {first_act_on} plus {p.amo.filing_months}.",
        en="For a continuous treatment ({continuous_treatment}): {treatment_end_on} plus "
        "{p.amo.filing_continuous_days}; otherwise first act {first_act_on} plus {p.amo.filing_months}.",
    ),
)
def filing_last_day(
    continuous_treatment: Flag, first_act_on: Day, treatment_end_on: Day, p: Parameters
) -> Day:
    """Last day included: the same day number two months later, or sixty days after the end."""
    after_end = add_days(treatment_end_on, p.amo.filing_continuous_days)
    return where(continuous_treatment, after_end, add_months(first_act_on, p.amo.filing_months))


@formula(
    unit="flag",
    of="claim",
    law=FORM,
    label=words(ar="الملف داخل الأجل", fr="Déposé dans le délai", en="Filed in time"),
    says=words(
        ar="{file_filed_on} لا يتجاوز {filing_last_day}.",
        fr="{file_filed_on} au plus tard le {filing_last_day}.",
        en="{file_filed_on} not after {filing_last_day}.",
    ),
)
def filed_in_time(file_filed_on: Day, filing_last_day: Day) -> Flag:
    """Whether the file arrived in time; one sent back to be completed keeps its first day."""
    return file_filed_on <= filing_last_day


@formula(
    unit="code",
    of="claim",
    on="file_filed_on",
    law=FORM,
    label=words(ar="مآل الملف حسب الأجل", fr="Sort du dossier selon le délai", en="What the delay leads to"),
    says=words(
        ar="مقبول داخل الأجل ({filed_in_time})، وإلا {p.decisions.amo_late_file}.",
        fr="Accepté dans le délai ({filed_in_time}), sinon {p.decisions.amo_late_file}.",
        en="Accepted in time ({filed_in_time}), otherwise {p.decisions.amo_late_file}.",
    ),
)
def filing_outcome(filed_in_time: Flag, p: Parameters) -> Code:
    """accept, or what is decided of late files."""
    return where(filed_in_time, "accept", p.decisions.amo_late_file)


@formula(
    unit="date",
    of="claim",
    on="file_filed_on",
    law="Loi 55-19",
    label=words(ar="آخر أجل لأداء الملف", fr="Paiement au plus tard le", en="To be paid by"),
    says=words(
        ar="{file_filed_on} زائد {p.amo.payment_days_max}.",
        fr="{file_filed_on} plus {p.amo.payment_days_max}.",
        en="{file_filed_on} plus {p.amo.payment_days_max}.",
    ),
)
def file_payment_due_on(file_filed_on: Day, p: Parameters) -> Day:
    """Last day on which the body may still pay."""
    return add_days(file_filed_on, p.amo.payment_days_max)


@formula(
    unit="flag",
    of="claim",
    law=PIECES,
    label=words(ar="ورقة العلاجات ناقصة", fr="Feuille de soins absente", en="Care sheet missing"),
    says=words(
        ar="لم ترفق ({has_care_sheet}).",
        fr="Non jointe ({has_care_sheet}).",
        en="Not enclosed ({has_care_sheet}).",
    ),
)
def care_sheet_missing(has_care_sheet: Flag) -> Flag:
    """Whether the care sheet is missing; what is not said is not missing."""
    return ~first_known(has_care_sheet, True)


@formula(
    unit="flag",
    of="claim",
    law=PIECES,
    label=words(ar="الملف يتضمن أدوية", fr="Le dossier comprend des médicaments", en="Medicines in the file"),
    says=words(
        ar="صرح بذلك ({contains_medicines})، أو أرفقت رموز شريطية ({has_barcodes}).",
        fr="C'est dit ({contains_medicines}), ou des codes-barres sont joints ({has_barcodes}).",
        en="It is said ({contains_medicines}), or barcodes are enclosed ({has_barcodes}).",
    ),
)
def medicines_in_file(contains_medicines: Flag, has_barcodes: Flag) -> Flag:
    """Whether the file holds medicines."""
    return first_known(contains_medicines, first_known(has_barcodes, False))


@formula(
    unit="flag",
    of="claim",
    law=PIECES,
    label=words(ar="الوصفة ناقصة", fr="Ordonnance absente", en="Prescription missing"),
    says=words(
        ar="الملف يتضمن أدوية ({medicines_in_file}) دون وصفة ({has_prescription}).",
        fr="Des médicaments ({medicines_in_file}) sans ordonnance ({has_prescription}).",
        en="Medicines ({medicines_in_file}) without a prescription ({has_prescription}).",
    ),
)
def prescription_missing(medicines_in_file: Flag, has_prescription: Flag) -> Flag:
    """Whether a prescription is missing."""
    return both(medicines_in_file, ~first_known(has_prescription, True))


@formula(
    unit="flag",
    of="claim",
    law=PIECES,
    label=words(ar="الرموز الشريطية ناقصة", fr="Codes-barres absents", en="Barcodes missing"),
    says=words(
        ar="الملف يتضمن أدوية ({medicines_in_file}) دون رموز شريطية ({has_barcodes}).",
        fr="Des médicaments ({medicines_in_file}) sans codes-barres ({has_barcodes}).",
        en="Medicines ({medicines_in_file}) without their barcodes ({has_barcodes}).",
    ),
)
def barcodes_missing(medicines_in_file: Flag, has_barcodes: Flag) -> Flag:
    """Whether the barcodes of the medicines are missing."""
    return both(medicines_in_file, ~first_known(has_barcodes, True))


@formula(
    unit="flag",
    of="claim",
    law=PIECES,
    label=words(ar="الفاتورة ناقصة", fr="Facture absente", en="Invoice missing"),
    says=words(
        ar="استشفاء أو نظارات أو أجهزة ({contains_invoiced}) دون فاتورة ({has_invoice}).",
        fr="Séjour, optique ou appareillage ({contains_invoiced}) sans facture ({has_invoice}).",
        en="A stay, optics or a device ({contains_invoiced}) without an invoice ({has_invoice}).",
    ),
)
def invoice_missing(contains_invoiced: Flag, has_invoice: Flag) -> Flag:
    """Whether an invoice is missing; a pharmacist's part of the sheet is one already."""
    return both(first_known(contains_invoiced, False), ~first_known(has_invoice, True))


@formula(
    unit="flag",
    of="claim",
    law=PIECES,
    label=words(ar="النتائج ناقصة", fr="Résultats absents", en="Results missing"),
    says=words(
        ar="تحاليل أو تصوير ({contains_examinations}) دون نتائج ({has_results}).",
        fr="Biologie ou imagerie ({contains_examinations}) sans résultats ({has_results}).",
        en="Biology or imaging ({contains_examinations}) without results ({has_results}).",
    ),
)
def results_missing(contains_examinations: Flag, has_results: Flag) -> Flag:
    """Whether results of examinations are missing."""
    return both(first_known(contains_examinations, False), ~first_known(has_results, True))


@formula(
    unit="flag",
    of="claim",
    law=FORM,
    label=words(ar="التوقيع ناقص", fr="Signature absente", en="Signature missing"),
    says=words(ar="غير موقعة ({is_signed}).", fr="Non signée ({is_signed}).", en="Not signed ({is_signed})."),
)
def signature_missing(is_signed: Flag) -> Flag:
    """Whether the insured person's signature is missing."""
    return ~first_known(is_signed, True)


@formula(
    unit="flag",
    of="claim",
    law=FORM,
    label=words(ar="الخاتم ناقص", fr="Cachet absent", en="Stamp missing"),
    says=words(
        ar="دون خاتم ({is_stamped}).", fr="Sans cachet ({is_stamped}).", en="No stamp ({is_stamped})."
    ),
)
def stamp_missing(is_stamped: Flag) -> Flag:
    """Whether the practitioner's stamp is missing."""
    return ~first_known(is_stamped, True)


@formula(
    unit="flag",
    of="claim",
    law="Guide INPE de l'ANAM",
    label=words(ar="رقم INPE غير سليم", fr="INPE invalide", en="INPE invalid"),
    says=words(
        ar="الرقم ليس من تسعة أرقام أو غير معروف ({inpe}).",
        fr="Le numéro n'a pas neuf chiffres ou n'est pas connu ({inpe}).",
        en="The number has not nine digits or is not known ({inpe}).",
    ),
)
def inpe_invalid(inpe: Flag) -> Flag:
    """Whether the practitioner's number is absent or wrong."""
    return ~first_known(inpe, False)


@formula(
    unit="flag",
    of="claim",
    law=PIECES,
    label=words(ar="الملف كامل", fr="Dossier complet", en="File complete"),
    says=words(
        ar="لا شيء ناقص: {care_sheet_missing}، {prescription_missing}، {barcodes_missing}، {invoice_missing}، "
        "{results_missing}، {signature_missing}، {stamp_missing}، {inpe_invalid}.",
        fr="Rien ne manque: {care_sheet_missing}, {prescription_missing}, {barcodes_missing}, "
        "{invoice_missing}, {results_missing}, {signature_missing}, {stamp_missing}, {inpe_invalid}.",
        en="Nothing is missing: {care_sheet_missing}, {prescription_missing}, {barcodes_missing}, "
        "{invoice_missing}, {results_missing}, {signature_missing}, {stamp_missing}, {inpe_invalid}.",
    ),
)
def file_complete(
    care_sheet_missing: Flag,
    prescription_missing: Flag,
    barcodes_missing: Flag,
    invoice_missing: Flag,
    results_missing: Flag,
    signature_missing: Flag,
    stamp_missing: Flag,
    inpe_invalid: Flag,
) -> Flag:
    """Whether every piece is there; all that is missing is asked for at once."""
    pieces = either(care_sheet_missing, prescription_missing, barcodes_missing, invoice_missing)
    return ~either(pieces, results_missing, signature_missing, stamp_missing, inpe_invalid)


@formula(
    unit="flag",
    of="line_pair",
    law="Notre règle; openIMIS, motif 6",
    label=words(ar="سطر مكرر", fr="Ligne en double", en="Duplicate line"),
    says=words(
        ar="نفس المستفيد ({beneficiary}، {other_beneficiary}) ونفس العمل ({act_number}، {other_act_number}) "
        "واليوم ({care_on}، {other_care_on}) ومقدم العلاج ({provider}، {other_provider}) والمبلغ ({billed}، "
        "{other_billed})، والسطر الأول غير مرفوض ({other_state}).",
        fr="Même bénéficiaire ({beneficiary}, {other_beneficiary}), même acte ({act_number}, "
        "{other_act_number}), même jour ({care_on}, {other_care_on}), même soignant ({provider}, "
        "{other_provider}), même montant ({billed}, {other_billed}), et la première n'est pas rejetée "
        "({other_state}).",
        en="Same beneficiary ({beneficiary}, {other_beneficiary}), same act ({act_number}, "
        "{other_act_number}), same day ({care_on}, {other_care_on}), same provider ({provider}, "
        "{other_provider}), same amount ({billed}, {other_billed}), and the first one is not rejected "
        "({other_state}).",
    ),
)
def is_duplicate(
    beneficiary: Amount,
    other_beneficiary: Amount,
    act_number: Amount,
    other_act_number: Amount,
    care_on: Day,
    other_care_on: Day,
    provider: Amount,
    other_provider: Amount,
    billed: Amount,
    other_billed: Amount,
    other_state: Code,
) -> Flag:
    """Whether a line repeats one already received; what was rejected or withdrawn may be filed again."""
    standing = ~first_known(other_state, "").is_in("rejected", "withdrawn")
    who = both(beneficiary == other_beneficiary, provider == other_provider)
    what = both(act_number == other_act_number, care_on == other_care_on, billed == other_billed)
    return both(who, what, standing)


@formula(
    unit="flag",
    of="line_pair",
    law="Notre règle",
    label=words(ar="السطر مقبول", fr="Ligne acceptée", en="Line accepted"),
    says=words(
        ar="غير مكرر ({is_duplicate}).",
        fr="Pas en double ({is_duplicate}).",
        en="Not a duplicate ({is_duplicate}).",
    ),
)
def not_duplicate(is_duplicate: Flag) -> Flag:
    """Whether the line may go on."""
    return ~is_duplicate


@formula(
    unit="code",
    of="line_pair",
    law="Notre règle",
    label=words(ar="سبب رفض المكرر", fr="Motif du doublon", en="Why it is refused"),
    says=words(ar="مكرر ({is_duplicate}).", fr="Doublon ({is_duplicate}).", en="Duplicate ({is_duplicate})."),
)
def duplicate_reason(is_duplicate: Flag) -> Code:
    """DUPLICATE, or nothing to say."""
    return where(is_duplicate, "DUPLICATE", no_code("NO_REMARK"))


@formula(
    unit="flag",
    of="sheet_line",
    law=FORM,
    label=words(ar="الورقة لشخص واحد", fr="Une seule personne sur la feuille", en="One person on the sheet"),
    says=words(
        ar="كل أسطر الورقة {sheet} للمستفيد نفسه {beneficiary}.",
        fr="Toutes les lignes de la feuille {sheet} sont du même bénéficiaire {beneficiary}.",
        en="All the lines of the sheet {sheet} are of one beneficiary {beneficiary}.",
    ),
)
def one_person_on_sheet(sheet: Amount, beneficiary: Amount) -> Flag:
    """One care sheet per person and per event."""
    return largest(beneficiary, over=sheet) == 0 - largest(0 - beneficiary, over=sheet)


@formula(
    unit="code",
    of="sheet_line",
    law=FORM,
    label=words(ar="سبب رفض الورقة", fr="Motif de refus de la feuille", en="Why the sheet is refused"),
    says=words(
        ar="أكثر من شخص في الورقة ({one_person_on_sheet}).",
        fr="Plus d'une personne sur la feuille ({one_person_on_sheet}).",
        en="More than one person on the sheet ({one_person_on_sheet}).",
    ),
)
def care_sheet_reason(one_person_on_sheet: Flag) -> Code:
    """ONE_SHEET_PER_PERSON, or nothing to say."""
    return choose((one_person_on_sheet, no_code("NO_REMARK")), otherwise="ONE_SHEET_PER_PERSON")
