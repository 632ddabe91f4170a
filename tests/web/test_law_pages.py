"""The law explorer: every value with its text, every rule in words, what is uncertain, an explanation that stays."""

from __future__ import annotations

import re
from datetime import date

import pytest
from addresses import LANGUAGES
from django.utils import translation

from himaya.channels.web.law import explaining, reading, wording
from himaya.fund import law as fund_law
from himaya.kernel import jurisdiction, yaml_file


def text(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_and_every_rule_has_its_page(client, language):
    law = fund_law.current()
    paths = list(law.parameters)[::9]
    names = list(law.variables)[::9]
    for path in paths:
        assert client.get(f"/{language}/law/values/{path}/").status_code == 200, path
    for name in names:
        assert client.get(f"/{language}/law/rules/{name}/").status_code == 200, name


def test_a_value_shows_the_text_that_set_it_and_the_day(client):
    page = text(client.get("/ar/law/values/wages.smig_hour/"))
    for said in ("17,92", "Décret 2.25.983", "1 يناير 2026", "14,81", 'class="hm-line"'):
        assert said in page


def test_a_value_lasts_to_the_day_before_the_next(client):
    page = text(client.get("/fr/law/values/wages.smig_hour/"))
    assert "31 décembre 2025" in page
    assert page.count("1er janvier 2026") == 1


def test_a_long_table_is_searched_by_its_keys(client):
    found = text(client.get("/fr/law/values/amo.medicines/?q=6118001081257"))
    assert "<bdi>6118001081257</bdi>" in found
    assert 'rel="next"' not in found
    assert "Rien ne répond" in text(client.get("/fr/law/values/amo.medicines/?q=nothing"))


def test_a_decision_shows_what_else_was_possible(client):
    page = text(client.get("/fr/law/values/decisions.tns_rounding/"))
    assert "Au centime le plus proche" in page
    assert "Déduit" in page


@pytest.mark.parametrize("asked", ["smig", "السميك", "2.25.983"])
def test_the_law_is_searched_by_word_in_any_language_and_by_text(client, asked):
    assert "/fr/law/values/wages.smig_hour/" in text(client.get("/fr/law/", {"q": asked}))


def test_a_search_without_answer_says_what_to_try(client):
    page = text(client.get("/en/law/?q=zzzz"))
    assert "Nothing answers this search" in page
    assert "See everything" in page


@pytest.mark.parametrize("address", ["law/values/no.such/", "law/rules/no_such/", "law/explain/no_such/"])
def test_an_unknown_name_has_no_page(client, address):
    assert client.get(f"/fr/{address}").status_code == 404


def test_an_explanation_has_its_steps_in_order_and_its_texts(client):
    page = text(client.get("/fr/law/explain/tns_amo/?category=taxi_driver&month=2022-03-01"))
    steps = re.findall(r'<p class="hm-why-words">([^<]*)</p><p class="hm-why-value">(.*?)</p>', page)
    assert [words for words, _ in steps] == [
        "Coefficient du revenu forfaitaire",
        "Revenu forfaitaire mensuel",
        "Cotisation AMO du mois",
    ]
    assert "180,18" in steps[-1][1]
    assert "Décret 2.19.424" in page


def test_an_explanation_is_the_same_for_programs_and_in_plain_text(client):
    address = "/en/law/explain/tns_amo/?category=taxi_driver&month=2022-03-01"
    told = client.get(f"{address}&format=json").json()
    assert (told["value"], told["name"]) == (18018, "tns_amo")
    plain = client.get(f"{address}&format=text")
    assert plain["Content-Type"].startswith("text/plain")
    assert "180.18" in plain.content.decode()


def test_rows_of_facts_stand_in_the_address(client):
    rows = "&".join(
        f"row=child_present:true,household:1,child_age:{age},schooled:true,child_rank:{rank},month:2026-11-01"
        for rank, age in ((1, 3), (2, 8))
    )
    told = client.get(f"/en/law/explain/asd_child_sum/?{rows}&format=json").json()
    assert told["value"] is not None


def test_a_fact_outside_its_range_is_said_beside_its_field(client):
    page = text(client.get("/fr/law/explain/tns_amo/?category=taxi_driver&month=2022-03-01&farm_class=40"))
    assert "Écrivez un nombre entre 1 et 9." in page
    assert 'href="#farm_class"' in page


@pytest.mark.parametrize("row", ["nobody:1", "month:tomorrow"])
def test_a_row_that_the_law_cannot_read_is_refused_in_words(client, row):
    response = client.get("/fr/law/explain/tns_amo/", {"row": row})
    assert response.status_code == 400
    assert "Traceback" not in text(response)


def test_what_is_uncertain_lists_only_what_no_text_sets(client):
    law = fund_law.current()
    listed = {entry.name for entry in reading.uncertain(law, today=date(2026, 11, 22))}
    assert "decisions.tns_rounding" in listed
    assert "tns.amo_rate" not in listed


def test_codes_and_days_are_said_in_words():
    with translation.override("ar"):
        said = str(wording.prose("\u2068taxi_driver\u2069 2022-03-01"))
    assert "سائق سيارة أجرة" in said
    assert "1 مارس 2022" in said


def test_markup_in_a_fact_is_shown_as_text(client):
    page = text(
        client.get("/fr/law/explain/tns_amo/", {"row": "category:<script>x</script>,month:2022-03-01"})
    )
    assert "<script>x" not in page


def test_a_part_that_came_to_nothing_is_left_out_of_the_steps():
    law = fund_law.current()
    told = explaining.tell(law.explain({"category": "taxi_driver", "month": "2022-03-01"}, "month_due"))
    assert "achamil_monthly" not in {step.name for step in told.steps}


def test_every_code_that_a_fact_may_take_has_a_name():
    law = fund_law.current()
    codes = yaml_file.read(jurisdiction.folder("ma") / "law" / "codes.yaml")
    for fact, answers in codes["answers"].items():
        assert law.inputs[fact].unit.kind == "code"
        assert [code for code in answers if code not in codes["names"]] == []
    assert [code for code, said in codes["names"].items() if set(said) < {"ar", "fr", "en"}] == []


@pytest.mark.parametrize(("at", "value"), [(1, "3"), (2, "8")])
def test_the_explanation_of_each_row_has_its_own_address(client, at, value):
    rows = "&".join(
        f"row=child_present:true,household:1,child_age:{age},schooled:true,child_rank:{rank},month:2026-11-01"
        for rank, age in ((1, 3), (2, 8))
    )
    told = client.get(f"/en/law/explain/asd_child_amount/?{rows}&at={at}&format=json").json()
    ages = {fact["shown"] for part in [told, *told["parts"]] for fact in part["facts"]}
    assert any(shown.startswith(value) for shown in ages)
