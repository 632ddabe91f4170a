"""Roles, mandates and acts in the reader's words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.foundation.access.roles import Role
from himaya.foundation.access.selectors import Look
from himaya.fund.registry.accounts import MandateKind

ROLES = {
    Role.INSURED: gettext_lazy("Insured person"),
    Role.EMPLOYER: gettext_lazy("Employer"),
    Role.LIAISON_BODY: gettext_lazy("Liaison body"),
    Role.PROVIDER: gettext_lazy("Care provider"),
    Role.PARTNER_DESK: gettext_lazy("Partner's desk"),
    Role.COUNTER_AGENT: gettext_lazy("Counter agent"),
    Role.SUPERVISOR: gettext_lazy("Supervisor"),
    Role.OFFICER: gettext_lazy("Officer"),
    Role.MEDICAL: gettext_lazy("Medical control"),
    Role.PLANNER: gettext_lazy("Planner"),
    Role.DIRECTOR: gettext_lazy("Director"),
    Role.ADMINISTRATOR: gettext_lazy("Administrator"),
    Role.AUDITOR: gettext_lazy("Auditor"),
}
KINDS = {
    MandateKind.PARENT: gettext_lazy("As a parent"),
    MandateKind.GUARDIAN: gettext_lazy("As a guardian"),
    MandateKind.ACCOUNTANT: gettext_lazy("As an accountant"),
}
ACTS = {
    "persons.find": gettext_lazy("Found in a search"),
    "persons.show": gettext_lazy("File read"),
    "rights.show": gettext_lazy("Rights read"),
    "match.explain": gettext_lazy("Compared with another file"),
    "match.duplicates": gettext_lazy("Compared with another file"),
    "access.trail": gettext_lazy("Looks at the file checked by an auditor"),
    "access.looks": gettext_lazy("Looks at the file read"),
}


def act(action: str) -> str:
    """What was done with a file, in words; acts without words of their own are called work on the file."""
    return str(ACTS.get(action, _("Work on the file")))


def looker(look: Look) -> str:
    """Who looked, by role and never by name; where no role is told, the fund's own staff or programs."""
    told = look.scope.partition(" by ")[2].partition(" ")[0]
    if told in {one.value for one in Role}:
        return str(ROLES[Role(told)])
    if look.actor.startswith("account "):
        return _("An account with a mandate")
    return _("The fund's staff")
