"""Every page, weighed: HTML within 20 kB and style within 40 kB compressed, in each language."""

from __future__ import annotations

import gzip
import re

import addresses
import pytest
from addresses import LANGUAGES
from django.urls import URLPattern, URLResolver, get_resolver

from himaya.channels.web import assets
from himaya.channels.web.access import urls as access

HTML_LIMIT, STYLE_LIMIT = 20_000, 40_000


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", addresses.EVERY)
def test_a_page_is_light_and_asks_for_no_exception(client, language, address):
    response = client.get(f"/{language}/{address}")
    body = response.content.decode()
    assert len(gzip.compress(response.content, 6)) <= HTML_LIMIT
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:", body)
    assert "unsafe" not in response["Content-Security-Policy"]


def test_style_and_scripts_together_are_light():
    packed = [path.stat().st_size for path in assets.BUILT.glob("*.css.gz")]
    packed += [path.stat().st_size for path in assets.BUILT.glob("*.js.gz")]
    assert sum(packed) <= STYLE_LIMIT


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_language_switch_keeps_the_page_and_its_answers(client, language):
    address = addresses.PAGES["calculator"]
    other = "fr" if language == "ar" else "ar"
    body = client.get(f"/{language}/{address}").content.decode()
    assert f'href="/{other}/{address.replace("&", "&amp;")}" lang="{other}"' in body


def test_every_page_of_the_site_is_visited_by_the_tests():
    """A view that no test lists fails here. Downloads, gateways and the programs' interface have tests of their own."""
    elsewhere = {
        *("front_door", "health", "receipts", "inbound", "figure_csv", "figure_json", "figure_picture"),
        *("published_csv", "published_json"),
    }
    accounts = {entry.name for entry in (*access.urlpatterns, *access.returning)}  # tests/access visits them
    names = {name for name in _names(get_resolver()) if not name.startswith("api-")} - accounts
    assert names == elsewhere | set(addresses.PAGES)


def _names(resolver: URLResolver):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield entry.name
        else:
            yield from (f"api-{name}" if entry.app_name == "ninja" else name for name in _names(entry))
