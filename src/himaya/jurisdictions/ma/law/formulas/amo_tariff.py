"""The reference amount of a line: letter key or flat of the day of care, or base price of a medicine."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Code,
    Exact,
    Flag,
    Parameters,
    both,
    first_known,
    formula,
    half_up,
    is_known,
    no_amount,
    where,
    words,
)


@formula(
    unit="money",
    of="claim_line",
    on="care_on",
    law="Arrêté 1961-06; avenant du 15 janvier 2008",
    label=words(ar="قيمة التعريفة", fr="Valeur du tarif", en="Value of the tariff"),
    says=words(
        ar="قيمة {act} في القطاع {care_sector} يوم العلاج؛ وتعريفات 2020 الموقعة: "
        "{p.decisions.amo_conventions_2020_in_force}.",
        fr="Valeur de {act} dans le secteur {care_sector} le jour des soins; tarifs signés en 2020 "
        "appliqués: {p.decisions.amo_conventions_2020_in_force}.",
        en="Value of {act} in the sector {care_sector} on the day of care; tariffs signed in 2020 "
        "applied: {p.decisions.amo_conventions_2020_in_force}.",
    ),
)
def tariff_value(act: Code, care_sector: Code, p: Parameters) -> Amount:
    """Value of one point, act, session, day or item, centimes."""
    grid = p.amo.tariffs.find(act=act, care_sector=care_sector).value
    signed = p.amo.tariffs_signed_2020.find(act=act, care_sector=care_sector).value
    return where(p.decisions.amo_conventions_2020_in_force, first_known(signed, grid), grid)


@formula(
    unit="centimes",
    of="claim_line",
    on="care_on",
    law="Arrêté 1961-06; arrêté 177-06 (NGAP)",
    label=words(ar="التعريفة المرجعية للعمل", fr="Tarif de référence de l'acte", en="Reference of the act"),
    says=words(
        ar="{tariff_value} × المعامل {act_coefficient} إن كان {act} من ذوي المعامل × الكمية {quantity}.",
        fr="{tariff_value} × coefficient {act_coefficient} si {act} en porte un × quantité {quantity}.",
        en="{tariff_value} × coefficient {act_coefficient} if {act} bears one × quantity {quantity}.",
    ),
)
def act_reference(
    tariff_value: Amount, act: Code, act_coefficient: Exact, quantity: Amount, p: Parameters
) -> Amount:
    """Letter × coefficient, or flat, times the quantity; an act of a letter without coefficient has no price."""
    by_coefficient = p.amo.acts.find(act=act).by_coefficient
    unit = where(by_coefficient, act_coefficient, Exact.of(1))
    return half_up(tariff_value * unit * quantity)


@formula(
    unit="money",
    of="claim_line",
    on="care_on",
    law="Loi 65-00; La Vie éco 2006: prix du générique s'il existe",
    label=words(ar="أساس تعويض الدواء", fr="Prix base de remboursement", en="Base price of the medicine"),
    says=words(
        ar="ثمن أساس التعويض المدرج للدواء {ean13}؛ وفي المستشفى ({line_setting}) ثمن المستشفى إن كان أقل.",
        fr="Prix base de la liste pour le médicament {ean13}; à l'hôpital ({line_setting}) le prix hôpital "
        "s'il est plus bas.",
        en="Base price listed for the medicine {ean13}; in hospital ({line_setting}) the hospital price if "
        "lower.",
    ),
)
def medicine_base_price(ean13: Amount, line_setting: Code, p: Parameters) -> Amount:
    """Price on which a medicine is reimbursed: the generic's where one exists, never the brand's."""
    row = p.amo.medicines.find(ean13=ean13)
    hospital = first_known(row.hospital_price, row.base_price)
    in_hospital = both(line_setting == "hospital", hospital < row.base_price)
    return where(in_hospital, hospital, row.base_price)


@formula(
    unit="flag",
    of="claim_line",
    on="care_on",
    law="Décret 2-13-852",
    label=words(
        ar="الثمن المفوتر أعلى من ثمن البيع للعموم",
        fr="Facturé au-dessus du prix public",
        en="Billed above the public price",
    ),
    says=words(
        ar="المبلغ {billed} أكبر من ثمن البيع للعموم للدواء {ean13} × {quantity}.",
        fr="Le montant {billed} dépasse le prix public du médicament {ean13} × {quantity}.",
        en="The amount {billed} is above the public price of the medicine {ean13} × {quantity}.",
    ),
)
def above_public_price(billed: Amount, ean13: Amount, quantity: Amount, p: Parameters) -> Flag:
    """Whether the bill is above the regulated maximum: a flag for a person, not a refusal."""
    return billed > p.amo.medicines.find(ean13=ean13).public_price * quantity


@formula(
    unit="centimes",
    of="claim_line",
    law="Loi 65-00; conventions nationales",
    label=words(ar="المبلغ المرجعي للسطر", fr="Montant de référence", en="Reference amount of the line"),
    says=words(
        ar="المبلغ المحدد في الملف {stated_reference}؛ وإلا للدواء ({line_is_medicine}) أساس التعويض "
        "{medicine_base_price} × {quantity}، ولغيره تعريفة العمل {act_reference}.",
        fr="Le montant fixé au dossier {stated_reference}; sinon, pour un médicament ({line_is_medicine}), le "
        "prix base {medicine_base_price} × {quantity}, pour un acte son tarif {act_reference}.",
        en="The amount set on the file {stated_reference}; otherwise, for a medicine ({line_is_medicine}), the "
        "base price {medicine_base_price} × {quantity}, for an act its tariff {act_reference}.",
    ),
)
def line_reference(
    stated_reference: Amount,
    line_is_medicine: Flag,
    medicine_base_price: Amount,
    quantity: Amount,
    act_reference: Amount,
) -> Amount:
    """Reference of the whole line, centimes; unknown is a person's work, never zero."""
    known = where(line_is_medicine, medicine_base_price * quantity, act_reference)
    found = first_known(stated_reference, known)
    return where(is_known(found), first_known(found, 0), no_amount("PRICE_UNKNOWN"))


@formula(
    unit="flag",
    of="claim_line",
    law="Loi 65-00; conventions nationales",
    label=words(ar="السطر قابل للتسعير", fr="Ligne tarifée", en="The line can be priced"),
    says=words(
        ar="المبلغ المرجعي {line_reference} معروف.",
        fr="Le montant de référence {line_reference} est connu.",
        en="The reference amount {line_reference} is known.",
    ),
)
def line_priced(line_reference: Amount) -> Flag:
    """Whether a price was found; otherwise the line waits for a person."""
    return is_known(line_reference)
