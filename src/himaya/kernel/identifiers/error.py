"""What is wrong with an identifier that was typed or received."""

from __future__ import annotations

from himaya.kernel.errors import DomainError

SENTENCES = {
    "identifier.cin.shape": "This is not an identity card number: one or two letters, then up to six digits.",
    "identifier.idcs.shape": "This is not an IDCS: it has ten digits, not all the same.",
    "identifier.insured_number.shape": "This is not an insured number: nine digits, the first that of its series.",
    "identifier.insured_number.key": "The last digit of this insured number does not fit the others.",
    "identifier.insured_number.reserved": "This insured number is never given to anybody.",
    "identifier.affiliation.shape": "This is not an employer's affiliation number: it has seven digits.",
    "identifier.affiliation.key": "The last digit of this affiliation number does not fit the others.",
    "identifier.ice.shape": "This is not an ICE: it has fifteen digits.",
    "identifier.ice.key": "The last two digits of this ICE do not fit the others.",
    "identifier.inpe.shape": "This is not an INPE: it has nine digits.",
    "identifier.passport.shape": "This is not a passport number: one or two letters, six or seven digits.",
    "identifier.residence_card.shape": "This is not a residence card number.",
    "identifier.phone.shape": "This is not a phone number: ten digits that begin with 05, 06 or 07.",
    "identifier.rib.shape": "This is not an account number (RIB): it has 24 digits.",
    "identifier.rib.key": "The last two digits of this account number (RIB) do not fit the others.",
    "identifier.iban.shape": "This is not a Moroccan IBAN: MA, two digits, then 24 digits.",
    "identifier.iban.key": "The digits of this IBAN do not fit one another.",
    "identifier.payment_reference.shape": "This is not a payment reference: it has 18 digits.",
    "identifier.payment_reference.key": "The last two digits of this reference do not fit the others.",
    "identifier.tax_number.shape": "This is not a tax number (IF): it has seven or eight digits.",
    "identifier.trade_register.shape": "This is not a trade register number: its digits, then the court.",
    "identifier.professional_tax.shape": "This is not a professional tax number (TP): eight digits.",
    "identifier.postal_code.shape": "This is not a postal code: it has five digits.",
    "identifier.birth_act.shape": "This is not a birth act: number, year and commune, as in 123/1985/Rabat.",
}


class IdentifierError(DomainError):
    """An identifier that cannot be one. `code` says which and why; `value` is what was given."""

    code = "identifier"
    params = ("value",)
    remedy = "Compare {value!r} with the card or the document, and type it again."

    def __init__(self, code: str, value: str) -> None:
        self.__dict__["code"] = code
        self.__dict__["message"] = SENTENCES[code]
        super().__init__(value=value)

    @property
    def value(self) -> str:
        return str(self.values["value"])

    def __reduce__(self) -> tuple[type[IdentifierError], tuple[str, str]]:
        return type(self), (self.code, self.value)
