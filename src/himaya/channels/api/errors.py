"""What can be wrong with a request of a program."""

from __future__ import annotations

from himaya.kernel.errors import DomainError


class RequestInvalid(DomainError):
    """The request does not have the form that the description gives."""

    code = "api.request_invalid"
    params = ("count",)
    message = "The request does not have the expected form: {count} place(s) to mend."
    remedy = "Look at `errors`: each names the place and what is expected there; /api/openapi.json has the whole form."


class NothingThere(DomainError):
    """No such thing at this address."""

    code = "api.nothing_there"
    params = ()
    message = "There is nothing at this address."
    remedy = "Check the name; the lists /api/law/parameters and /api/law/variables hold every one."


class TooManyRequests(DomainError):
    """More requests from one address than everyone may make."""

    code = "api.too_many_requests"
    params = ("seconds",)
    message = "Too many requests from this address."
    remedy = "Wait {seconds} seconds, or ask for many cases at once with rows of facts."
