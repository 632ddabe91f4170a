"""What is limited over time: how often an article is renewed, how much a kind of care may cost (amo law).

Lines are served one after the other, those already paid first, then by day of care; each sees what the lines before it
received in the months of its window. A window never gives more than its ceiling, whatever the order of the lines.
"""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Code,
    Day,
    Flag,
    Parameters,
    add_days,
    at_least,
    at_most,
    first_known,
    formula,
    is_known,
    no_amount,
    sequence,
    where,
    words,
)

PAST = 400 * 366  # days: what is already paid comes before every line that is not
LINE_MOST = 10_000_000_000  # centimes: the most an input may bill
UNITS_MOST = 1_000
ADULT = 120  # years completed: an unknown age follows the longer period


@formula(
    unit="date",
    of="claim_line",
    law="Notre règle: ce qui est déjà payé passe d'abord",
    label=words(ar="رتبة السطر", fr="Rang de la ligne", en="Turn of the line"),
    says=words(
        ar="السطر المؤدى ({amount_already_paid}) قبل غيره، ثم حسب يوم العلاج {care_on}.",
        fr="Une ligne déjà payée ({amount_already_paid}) d'abord, puis le jour des soins {care_on}.",
        en="A line already paid ({amount_already_paid}) first, then by the day of care {care_on}.",
    ),
)
def line_turn(amount_already_paid: Amount, care_on: Day) -> Day:
    """Day by which lines are served: what was already paid is not taken back."""
    return where(is_known(amount_already_paid), add_days(care_on, -PAST), care_on)


@formula(
    unit="count",
    of="claim_line",
    on="care_on",
    law="Loi 65-00, art. 7; fréquences fixées par voie réglementaire",
    label=words(
        ar="الأجهزة المسموح بها في الفترة", fr="Articles permis par période", en="Articles per period"
    ),
    says=words(
        ar="العدد المحدد للعمل {act} حسب السن {age_years_completed}.",
        fr="Le nombre fixé pour {act} selon l'âge {age_years_completed}.",
        en="The number set for {act} by the age {age_years_completed}.",
    ),
)
def units_per_period(act: Code, age_years_completed: Amount, p: Parameters) -> Amount:
    """How many articles a period gives; unknown (NO_FREQUENCY) where none is set."""
    age = first_known(age_years_completed, ADULT)
    return p.amo.frequencies.find(act=act, age_years_completed=age).units


@formula(
    unit="count",
    of="claim_line",
    on="care_on",
    law="Loi 65-00, art. 7; fréquences fixées par voie réglementaire",
    label=words(ar="الأجهزة المقبولة", fr="Articles accordés", en="Articles granted"),
    says=words(
        ar="من {quantity} من {act}، ما يبقى للمستفيد {person} (السن {age_years_completed}) في الفترة بعد "
        "الأسطر السابقة ({line_turn}، {care_on}) وما منح من قبل {units_in_window}؛ والسطر المؤدى "
        "{amount_already_paid} يحتسب كاملا؛ ولا شيء دون الموافقة ({agreement_missing}).",
        fr="Des {quantity} de {act}, ce qui reste au bénéficiaire {person} (âge {age_years_completed}) dans la "
        "période après les lignes précédentes ({line_turn}, {care_on}) et ce qui fut accordé "
        "{units_in_window}; une ligne payée {amount_already_paid} compte entière; rien sans entente "
        "({agreement_missing}).",
        en="Of {quantity} of {act}, what is left to the beneficiary {person} (age {age_years_completed}) in the "
        "period after the lines before ({line_turn}, {care_on}) and what was granted {units_in_window}; a "
        "line paid {amount_already_paid} counts in full; nothing without agreement ({agreement_missing}).",
    ),
)
def units_granted(
    quantity: Amount,
    act: Code,
    person: Amount,
    age_years_completed: Amount,
    line_turn: Day,
    care_on: Day,
    units_in_window: Amount,
    amount_already_paid: Amount,
    agreement_missing: Flag,
    p: Parameters,
) -> Amount:
    """Units within the frequency, line after line; unknown where the act has no set frequency."""
    age = first_known(age_years_completed, ADULT)
    row = p.amo.frequencies.find(act=act, age_years_completed=age)
    asked = where(first_known(agreement_missing, False), 0, first_known(quantity, 0))
    allowed = at_least(first_known(row.units, 0) - first_known(units_in_window, 0), 0)
    months = first_known(row.months, 0)
    paid = first_known(is_known(amount_already_paid), False)
    return sequence(
        lambda earlier: at_most(
            where(paid, asked, at_most(asked, at_least(allowed - earlier.total(months=months), 0))),
            UNITS_MOST,
        ),
        over=(where(is_known(row.units), person, no_amount("NO_FREQUENCY")), _as_amount(act == "F-FRAME")),
        by=line_turn,
        on=care_on,
        limit=UNITS_MOST,
    )


def _as_amount(flag: Flag) -> Amount:
    return where(flag, 1, 0)


@formula(
    unit="centimes",
    of="claim_line",
    on="care_on",
    law="La Vie éco 2015: 3 000 DH de prothèses dentaires par deux ans",
    label=words(ar="المحتسب في السقف", fr="Compté dans le plafond", en="Counted in the ceiling"),
    says=words(
        ar="حسب {p.decisions.amo_ceiling_on}: المبلغ {amount_before_ceiling} أو الأساس "
        "{reimbursement_basis}، دون سطر مرفوض ({line_refused}).",
        fr="Selon {p.decisions.amo_ceiling_on}: le montant {amount_before_ceiling} ou la base "
        "{reimbursement_basis}, hors ligne refusée ({line_refused}).",
        en="By {p.decisions.amo_ceiling_on}: the amount {amount_before_ceiling} or the base "
        "{reimbursement_basis}, a refused line left out ({line_refused}).",
    ),
)
def counted_in_ceiling(
    amount_before_ceiling: Amount, reimbursement_basis: Amount, line_refused: Flag, p: Parameters
) -> Amount:
    """What a line asks of its ceiling, centimes."""
    base = where(line_refused, 0, reimbursement_basis)
    return where(p.decisions.amo_ceiling_on == "basis", base, amount_before_ceiling)


@formula(
    unit="centimes",
    of="claim_line",
    on="care_on",
    law="La Vie éco 2015: 3 000 DH de prothèses dentaires par deux ans",
    label=words(ar="الداخل في السقف", fr="Admis sous le plafond", en="Within the ceiling"),
    says=words(
        ar="من {counted_in_ceiling}، ما يبقى من سقف {line_family} للمستفيد {person} بعد الأسطر السابقة "
        "({line_turn}، {care_on}) وما عوض من قبل {reimbursed_in_window}؛ والسطر المؤدى {amount_already_paid} "
        "يبقى.",
        fr="De {counted_in_ceiling}, ce qui reste du plafond {line_family} du bénéficiaire {person} après les "
        "lignes précédentes ({line_turn}, {care_on}) et ce qui fut remboursé {reimbursed_in_window}; ce qui "
        "est payé {amount_already_paid} le reste.",
        en="Of {counted_in_ceiling}, what is left of the ceiling of {line_family} to the beneficiary {person} "
        "after the lines before ({line_turn}, {care_on}) and what was reimbursed {reimbursed_in_window}; "
        "what is paid {amount_already_paid} stays.",
    ),
)
def within_ceiling(
    counted_in_ceiling: Amount,
    line_family: Code,
    person: Amount,
    line_turn: Day,
    care_on: Day,
    reimbursed_in_window: Amount,
    amount_already_paid: Amount,
    p: Parameters,
) -> Amount:
    """Served line after line; unknown where the kind of care has no ceiling."""
    row = p.amo.ceilings.find(family=line_family)
    asked = at_most(first_known(amount_already_paid, first_known(counted_in_ceiling, 0)), LINE_MOST)
    left = at_least(first_known(row.amount, 0) - first_known(reimbursed_in_window, 0), 0)
    months = first_known(row.months, 0)
    paid = first_known(is_known(amount_already_paid), False)
    return sequence(
        lambda earlier: where(paid, asked, at_most(asked, at_least(left - earlier.total(months=months), 0))),
        over=(where(is_known(row.amount), person, no_amount("NO_CEILING")), line_family),
        by=line_turn,
        on=care_on,
        limit=LINE_MOST,
    )


@formula(
    unit="centimes",
    of="claim_line",
    on="care_on",
    law="La Vie éco 2015: 3 000 DH de prothèses dentaires par deux ans",
    label=words(
        ar="الباقي من السقف قبل السطر", fr="Reste du plafond avant la ligne", en="Left of the ceiling"
    ),
    says=words(
        ar="سقف {line_family} ناقص ما عوض في الفترة {reimbursed_in_window}.",
        fr="Plafond de {line_family} moins ce qui fut remboursé dans la période {reimbursed_in_window}.",
        en="Ceiling of {line_family} less what was reimbursed in the period {reimbursed_in_window}.",
    ),
)
def ceiling_remaining(line_family: Code, reimbursed_in_window: Amount, p: Parameters) -> Amount:
    """What was left before the lines of this file, centimes."""
    ceiling = p.amo.ceilings.find(family=line_family).amount
    return at_least(ceiling - first_known(reimbursed_in_window, 0), 0)
