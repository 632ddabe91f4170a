"""States of a right, why it is so, and the acts that mend it. Values are stored: never reuse one."""

from enum import IntEnum


class RightState(IntEnum):
    """State of a person's AMO over a period. The lower of two is the better for the person."""

    OPEN = 1
    WAITING = 2
    CLOSED = 3


class Reason(IntEnum):
    """Why a right is in its state."""

    CONTRIBUTIONS_PAID = 1
    SCORE_ELIGIBLE = 2
    TAKEN_OVER = 3  # as its own register declared it
    WAITING_PERIOD = 10
    WAITING_AFTER_ARREARS = 11
    PROOF_MISSING = 12
    BASE_UNKNOWN = 13  # the decree's coefficient is not known, so nothing can be asked for
    CONTRIBUTIONS_UNPAID = 20
    CATEGORY_ENDED = 21
    TRANSFERRED = 22
    AGE_LIMIT = 23
    LINK_ENDED = 24
    STUDIES_NOT_PROVED = 25


class Remedy(IntEnum):
    """The act that opens a right that is not open."""

    WAIT = 1
    PAY = 2
    PAY_AND_WAIT = 3
    SEND_LINK_PROOF = 4
    SEND_SCHOOL_CERTIFICATE = 5
    DECLARE_ACTIVITY = 6
    ASK_FUND = 7
