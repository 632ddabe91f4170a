"""What contributions refuse, each with a stable code."""

from himaya.kernel.errors import DomainError


class TotalsDisagree(DomainError):
    """The last line of a reconciliation file contradicts its lines; nothing was taken."""

    code = "contributions.totals_disagree"
    params = ("expected", "found")
    message = "The last line announces {expected} (payments;centimes), the lines add up to {found}; nothing was taken."
    remedy = "Check that the file was sent whole, then ask the collector for it again."
