"""What can be found on a line of a list of people, with its outcome, its sentence and what to do.

Rejected lines enter nothing until the sender mends them; lines to complete register once the missing fact is
given; lines to review wait for a person's decision (self-employed file, section 7; law 98-15, art. 7:
refusals are reasoned).
"""

from __future__ import annotations

from himaya.foundation.intake.findings import FindingCode, Outcome, register_codes

REJECTED, TO_COMPLETE, REVIEW = Outcome.REJECTED, Outcome.TO_COMPLETE, Outcome.REVIEW


def _line(code: str, outcome: Outcome, sentence: str, remedy: str) -> FindingCode:
    return FindingCode(code=f"registration.{code}", outcome=outcome, sentence=sentence, remedy=remedy)


IDENTITY = (
    _line(
        "identity_missing",
        REJECTED,
        "The line has no identity number.",
        "Give the number of the national card (CIN), the social register (IDCS) or the residence card.",
    ),
    _line(
        "cin_shape",
        REJECTED,
        "“{value}” is not a national card number: it has one or two letters, then one to seven digits.",
        "Copy the number from the person's card.",
    ),
    _line(
        "idcs_shape",
        REJECTED,
        "“{value}” is not a social register number (IDCS): it has ten digits.",
        "Copy the ten digits from the person's registration certificate.",
    ),
    _line(
        "residence_card_shape",
        REJECTED,
        "“{value}” is not a residence card number.",
        "Copy the number from the person's residence card.",
    ),
    _line(
        "identifier_conflict",
        REVIEW,
        "The identity number of this line belongs to somebody with another name and another date of birth.",
        "Check the identity number on the card; the fund compares the two files before it decides.",
    ),
    _line(
        "duplicate_in_list",
        REJECTED,
        "The same person is already in this list, on line {value}, with the same category.",
        "Nothing to do if both lines are the same person; otherwise correct the identity number.",
    ),
    _line(
        "possible_duplicate",
        REVIEW,
        "The person looks like somebody who is already registered under another identity number.",
        "Nothing to do for now: an agent of the fund compares the two files and decides.",
    ),
)

PERSON = (
    _line(
        "name_missing",
        REJECTED,
        "The family name or the given name is missing.",
        "Give both names, in Arabic letters or in Latin letters.",
    ),
    _line(
        "birth_missing",
        REJECTED,
        "The date of birth is missing.",
        "Give the date of birth, or the year alone if only the year is known.",
    ),
    _line(
        "birth_implausible",
        REJECTED,
        "The date of birth “{value}” cannot be right: it is not a date, or the age is out of bounds.",
        "Correct the date of birth (for example 1980-05-31, or 1980).",
    ),
    _line(
        "sex_unknown",
        REJECTED,
        "The sex is missing or not understood: “{value}”.",
        "Write M for a man or F for a woman.",
    ),
    _line(
        "died",
        REJECTED,
        "The register says that this person has died.",
        "Check the identity number; if the person is alive, send a certificate of life to the fund.",
    ),
)

CONTACT = (
    _line(
        "phone_missing",
        TO_COMPLETE,
        "The telephone number is missing: the person cannot receive the insured number by SMS.",
        "Give a mobile number that starts with 06 or 07.",
    ),
    _line(
        "phone_not_mobile",
        TO_COMPLETE,
        "“{value}” is not a Moroccan mobile number: the person cannot receive the insured number by SMS.",
        "Give a mobile number of ten digits that starts with 06 or 07.",
    ),
    _line(
        "commune_unknown",
        TO_COMPLETE,
        "The commune “{value}” is missing or unknown.",
        "Give the official name or the code of the commune where the person lives.",
    ),
)

CATEGORY = (
    _line(
        "category_unknown",
        REJECTED,
        "The category “{value}” is missing or unknown.",
        "Use one of the categories of your agreement with the fund.",
    ),
    _line(
        "category_not_of_body",
        REJECTED,
        "The category “{value}” is not one that you send to the fund.",
        "Remove the line, or ask the fund to complete your agreement.",
    ),
    _line(
        "category_not_open_on_date",
        REJECTED,
        "The category “{value}” was not yet open to registration on the day of the list.",
        "Send the line again once the decree of this category is in force.",
    ),
    _line(
        "subcategory_unknown",
        REJECTED,
        "The sub-category “{value}” is missing or unknown: the contribution depends on it.",
        "Use one of the sub-categories of your agreement with the fund.",
    ),
    _line(
        "facts_missing_for_category",
        TO_COMPLETE,
        "“{column}” is missing: the contribution of this category depends on it.",
        "Fill in “{column}” for this person.",
    ),
    _line(
        "fact_out_of_range",
        TO_COMPLETE,
        "“{column}” cannot be right: the contribution cannot be worked out from “{value}”.",
        "Correct “{column}” for this person.",
    ),
    _line(
        "activity_date_implausible",
        REJECTED,
        "The day on which the activity started, “{value}”, cannot be right.",
        "Correct the day (for example 2015-05-31); it cannot be later than the list.",
    ),
)

SCHEME = (
    _line(
        "already_registered_same_category",
        REJECTED,
        "The person is already registered in this category.",
        "Nothing to do: the person keeps the same insured number.",
    ),
    _line(
        "insured_in_other_scheme",
        REJECTED,
        "The person is already insured by another compulsory scheme.",
        "Nothing to do while this cover lasts; send the line again the day it ends.",
    ),
    _line(
        "score_missing",
        TO_COMPLETE,
        "The household's social register score is missing.",
        "Send the score of the household (for example 9.3264284).",
    ),
    _line(
        "score_above_threshold",
        REJECTED,
        "The household's social register score, {value}, is above the limit of free cover.",
        "The person may ask for the optional cover (Achamil); send the line again if the score falls.",
    ),
)

DECISION = (
    _line(
        "refused_by_decision",
        REJECTED,
        "An agent of the fund refused this line: {value}",
        "The person may send the fund the documents that answer the refusal.",
    ),
)


def _family(code: str, sentence: str, remedy: str) -> FindingCode:
    return FindingCode(code=f"family.{code}", outcome=REJECTED, sentence=sentence, remedy=remedy)


FAMILY_CODES = (
    _family(
        "insured_unknown",
        "Nobody in the register has the number or the card of this insured person.",
        "Check the insured number or the card of the insured person.",
    ),
    _family(
        "relation_unknown",
        "The relation is neither spouse nor child.",
        "Say whether the person is a spouse or a child.",
    ),
    _family(
        "name_missing",
        "The name of the spouse or child is missing.",
        "Give both names, in Arabic letters or in Latin letters.",
    ),
    _family(
        "birth_wrong",
        "The date of birth of the spouse or child is missing or in the future.",
        "Correct the date of birth.",
    ),
    _family(
        "sex_unknown",
        "The sex of the spouse or child is missing or not understood.",
        "Write M for a man or F for a woman.",
    ),
    _family(
        "child_older_than_parent",
        "The child is not younger than the insured parent.",
        "Check the date of birth, or the relation.",
    ),
    _family(
        "own_dependant",
        "The insured person is declared as a dependant of the same person.",
        "Give the identity of the spouse or child.",
    ),
    _family(
        "already_declared",
        "This spouse or child is already declared for the insured person.",
        "Nothing to do.",
    ),
)

REGISTRATION_CODES = (*IDENTITY, *PERSON, *CONTACT, *CATEGORY, *SCHEME, *DECISION)

register_codes((*REGISTRATION_CODES, *FAMILY_CODES))
