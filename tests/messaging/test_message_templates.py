"""Templates: the fund's own are right, and the loader refuses what must not be sent."""

from __future__ import annotations

import shutil

import pytest
import yaml

from himaya.foundation.messaging import segments, templates
from himaya.foundation.messaging.errors import ParameterRefused, TemplateRefused, UnknownTemplate
from himaya.kernel.jurisdiction import folder

CODES = [
    "registration", "rights_opened", "rights_closed", "rights_closed_pay",
    "rights_closed_pay_by", "rights_restored", "mend_line", "dependant_registered",
    "declare_family", "stop_confirmation", "login_code",
]  # fmt: skip


@pytest.fixture(scope="module")
def catalogue():
    return templates.load("ma")


def test_the_fund_has_its_templates(catalogue):
    assert sorted(catalogue.templates) == sorted(CODES)


def test_the_registration_message_is_one_arabic_segment_with_the_number_and_no_link(catalogue):
    text = catalogue.template("registration").render(language="ar", params={"number": "123456785"})
    assert text == "رقم تسجيلكم في الضمان الاجتماعي: 123456785. لإتمام ملفكم: 3939"
    assert len(text) == 62
    assert segments.measure(text).segments == 1


def test_the_french_registration_message_is_one_seven_bit_segment(catalogue):
    text = catalogue.template("registration").render(language="fr", params={"number": "123456785"})
    assert segments.measure(text).alphabet == "gsm7"
    assert segments.measure(text).segments == 1
    assert "123456785" in text


def test_every_french_and_english_text_is_in_the_seven_bit_alphabet(catalogue):
    for template in catalogue.templates.values():
        for language in ("fr", "en"):
            assert {m.alphabet for m in template.measures(language=language)} == {"gsm7"}, template.code


def test_a_closed_right_says_the_act_that_mends_it(catalogue):
    params = {"number": "123456785", "since_on": "2022-05-01", "act": "send_school_certificate"}
    text = catalogue.template("rights_closed").render(language="fr", params=params)
    assert text == (
        "No 123456785 : vos droits à l'AMO sont fermés depuis le 01/05/2022. "
        "Pour les rouvrir, donnez un certificat de scolarité. Informations : 3939."
    )
    arabic = catalogue.template("rights_closed").render(language="ar", params=params)
    assert "أدلوا بشهادة مدرسية" in arabic
    assert "01/05/2022" in arabic


def test_a_right_closed_by_arrears_says_how_much_to_pay_and_by_when(catalogue):
    params = {"number": "123456785", "owed": "123450", "by_on": "2025-01-31"}
    template = catalogue.template("rights_closed_pay_by")
    assert template.render(language="ar", params=params) == (
        "رقم 123456785: تأمينكم مغلق. أدوا 1234,50 درهم، آخر أجل 31/01/2025"
    )
    assert "Payez 1234,50 DH au plus tard le 31/01/2025" in template.render(language="fr", params=params)
    assert "Pay 1234.50 DH by 31/01/2025" in template.render(language="en", params=params)


@pytest.mark.parametrize(("after", "words"), [("payment", "يفتح يوم الأداء"), ("wait", "يفتح بعد انتظار")])
def test_a_right_that_a_payment_reopens_without_a_last_day_says_when(catalogue, after, words):
    params = {"number": "123456785", "owed": "5", "after": after}
    text = catalogue.template("rights_closed_pay").render(language="ar", params=params)
    assert "أدوا 0,05 درهم" in text
    assert words in text
    assert segments.measure(text).segments == 1


@pytest.mark.parametrize("value", ["", "-5", "12,50", "1 000", "1" * 10, "٥"])
def test_only_whole_centimes_are_written_as_an_amount(catalogue, value):
    params = {"number": "123456785", "owed": value, "after": "payment"}
    with pytest.raises(ParameterRefused):
        catalogue.template("rights_closed_pay").render(language="ar", params=params)


def test_a_tamazight_text_waits_for_its_review(catalogue):
    registration = catalogue.template("registration")
    assert "zgh" in registration.current.unreviewed
    assert catalogue.language_for(registration, "zgh") == "ar"
    assert catalogue.language_for(registration, "fr") == "fr"
    assert catalogue.language_for(registration, None) == "ar"
    assert registration.render(language="zgh", params={"number": "123456785"}).startswith("ⵓⵟⵟⵓⵏ")


def test_every_tamazight_text_of_the_fund_is_marked_unreviewed(catalogue):
    for template in catalogue.templates.values():
        if "zgh" in template.current.texts:
            assert "zgh" in template.current.unreviewed, template.code


@pytest.mark.parametrize("value", ["", "12345678", "1234567890", "12345678x", "١٢٣٤٥٦٧٨٥", "{number}"])
def test_a_wrong_number_is_not_written(catalogue, value):
    with pytest.raises(ParameterRefused):
        catalogue.template("registration").render(language="ar", params={"number": value})


def test_an_old_version_stays_readable_and_an_unknown_one_is_refused(catalogue):
    registration = catalogue.template("registration")
    assert registration.render(language="en", params={"number": "123456785"}, version=1)
    with pytest.raises(UnknownTemplate):
        registration.render(language="en", params={"number": "123456785"}, version=2)
    with pytest.raises(UnknownTemplate):
        catalogue.template("lottery")


def a_template(**changes):
    body = {
        "code": "probe",
        "category": "service",
        "purpose": "A probe.",
        "params": {"number": {"digits": 9}},
        "versions": {
            1: {"max_segments": {"ar": 1}, "texts": {"ar": "رقم {number}", "fr": "Numéro {number}"}}
        },
    }
    for path, value in changes.items():
        *keys, last = path.split("__")
        place = body
        for key in keys:
            place = place[int(key) if key.isdigit() else key]
        if value is None:
            del place[last]
        else:
            place[last] = value
    return body


def an_empty_fund(path):
    """A fund's folder with everything but templates; gives its `messages` folder."""
    (path / "messages").mkdir()
    for name in ("fund.yaml", "messages/sending.yaml"):
        shutil.copy(folder("ma") / name, path / name)
    return path / "messages"


def loaded(tmp_path, body, name="probe"):
    (an_empty_fund(tmp_path) / f"{name}.yaml").write_text(yaml.safe_dump(body, allow_unicode=True), "utf-8")
    return templates.load_folder(tmp_path).template("probe")


def test_a_sound_template_is_loaded(tmp_path):
    assert loaded(tmp_path, a_template()).render(language="fr", params={"number": "123456785"}) == (
        "Numéro 123456785"
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"versions__1__texts__fr": "Numéro {nombre}"}, "do not agree: nombre, number"),
        ({"versions__1__texts__fr": "Sans numéro"}, "do not agree: number"),
        ({"versions__1__texts__fr": "Numéro {number:>30}"}, "has a format"),
        ({"versions__1__texts__fr": "Numéro {number!r}"}, "has a format"),
        ({"versions__1__texts__fr": "Numéro {number.__class__}"}, "do not agree"),
        ({"versions__1__texts__fr": "Numéro {number"}, "brace"),
        ({"versions__1__texts__fr": None}, "fr text of version 1 is missing"),
        ({"versions__1__texts__ar": None}, "ar text of version 1 is missing"),
        ({"versions__1__texts__ar": {"text": "رقم {number}", "reviewed": False}}, "reviewed ar text"),
        ({"versions__1__texts__de": "Nummer {number}"}, "language is unknown"),
        ({"versions__1__texts__ar": "م" * 62 + "{number}"}, "2 segments with the widest values, 1 allowed"),
        ({"versions__1__texts__fr": "{number} https://cnss.example"}, "link"),
        ({"versions__1__texts__fr": "{number} sur macnss.ma"}, "link"),
        ({"params": {"number": "name"}}, "'name' may enter"),
        ({"params": {"number": "amount"}}, "'amount' may enter"),
        ({"params": {"number": {"digits": 24}}}, "'digits' may enter"),
        ({"params": {"number": {"choice": {"a": {"ar": "ا"}}}}}, "no phrase for a"),
        ({"category": "campaign"}, "how to stop"),
        ({"category": "lottery"}, "LOTTERY"),
        ({"category": "otp", "versions__1__texts__fr": "{number}" + "a" * 152}, "2 segments"),
        ({"code": "other"}, "not the name of its file"),
        ({"versions": {}}, "no version"),
        ({"purpose": None}, "purpose"),
    ],
)
def test_the_loader_refuses(tmp_path, changes, reason):
    with pytest.raises(TemplateRefused, match=reason):
        loaded(tmp_path, a_template(**changes))


def test_61_letters_and_the_number_still_fit_one_segment(tmp_path):
    assert loaded(tmp_path, a_template(versions__1__texts__ar="م" * 61 + "{number}"))


@pytest.mark.parametrize("content", ["[1, 2]", "a: [", ""])
def test_a_file_that_is_no_template_is_refused(tmp_path, content):
    (an_empty_fund(tmp_path) / "probe.yaml").write_text(content, "utf-8")
    with pytest.raises(TemplateRefused):
        templates.load_folder(tmp_path)
