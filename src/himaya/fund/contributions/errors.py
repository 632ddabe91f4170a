"""What contributions refuse, each with a stable code."""

from himaya.kernel.errors import DomainError


class TotalsMissing(DomainError):
    """The last line of a reconciliation file is not its total: the file was cut; nothing was taken."""

    code = "contributions.totals_missing"
    params = ()
    message = "The last line of the file is not its TOTAL; nothing was taken."
    remedy = "Check that the file was sent whole, then ask the collector for it again."


class TotalsDisagree(DomainError):
    """The last line of a reconciliation file contradicts its lines; nothing was taken."""

    code = "contributions.totals_disagree"
    params = ("announced_payments", "announced_centimes", "payments", "centimes")
    message = (
        "The last line announces {announced_payments} payments and {announced_centimes} centimes; the file holds"
        " {payments} payments and {centimes} centimes. Nothing was taken."
    )
    remedy = "Check that the file was sent whole, then ask the collector for it again."
