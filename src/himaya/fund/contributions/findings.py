"""Why a line of a collector's file is not taken, in sentences."""

from __future__ import annotations

from himaya.foundation.intake.findings import FindingCode, Outcome, register_codes


def _line(code: str, sentence: str, remedy: str) -> FindingCode:
    return FindingCode(
        code=f"contributions.{code}", outcome=Outcome.REJECTED, sentence=sentence, remedy=remedy
    )


COLLECTION = (
    _line(
        "transaction_missing",
        "The line does not name its transaction or its collector.",
        "Give the number of the transaction and the collector's code.",
    ),
    _line(
        "reference_wrong",
        "This is not a payment reference: it has 18 digits, the last two of which check the others.",
        "Copy the 18 digits that the payer typed.",
    ),
    _line(
        "reference_of_another_kind",
        "The reference is not of a self-employed person's contribution.",
        "Send it with the payments of its own kind.",
    ),
    _line(
        "number_unknown",
        "No insured person has the number of this reference.",
        "Check the reference with the payer; return the money if it cannot be mended.",
    ),
    _line(
        "amount_wrong",
        "The amount is missing or is not a positive number of centimes.",
        "Give the amount in centimes, in digits alone.",
    ),
    _line(
        "instant_wrong",
        "The day and hour of the payment are missing or not understood.",
        "Write them like 2022-03-31T14:05:00.",
    ),
    _line(
        "cancelled_by_collector",
        "The collector cancelled this payment.",
        "Nothing to do: a payment that was cancelled settles no month.",
    ),
    _line(
        "status_unknown",
        "The status of the payment is not known: P is paid, C is cancelled.",
        "Write P or C.",
    ),
)


def register() -> None:
    """Make the sentences known to the catalogue of findings."""
    register_codes(COLLECTION)
