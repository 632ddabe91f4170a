"""What the register refuses, each with a stable code; channels translate the two sentences."""

from typing import ClassVar

from himaya.kernel.errors import DomainError


class BodyUnknown(DomainError):
    """No liaison body has this code."""

    code = "registry.body_unknown"
    params = ("body", "known")
    message = "No liaison body has the code {body}."
    remedy = "Use one of: {known}. A new one is made known with: himaya bodies add"


class BodyAlreadyKnown(DomainError):
    """A liaison body has this code already."""

    code = "registry.body_already_known"
    params = ("body",)
    message = "A liaison body with the code {body} is already known."
    remedy = "See it with: himaya bodies"


class BodyCodeRefused(DomainError):
    """The code given to a body is not a plain one."""

    code = "registry.body_code_refused"
    params = ("body",)
    message = "“{body}” cannot be the code of a body."
    remedy = "Choose up to forty small Latin letters, digits and underscores, such as guides_agadir."


class NumbersExhausted(DomainError):
    """The opened series hold fewer numbers than a run needs; nothing was written."""

    code = "registry.numbers_exhausted"
    params = ("wanted", "remaining")
    message = "This run needs {wanted} insured numbers and only {remaining} remain; nothing was written."
    remedy = "Open the next series (himaya numbers open SERIES), then start the run again."


class SeriesUnknown(DomainError):
    """No series of numbers has this identifier."""

    code = "registry.series_unknown"
    params = ("series",)
    message = "There is no series of numbers {series}."
    remedy = "See the series with: himaya numbers"


class PersonUnknown(DomainError):
    """No person has this number or identifier; the value itself is never repeated."""

    code = "registry.person_unknown"
    params = ()
    message = "Nobody in the register has this number or identifier."
    remedy = "Check the digits, or look the person up by name: himaya persons find NAME"


class MoveRefused(DomainError):
    """A registration cannot pass from its present state to the one asked for."""

    code = "registry.state_move_refused"
    params = ("before", "after")
    message = "A registration that is {before} cannot become {after}."
    remedy = "See the person's situation first: himaya rights show NUMBER"


class LineNotWaiting(DomainError):
    """This line of a list waits for nobody's decision."""

    code = "registry.line_not_waiting"
    params = ("run", "line")
    message = "Line {line} of list {run} waits for no decision."
    remedy = "See what waits with: himaya lists waiting"


class DecisionNeedsCandidate(DomainError):
    """The line names no candidate, so it cannot be declared the same person."""

    code = "registry.decision_needs_candidate"
    params = ("run", "line")
    message = "Line {line} of list {run} has no candidate in the register."
    remedy = "Decide that it is a new person, or refuse it."


class MergeOfOneRecord(DomainError):
    """A record cannot be merged into itself."""

    code = "registry.merge_of_one_record"
    params = ()
    message = "This is one record already."
    remedy = "Look at both records first: himaya persons find NAME"


class MergedBefore(DomainError):
    """One of the two records leads to another already."""

    code = "registry.merged_before"
    params = ()
    message = "One of these records was merged before."
    remedy = "Look at both records first: himaya persons find NAME"


class MergeLosesNumber(DomainError):
    """The record to keep has no insured number and the other has one."""

    code = "registry.merge_loses_number"
    params = ()
    message = "Only the record to be dropped has an insured number."
    remedy = "Keep the record that has the number, and drop the other."


class MergeOfRelatives(DomainError):
    """One of the two is declared as the other's spouse or child."""

    code = "registry.merge_of_relatives"
    params = ()
    message = "One of these people is declared as the other's family."
    remedy = "If the link is what is wrong, end it first, then merge."


class MergeUnknown(DomainError):
    """No such merge, or it was undone already."""

    code = "registry.merge_unknown"
    params = ("merge",)
    message = "There is no merge {merge} to undo."
    remedy = "See a person's merges with: himaya persons show NUMBER"


class ListUnknown(DomainError):
    """No list has this number."""

    code = "registry.list_unknown"
    params = ("run",)
    message = "There is no list {run}."
    remedy = "See the lists with: himaya lists"


class LetterUnknown(DomainError):
    """No registered letter was sent for this line, or its person is registered already."""

    code = "registry.letter_unknown"
    params = ("run", "line")
    message = "Line {line} of list {run} does not wait for an application."
    remedy = "See what waits with: himaya lists show {run}"


class MembershipUnknown(DomainError):
    """No such membership, or the person's one membership cannot be told from several."""

    code = "registry.membership_unknown"
    params: ClassVar[tuple[str, ...]] = ("known",)
    message = "It is not clear which membership of the person is meant."
    remedy = "Name its category with --category; those of the person are: {known}."


class NoMembership(MembershipUnknown):
    """The person has no membership that could be changed."""

    code = "registry.no_membership"
    params = ()
    message = "The person has no membership that this can be done to."
    remedy = "See the person's situation first: himaya persons show NUMBER"


class NoMembershipInCategory(MembershipUnknown):
    """The person has memberships, none of them in the category named."""

    code = "registry.no_membership_in_category"
    params = ("category", "known")
    message = "The person has no such membership in the category {category}."
    remedy = "Name one of: {known}."


class MembershipAlreadyOpen(DomainError):
    """The person is a member of the category already."""

    code = "registry.membership_already_open"
    params = ("category",)
    message = "The person is already a member in the category {category}."
    remedy = "See the person's situation first: himaya persons show NUMBER"


class MoveBeforeStart(DomainError):
    """A membership cannot end before it starts."""

    code = "registry.move_before_start"
    params = ("day", "start")
    message = "A membership that starts on {start} cannot end on {day}."
    remedy = "Give a day that is not before {start}."


class DeathImpossible(DomainError):
    """The day of death is before the birth, or later than the day it is declared."""

    code = "registry.death_impossible"
    params = ("day",)
    message = "The day of death {day} is before the birth or in the future."
    remedy = "Copy the day from the death certificate."


class CategoryUnknown(DomainError):
    """No category has this code."""

    code = "registry.category_unknown"
    params = ("category", "known")
    message = "No category has the code {category}."
    remedy = "Use one of: {known}."


class CategoryNotOpen(DomainError):
    """The category does not register yet on the day."""

    code = "registry.category_not_open"
    params = ("category", "day")
    message = "The category {category} is not open to registration on {day}."
    remedy = "Change the category once its decree is in force."


class CategoryFactsMissing(DomainError):
    """The contribution of the new category depends on facts that were not given."""

    code = "registry.category_facts_missing"
    params = ("category", "facts")
    message = "The contribution of the category {category} depends on: {facts}."
    remedy = "Give each of them: --fact NAME=VALUE."


class SchemeUnknown(DomainError):
    """No scheme has this code, or it is the one that the person leaves."""

    code = "registry.scheme_unknown"
    params = ("scheme", "known")
    message = "The person cannot pass to the scheme {scheme}."
    remedy = "Use one of: {known}."


class AccountLinked(DomainError):
    """The account or the person already belongs to another."""

    code = "registry.account_linked"
    params = ()
    message = "This account belongs to another person, or this person has another account."
    remedy = "End the first link before making another: himaya accounts unlink LOGIN"


class MandateUnknown(DomainError):
    """No mandate in force has this number."""

    code = "registry.mandate_unknown"
    params = ("mandate",)
    message = "There is no mandate {mandate} in force."
    remedy = "See the mandates with: himaya accounts roles LOGIN"
