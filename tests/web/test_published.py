"""The published figures as they were published, contradictions included (sums added by hand)."""

from __future__ import annotations

import re

import pytest

from himaya.steering.statistics.published import published

PUBLICATION = published()


def contradiction(code: str):
    return next(each for each in PUBLICATION.contradictions if each.code == code)


@pytest.mark.parametrize(
    ("code", "total", "difference"),
    [
        ("categories_2022", 1_641_577, 20),
        ("laayoune", 120_000 + 40_000 + 25_000, 5_000),
        ("dependants_2024", 2_900_000, -900_000),
    ],
)
def test_parts_that_do_not_make_their_whole(code, total, difference):
    assert contradiction(code).total == total
    assert contradiction(code).difference == difference


def test_the_notice_of_april_2022_adds_up():
    value = {figure.metric: figure.value for figure in PUBLICATION.headline}
    assert value["TNS registered"] + value["spouses declared"] + value["children declared"] == 1_845_862
    assert value["declared beneficiaries total"] == 1_845_862


def test_the_known_contradictions_are_all_told():
    told = {each.code for each in PUBLICATION.contradictions}
    assert told >= {
        "categories_2022",
        "laayoune",
        "dependants_2024",
        "agencies",
        "rights_open",
        "salaried_2022",
    }
    for each in PUBLICATION.contradictions:
        for label in (each.label, each.sentence):
            assert label.ar
            assert label.fr
            assert label.en


def test_every_figure_has_a_name_a_source_and_a_unit():
    assert len(PUBLICATION.figures) == 177
    for figure in PUBLICATION.figures:
        assert figure.label.ar
        assert figure.label.fr
        assert figure.source.en
        assert not re.search(r"\.txt$|\bseed\b", figure.source.en + figure.note.en)
        assert not figure.note.en or figure.note.ar != figure.note.en != figure.note.fr


def test_a_fund_without_published_figures_has_none(tmp_path):
    (tmp_path / "fund.yaml").write_text("code: xx\n")
    assert published(fund=str(tmp_path)).figures == ()
