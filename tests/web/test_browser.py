"""The pages in a real browser: no error, no hindrance, nothing that runs off a small screen."""

from __future__ import annotations

import addresses
import pytest

from conftest import LANGUAGES
from himaya.channels.web import assets

pytestmark = pytest.mark.browser
PAGES = (*addresses.EVERY[1:], "?region=11&on=2022-02-31")
AXE = assets.FRONT / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture
def page(browser):
    """A page that gathers what the browser complains of."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.complaints = []
    opened.on("console", lambda message: opened.complaints.append(message.text))
    opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
    yield opened
    opened.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ["", *PAGES])
def test_a_page_hinders_nobody_and_fits_every_screen(page, site, language, address):
    """axe finds nothing serious; nothing runs off a screen of 320 pixels; the browser complains of nothing."""
    page.goto(f"{site}{language}/{address}")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then(result => result.violations)")
    grave = [
        (each["id"], [node["html"][:120] for node in each["nodes"]][:3])
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]
    assert grave == []
    for width in (768, 360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    known = "404" if "nothing-here" in address else "no complaint"
    assert [each for each in page.complaints if known not in each] == []


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_first_key_skips_to_the_content(page, site, language):
    page.goto(f"{site}{language}/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_calculator_is_filled_in_by_keyboard_and_its_address_gives_the_same_again(page, site, language):
    page.goto(f"{site}{language}/calculators/self-employed/")
    page.focus("#category")
    page.keyboard.press("ArrowDown")
    page.select_option("#category", "dentist")
    page.focus("form.hm-form button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#practice_years")
    page.focus("#practice_years")
    page.keyboard.type("10")
    page.keyboard.press("Enter")
    page.wait_for_selector(".hm-great")
    shown = page.inner_text(".hm-great")
    assert "asked" not in page.url
    page.goto(page.url)
    assert page.inner_text(".hm-great") == shown
    assert page.locator(".hm-why li").count() >= 3


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_an_error_leads_to_its_field(page, site, language):
    page.goto(f"{site}{language}/calculators/payslip/?asked=gross_wage.amo_mode.month&gross_wage=abc")
    page.click(".hm-errors a")
    assert page.evaluate("document.activeElement.id") == "gross_wage"
    described = page.get_attribute("#gross_wage", "aria-describedby")
    assert "gross_wage-error" in described


def test_pages_answer_without_scripts(browser, site):
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{site}fr/calculators/payslip/")
    plain.fill("#gross_wage", "8 000")
    plain.click("form.hm-form button")
    assert "7\u202f550,40" in plain.inner_text(".hm-great").replace("\u00a0", " ")
    context.close()


def test_a_filter_keeps_its_address_and_can_be_shared(page, site):
    page.goto(f"{site}fr/")
    page.select_option("#region", "11")
    page.click("button[type=submit]")
    assert "region=11" in page.url
    assert page.input_value("#region") == "11"
    page.click("a[hreflang=ar]")
    assert page.url.startswith(f"{site}ar/")
    assert page.input_value("#region") == "11"


def test_arabic_is_set_in_its_own_font(page, site):
    page.goto(f"{site}ar/")
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('700 20px \"IBM Plex Sans Arabic\"', 'حماية')")
    assert page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').length") >= 3


def test_style_and_fonts_stay_within_reach_of_a_cheap_telephone(page, site):
    sizes = {}
    page.on("response", lambda answer: sizes.update({answer.url: len(answer.body())}))
    page.goto(f"{site}ar/")
    page.wait_for_load_state("networkidle")
    fonts = sum(size for url, size in sizes.items() if url.endswith(".woff2"))
    assert 0 < fonts <= 260_000
    assert not [url for url in sizes if not url.startswith(site)]
