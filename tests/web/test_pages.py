"""What a reader meets: figures in four languages, filters in the address, nothing hidden given away."""

from __future__ import annotations

import csv
import dataclasses
import gzip
import io
import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
import sample

from conftest import LANGUAGES
from himaya.channels.web import asking, reading
from himaya.runtime.errors import DatabaseUnavailable
from himaya.steering.statistics.figures import Cell, Label

PAGES = ("", "published/", "nothing-here/")
HTML_LIMIT = 20_000


def text(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_its_language_and_direction(client, language):
    page = text(client.get(f"/{language}/"))
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in page


def test_the_bare_address_leads_to_the_first_language(client, settings_language):
    settings_language("ar")
    response = client.get("/")
    assert response.status_code == 302
    assert response["Location"] == "/ar/"


@pytest.fixture
def settings_language(monkeypatch):
    from django.conf import settings

    return lambda code: monkeypatch.setattr(settings, "LANGUAGE_CODE", code)


def test_numbers_are_grouped_and_kept_left_to_right(client, answer):
    answer(dataclasses.replace(sample.snapshot(region="11"), registered=Cell(1_641_557)))
    assert '<bdi dir="ltr" class="hm-num">1\u202f641\u202f557</bdi>' in text(client.get("/ar/"))


def test_arabic_months_are_those_of_morocco(client):
    assert "22 نونبر 2026" in text(client.get("/ar/"))


def test_the_language_switch_keeps_the_page_and_its_question(client):
    page = text(client.get("/ar/?region=11&on=2026-01-31"))
    assert 'href="/fr/?region=11&amp;on=2026-01-31" lang="fr"' in page


def test_downloads_keep_the_question(client):
    page = text(client.get("/fr/?region=11&on=2026-01-31"))
    addresses = re.findall(r'href="(/fr/figures/[^"]+)"', page)
    assert len(addresses) > 8
    for address in addresses:
        asked = parse_qs(urlsplit(address.replace("&amp;", "&")).query)
        assert asked == {"region": ["11"], "on": ["2026-01-31"]}
        assert client.get(address.replace("&amp;", "&")).status_code == 200


def test_a_day_that_does_not_exist_is_answered_for_today_and_said(client):
    page = text(client.get("/en/?on=2022-02-31"))
    assert "This day does not exist" in page
    assert 'aria-invalid="true" aria-describedby="on-error"' in page


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("٢٠٢٢-٠٤-٠١", date(2022, 4, 1)),
        (" 2022-04-01 ", date(2022, 4, 1)),
        ("2022-04-02", None),
        ("1066-10-14", None),
    ],
)
def test_days_are_read_as_people_type_them(typed, day):
    question = asking.read({"on": typed}, today=date(2022, 4, 1))
    assert question.on == (day or date(2022, 4, 1))
    assert ("on" in question.errors) == (day is None)


def test_an_unknown_region_is_said_and_the_country_shown(client):
    page = text(client.get("/en/?region=zz"))
    assert "Choose one of the list." in page
    assert "Nobody is registered" not in page


def test_an_empty_register_says_what_to_do(client, answer):
    nobody = dataclasses.replace(sample.snapshot(region="11"), registered=Cell(0))
    answer(nobody)
    page = text(client.get("/en/"))
    assert "Nobody is registered on this day" in page
    assert "himaya register" in page


def test_a_withheld_cell_shows_no_number_anywhere(client, answer):
    figures = sample.snapshot(region="11")
    first = dataclasses.replace(
        figures.by_category[0], registered=Cell.small(), label=Label("نادر", "Rare", "Rare")
    )
    answer(dataclasses.replace(figures, by_category=(first, *figures.by_category[1:])))
    row = re.search(r"<bdi>Rare</bdi>.*?</tr>", text(client.get("/en/")), re.DOTALL)
    assert row is not None
    assert "‹5" in row[0]
    assert not re.search(r'class="is-own"', row[0])
    saved = client.get("/en/figures/by_category.csv").content.decode()
    (kept,) = [line for line in csv.DictReader(io.StringIO(saved)) if line["label_fr"] == "Rare"]
    assert kept["registered"] == "<5"
    (line,) = [
        line
        for line in client.get("/en/figures/by_category.json").json()["rows"]
        if line["label_fr"] == "Rare"
    ]
    assert line["registered"] is None
    assert line["registered_hidden"] == "small"


def test_a_breakdown_can_be_taken_away_as_a_picture(client):
    response = client.get("/fr/figures/by_category.svg?region=11")
    assert response["Content-Type"] == "image/svg+xml"
    drawn = text(response)
    for said in ("Par catégorie", "Agriculteurs", "22 novembre 2026", "Laâyoune-Sakia El Hamra", "inventées"):
        assert said in drawn
    assert client.get("/fr/figures/summary.svg").status_code == 404


def test_a_name_that_a_spreadsheet_would_run_is_defused(client, answer):
    figures = sample.snapshot(region="11")
    evil = dataclasses.replace(figures.by_category[0], label=Label("=1+1", "=cmd|' /C calc'!A0", "x"))
    answer(dataclasses.replace(figures, by_category=(evil,)))
    (row,) = csv.DictReader(io.StringIO(client.get("/en/figures/by_category.csv").content.decode()))
    assert row["label_ar"] == "'=1+1"
    assert row["label_fr"].startswith("'=")


def test_a_name_with_markup_is_shown_as_text(client, answer):
    figures = sample.snapshot(region="11")
    places = [
        dataclasses.replace(place, label=Label("<script>x</script>", "<script>x</script>"))
        for place in figures.by_commune
    ]
    answer(dataclasses.replace(figures, by_commune=tuple(places)))
    assert "<script>" not in text(client.get("/ar/"))


def test_every_download_says_its_day_and_its_definition(client):
    everything = client.get("/ar/figures/all.json").json()
    assert len(everything) == 8
    for table in everything.values():
        assert table["snapshot_on"] == "2026-11-22"
        assert table["definition"]["ar"]
        assert table["rows"]


def test_published_figures_stand_apart_from_the_register(client):
    page = text(client.get("/fr/"))
    aside = re.search(r"<aside.*?</aside>", page, re.DOTALL)
    assert aside is not None
    assert "1\u202f641\u202f557" in aside[0]
    assert "1\u202f641\u202f557" not in page.replace(aside[0], "")
    assert "Hors du registre" in aside[0]


def test_the_published_page_shows_the_sums_that_do_not_add_up(client):
    page = text(client.get("/en/published/"))
    for shown in ("1\u202f641\u202f577", "+20", "+5\u202f000", "−900\u202f000"):
        assert shown in page


def test_generated_people_are_announced(client, answer):
    assert "Generated people." in text(client.get("/en/"))
    answer(sample.snapshot(region="11", demonstration=False))
    assert "Generated people." not in text(client.get("/en/"))


def test_a_lost_address_gets_a_page_in_its_language(client):
    response = client.get("/fr/nulle-part/")
    assert response.status_code == 404
    assert "Il n’y a pas de page à cette adresse" in text(response)


@pytest.mark.parametrize("address", ["/fr/", "/fr/figures/summary.csv", "/fr/figures/all.json"])
def test_a_silent_register_is_announced_with_what_stays_readable(client, answer, address):
    def silent(question):
        raise DatabaseUnavailable(reason="refused", advice="start it")

    answer(silent)
    response = client.get(address)
    assert response.status_code == 503
    assert response["Retry-After"]
    assert "/fr/published/" in text(response)
    assert "refused" not in text(response)


def test_a_fault_of_ours_gets_a_page_without_its_trace(client, answer):
    def broken(question):
        raise RuntimeError("a secret")

    answer(broken)
    client.raise_request_exception = False
    response = client.get("/ar/")
    assert response.status_code == 500
    assert "وقع خلل من جانبنا" in text(response)
    assert "a secret" not in text(response)


def test_health_answers_without_the_register(client, answer):
    answer(lambda question: pytest.fail("the register was asked"))
    assert client.get("/health").json() == {"status": "ok"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_pages_are_light(client, language, page):
    body = client.get(f"/{language}/{page}").content
    assert len(gzip.compress(body, 6)) <= HTML_LIMIT


@pytest.mark.parametrize("page", PAGES)
def test_nothing_in_a_page_needs_an_exception_to_the_content_policy(client, page):
    response = client.get(f"/ar/{page}")
    body = text(response)
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:", body)
    assert "unsafe" not in response["Content-Security-Policy"]


def test_pages_are_compressed_on_the_way(client):
    response = client.get("/ar/", headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"


def test_one_question_is_not_counted_twice_in_a_moment(monkeypatch):
    from django.core.cache import cache

    asked = []

    class Connection:
        def __enter__(self):
            return self

        def __exit__(self, *error):
            return None

    def count(connection, *, on, known_on, region, category):
        asked.append((on, region))
        return sample.snapshot(region="11")

    monkeypatch.setattr(reading.database, "connect", lambda role: Connection() if role == "reader" else None)
    monkeypatch.setattr(reading.selectors, "figures", count)
    cache.clear()
    question = asking.read({}, today=date(2026, 11, 22))
    assert reading.read_figures(question) == reading.read_figures(question)
    reading.read_figures(dataclasses.replace(question, region="11"))
    cache.clear()
    assert asked == [(date(2026, 11, 22), None), (date(2026, 11, 22), "11")]
