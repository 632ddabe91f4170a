"""States of a registration and the moves between them (law 98-15, art. 7; self-employed file, section 7).

The register stores only these. Whether rights are open, waiting or closed is derived from contributions.
"""

from enum import IntEnum


class RegistrationState(IntEnum):
    """State of one line of a list, then of the membership that it becomes."""

    LISTED = 1
    REJECTED = 2
    TO_COMPLETE = 3
    TO_DECIDE = 4  # possible duplicate: waits for a person's decision
    REGISTERED = 5
    CATEGORY_ENDED = 6
    TRANSFERRED = 7
    DECEASED = 8


MOVES: dict[RegistrationState, frozenset[RegistrationState]] = {
    RegistrationState.LISTED: frozenset(
        {
            RegistrationState.REJECTED,
            RegistrationState.TO_COMPLETE,
            RegistrationState.TO_DECIDE,
            RegistrationState.REGISTERED,
        }
    ),
    RegistrationState.TO_COMPLETE: frozenset(
        {RegistrationState.REJECTED, RegistrationState.TO_DECIDE, RegistrationState.REGISTERED}
    ),
    RegistrationState.TO_DECIDE: frozenset({RegistrationState.REJECTED, RegistrationState.REGISTERED}),
    RegistrationState.REGISTERED: frozenset(
        {RegistrationState.CATEGORY_ENDED, RegistrationState.TRANSFERRED, RegistrationState.DECEASED}
    ),
    RegistrationState.CATEGORY_ENDED: frozenset({RegistrationState.REGISTERED, RegistrationState.DECEASED}),
    RegistrationState.TRANSFERRED: frozenset({RegistrationState.REGISTERED, RegistrationState.DECEASED}),
    RegistrationState.REJECTED: frozenset({RegistrationState.TO_DECIDE}),  # refused by mistake
    RegistrationState.DECEASED: frozenset({RegistrationState.REGISTERED}),  # a death entered by mistake
}


def allowed(*, before: RegistrationState, after: RegistrationState) -> bool:
    """Whether a registration may move from one state to another."""
    return after in MOVES[before]
