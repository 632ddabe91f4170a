"""The closed sets of access: roles, what a role is bound to, and the domains of officers."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What an account may be. The value is stored."""

    INSURED = "insured"
    EMPLOYER = "employer"
    LIAISON_BODY = "liaison_body"
    PROVIDER = "provider"
    PARTNER_DESK = "partner_desk"
    COUNTER_AGENT = "counter_agent"
    SUPERVISOR = "supervisor"
    OFFICER = "officer"
    MEDICAL = "medical"
    PLANNER = "planner"
    DIRECTOR = "director"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Binding(StrEnum):
    """What a grant is bound to. The value is stored."""

    OWN = "own"
    """The person's own file and those under a mandate."""
    ORGANISATION = "organisation"
    """An employer, a liaison body or a provider, by its code or number."""
    PLACE = "place"
    """An agency, a mobile agency, a partner's desk, by its code."""
    FUND = "fund"
    """The whole fund."""


class Domain(StrEnum):
    """What an officer works on. The value is stored."""

    REGISTRATION = "registration"
    CONTRIBUTIONS = "contributions"
    BENEFITS = "benefits"
    CLAIMS = "claims"
    CASEWORK = "casework"
    OUTREACH = "outreach"


BOUND = {
    Role.INSURED: Binding.OWN,
    Role.EMPLOYER: Binding.ORGANISATION,
    Role.LIAISON_BODY: Binding.ORGANISATION,
    Role.PROVIDER: Binding.ORGANISATION,
    Role.PARTNER_DESK: Binding.PLACE,
    Role.COUNTER_AGENT: Binding.PLACE,
    Role.SUPERVISOR: Binding.PLACE,
    Role.OFFICER: Binding.FUND,
    Role.MEDICAL: Binding.FUND,
    Role.PLANNER: Binding.FUND,
    Role.DIRECTOR: Binding.FUND,
    Role.ADMINISTRATOR: Binding.FUND,
    Role.AUDITOR: Binding.FUND,
}
"""What each role is bound to."""

PUBLIC_ROLES = frozenset({Role.INSURED, Role.EMPLOYER, Role.LIAISON_BODY, Role.PROVIDER})
"""Roles of people outside the fund; every other role signs in with a second factor."""

STAFF_ROLES = frozenset(Role) - PUBLIC_ROLES
