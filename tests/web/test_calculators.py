"""The calculators: questions that follow one another, errors beside the field, a result that stays in its address."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from addresses import LANGUAGES

from himaya.channels.web.calculators.answering import read, shifted
from himaya.channels.web.calculators.declared import calculator, groups
from himaya.channels.web.calculators.errors import CalculatorInvalid
from himaya.channels.web.fields import Field
from himaya.kernel import jurisdiction

TODAY = date(2026, 11, 22)


def text(response) -> str:
    return html.unescape(response.content.decode())


def every():
    """Their names, from the files of the fund: the law is not loaded to collect the tests."""
    folder = jurisdiction.folder("ma") / "calculators"
    return sorted(path.stem.replace("_", "-") for path in folder.glob("*.yaml") if path.stem != "groups")


def test_every_file_is_listed_in_a_group():
    assert sorted(one.name for group in groups() for one in group.calculators) == every()


def great(page: str) -> str:
    """The main amount, in plain characters."""
    found = re.search(r'<p class="hm-great">(.*?)</p>', page)
    assert found is not None, page[-2000:]
    return re.sub(r"<[^>]*>", "", found[1]).replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", every())
def test_each_calculator_opens_in_each_language(client, language, name):
    assert client.get(f"/{language}/calculators/{name}/").status_code == 200


# The amounts are worked out by hand from the texts, or stand in the cases of the law.
@pytest.mark.parametrize(
    ("name", "answers", "amount"),
    [
        # 17.92 × 191 × 6.37 % = 218.0272…, cut to the centime
        ("self-employed", {"category": "taxi_driver", "month": "2026-11"}, "218,02 DH"),
        # published by the fund for dentists of five years and more: 4 × 14.81 × 191 × 6.37 %
        ("self-employed", {"category": "dentist", "practice_years": "10", "month": "2022-03"}, "720,75 DH"),
        # 200 000 × 8 % × 10 % = 1 600, and four quarters of 570
        (
            "single-contribution",
            {"turnover": "200000", "profit_coefficient": "8", "months": "12", "month": "2026-11"},
            "3 880,00 DH",
        ),
        # 100 000 × 1 % = 1 000: the band up to 1 000 owes 390 a quarter
        (
            "auto-entrepreneur",
            {"ae_activity": "services", "annual_turnover": "100000", "month": "2026-11"},
            "390,00 DH",
        ),
        # the worked cases of the law: 153.34 and 77.35 withheld of 3 422.72
        ("payslip", {"gross_wage": "3422.72", "month": "2026-03"}, "3 192,03 DH"),
        (
            "old-age",
            {"insurance_days": "3240", "average_monthly_wage": "4000", "day": "2025-09-01"},
            "2 000,00 DH",
        ),
        (
            "family-allowance",
            {"eligible_children": "4", "monthly_wage": "4000", "month": "2018-05"},
            "636,00 DH",
        ),
        (
            "maternity",
            {"stoppage_on": "2026-05-01", "days_in_10_months": "200", "capped_wages_in_6_months": "27000"},
            "14 700,00 DH",
        ),
        (
            "job-loss",
            {
                "job_lost_on": "2026-03-01",
                "loss_reason": "involuntary",
                "average_wage_36_months": "3500",
                "days_in_36_months": "800",
                "days_in_12_months": "300",
            },
            "2 450,00 DH",
        ),
        (
            "sickness",
            {"stoppage_on": "2024-06-10", "incapacity_days": "10", "capped_wages_in_6_months": "27000"},
            "700,00 DH",
        ),
        (
            "survivors",
            {"deceased_pension": "3000", "orphans_one_parent": "2", "death_on": "2025-09-01"},
            "3 000,00 DH",
        ),
        # a specialist at 300 of which 150 counts: 105; a medicine of base price 255: 178.50
        (
            "prescription",
            {
                "lines": "2",
                "scheme": "AMO_SALARIES",
                "care_on": "2025-03-10",
                "line_1": "Cs",
                "billed_1": "300",
                "line_2": "medicine",
                "ean13_2": "6118001081257",
                "billed_2": "338",
            },
            "283,50 DH",
        ),
    ],
)
def test_amounts_are_those_of_the_law(client, name, answers, amount):
    assert great(text(client.get(f"/fr/calculators/{name}/", answers))) == amount


def test_an_answer_may_call_for_another_question(client):
    asked = {"asked": "category.month", "category": "architect", "month": "2026-11"}
    page = text(client.get("/fr/calculators/self-employed/", asked))
    assert 'name="diploma_years"' in page
    assert "il reste une chose à savoir" in page
    assert 'role="alert"' not in page


def test_a_missing_answer_is_said_beside_its_field_and_above(client):
    asked = {"asked": "category.farm_class.month", "category": "farmer", "farm_class": "", "month": "2026-11"}
    page = text(client.get("/ar/calculators/self-employed/", asked))
    assert 'href="#farm_class"' in page
    assert page.count("هذا الجواب ضروري.") == 2


def test_a_finished_form_leads_to_an_address_without_its_workings(client):
    asked = {"asked": "category.month", "category": "taxi_driver", "month-m": "11", "month-y": "2026"}
    response = client.get("/fr/calculators/self-employed/", asked)
    assert response.status_code == 302
    assert response["Location"] == "/fr/calculators/self-employed/?category=taxi_driver&month=2026-11"


def test_answers_that_no_longer_matter_are_dropped():
    found = calculator("self-employed")
    answers = read(found, {"category": "taxi_driver", "farm_class": "3", "month": "2026-11"}, today=TODAY)
    assert answers.query == "category=taxi_driver&month=2026-11"


def test_the_result_explains_itself_and_says_what_is_uncertain(client):
    page = text(client.get("/fr/calculators/self-employed/?category=taxi_driver&month=2026-11"))
    assert "Comment est-ce calculé ?" in page
    assert "Revenu forfaitaire mensuel" in page
    assert "Arrondi des cotisations des travailleurs non salariés" in page
    assert "/fr/law/explain/month_due/?category=taxi_driver&month=2026-11" in page


def test_a_case_without_published_amount_says_why(client):
    page = text(client.get("/fr/calculators/self-employed/?category=farmer&farm_class=4&month=2026-11"))
    assert "La loi ne donne pas de montant pour ce cas." in page
    assert "Aucun texte publié ne donne le coefficient" in page


def test_answers_can_be_changed_from_the_result(client):
    page = text(client.get("/fr/calculators/self-employed/?category=taxi_driver&month=2026-11&change=1"))
    assert '<option value="taxi_driver" selected>' in page


def test_repeated_questions_are_asked_as_often_as_said(client):
    page = text(client.get("/fr/calculators/direct-aid/?asked=children.month&children=3&month=2026-11"))
    assert [f'name="child_age_{place}"' in page for place in (1, 2, 3, 4)] == [True, True, True, False]


def test_an_unknown_calculator_has_no_page(client):
    assert client.get("/fr/calculators/horoscope/").status_code == 404


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("money", "3 500,50", "3500.5"),
        ("money", "٣٥٠٠", "3500"),
        ("money", "1\u202f234\u202f567", "1234567"),
        ("money", "12'000", "12000"),
        ("number", " 4 ", "4"),
        ("percent", "12,5 %", "12.5"),
        ("month", "2026-11", "2026-11"),
        ("day", "2024-02-29", "2024-02-29"),
    ],
)
def test_numbers_are_read_as_people_write_them(kind, typed, value):
    read_back = Field(name="x", label="x", kind=kind).asked({"x": typed})
    assert (read_back.value, read_back.error) == (value, "")


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("money", "abc"),
        ("money", "1.234"),
        ("number", "1,5"),
        ("number", "1e9"),
        ("day", "2023-02-29"),
        ("day", "31-31-31"),
        ("month", "2026-13"),
        ("flag", "perhaps"),
        ("choice", "nothing"),
        ("money", "9" * 30),
        ("text", ""),
        ("number", "NaN"),
        ("number", "\x00"),
    ],
)
def test_what_cannot_be_read_is_said(kind, typed):
    assert Field(name="x", label="x", kind=kind).asked({"x": typed}).error


@pytest.mark.parametrize(("value", "error"), [("0", True), ("1", False), ("9", False), ("10", True)])
def test_a_range_holds_its_ends(value, error):
    field = Field(name="x", label="x", kind="number", low="1", high="9").asked({"x": value})
    assert bool(field.error) is error


def test_days_are_put_together_from_their_parts():
    field = Field(name="x", label="x", kind="day").asked({"x-d": "1", "x-m": "3", "x-y": "2022"})
    assert (field.value, field.error) == ("2022-03-01", "")
    wrong = Field(name="x", label="x", kind="day").asked({"x-d": "31", "x-m": "2", "x-y": "2022"})
    assert wrong.error
    assert [value for _, _, value in wrong.controls] == ["31", "2", "2022"]


def test_per_cent_become_a_ratio():
    assert [shifted(text) for text in ("12.5", "3", "100", "0")] == ["0.125", "0.03", "1.00", "0.00"]


def test_a_file_that_names_no_variable_of_the_law_is_refused(tmp_path, monkeypatch):
    from himaya.channels.web.calculators import declared
    from himaya.fund import law as fund_law

    path = tmp_path / "wrong.yaml"
    path.write_text(
        "title: {ar: ا, fr: a}\nlead: {ar: ا, fr: a}\ngroup: g\norder: 1\n"
        "questions: {x: {label: {ar: ا, fr: a}, kind: magic, when: {y: [z]}}}\nresults: [{variable: nothing}]\n",
        encoding="utf-8",
    )
    with pytest.raises(CalculatorInvalid) as refused:
        declared._read(path, fund_law.current())
    for said in ("magic", "no question 'y'", "no fact 'x'", "no variable 'nothing'", "no result"):
        assert said in str(refused.value)


def test_a_bound_of_an_answer_comes_from_the_law():
    """Six months under a ceiling of 6,000 make 36,000 at most."""
    asked = {one.name: one for one in calculator("maternity").questions}["capped_wages_in_6_months"]
    assert asked.high == "36000"
    assert asked.hint["en"] == "Each month counts up to 6,000 MAD: 36,000 at most."
    assert "6\u202f000" in asked.hint["fr"]
    assert "36\u202f000" in asked.hint["ar"]
