"""What can be wrong with a calculator."""

from __future__ import annotations

from himaya.kernel.errors import DomainError


class CalculatorInvalid(DomainError):
    """The file of a calculator breaks a rule of the form, or names what the law has not."""

    code = "web.calculator_invalid"
    params = ("file", "reason")
    message = "The calculator {file} cannot be used: {reason}"
    remedy = "Mend that file of the fund's folder `calculators`."
