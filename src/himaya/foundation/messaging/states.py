"""The closed sets of messaging: what a message is for, and where it stands on its way."""

from __future__ import annotations

from enum import IntEnum


class Category(IntEnum):
    """What a message is for. The value is stored."""

    OTP = 0
    SERVICE = 1
    CAMPAIGN = 2


PRIORITY = {Category.OTP: 0, Category.SERVICE: 5, Category.CAMPAIGN: 9}
"""Lower goes first."""


class State(IntEnum):
    """Where a message stands. The value is stored; docs/howto/add-a-channel.md draws the way between them."""

    QUEUED = 1
    """Waits for its turn, or for another try after a gateway surely did not take it."""
    CLAIMED = 2
    """Reserved by one dispatcher, surely not yet shown to a gateway."""
    HANDING = 3
    """May have been shown to the gateway: the mark is committed before the call."""
    HANDED = 4
    """The gateway answered that it has the message."""
    ACCEPTED = 5
    """The operator has it (receipt 4 or 8)."""
    DELIVERED = 6
    """On the telephone (receipt 1)."""
    UNDELIVERED = 7
    """The operator gave up (receipt 2)."""
    REFUSED = 8
    """The gateway or the operator will not take it (receipt 16)."""
    UNKNOWN = 9
    """Nobody can say whether the gateway took it: waits for a receipt, is never sent again."""
    EXPIRED = 10
    """No receipt within its validity and 24 hours more."""
    CANCELLED = 11
    """Not sent: the person opted out after it was queued, or the number may not be sent to."""


FINAL = (State.DELIVERED, State.UNDELIVERED, State.REFUSED, State.EXPIRED, State.CANCELLED)


class Receipt(IntEnum):
    """What a gateway reports of a message (Kannel's dlr-mask bits)."""

    DELIVERED = 1
    UNDELIVERED = 2
    QUEUED_AT_OPERATOR = 4
    ACCEPTED_BY_OPERATOR = 8
    REFUSED_BY_OPERATOR = 16
