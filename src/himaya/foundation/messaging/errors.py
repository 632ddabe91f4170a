"""What can be refused in messaging."""

from __future__ import annotations

from himaya.kernel.errors import DomainError


class TemplateRefused(DomainError):
    """A template file breaks a rule: unknown placeholder, missing language, too long, personal data."""

    code = "messaging.template_refused"
    params = ("template", "reason")
    message = "The message template {template} is refused: {reason}."
    remedy = "Correct the file of {template}; nothing is sent from a refused template."


class UnknownTemplate(DomainError):
    """No template has this code, or not in this version."""

    code = "messaging.unknown_template"
    params = ("template",)
    message = "There is no message template {template}."
    remedy = "List the templates: himaya messages templates."


class ParameterRefused(DomainError):
    """A parameter of a message is missing, unknown or not of its kind."""

    code = "messaging.parameter_refused"
    params = ("template", "parameter")
    message = "The message {template} cannot be written: its parameter {parameter} is missing or not valid."
    remedy = "Give {parameter} as the template {template} describes it."


class UnknownMessage(DomainError):
    """No message has this number."""

    code = "messaging.unknown_message"
    params = ("message",)
    message = "There is no message {message}."
    remedy = "List the messages: himaya messages list."


class UnknownGateway(DomainError):
    """No gateway has this name."""

    code = "messaging.unknown_gateway"
    params = ("gateway", "known")
    message = "There is no gateway {gateway}."
    remedy = "Use one of: {known}."


class GatewayNotConfigured(DomainError):
    """A gateway lacks a setting."""

    code = "messaging.gateway_not_configured"
    params = ("gateway", "setting")
    message = "The gateway {gateway} cannot be used: {setting} is not set."
    remedy = "Set {setting} in the environment and start again."


class PhoneRefused(DomainError):
    """A text that is not a mobile number of this fund's country."""

    code = "messaging.phone_refused"
    params = ()
    message = "This is not a mobile number that can receive a message."
    remedy = "Give a mobile number, with or without the country code."


class DemoDatabase(DomainError):
    """People of a demo are invented, but their telephones may exist."""

    code = "messaging.demo_database"
    params = ("gateway",)
    message = "This database is a demo: nothing is sent to telephones through the gateway {gateway}."
    remedy = "Use the file gateway: himaya messages send --gateway file."
