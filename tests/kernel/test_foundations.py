"""Errors, digits and the folder of a fund."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from himaya.kernel import jurisdiction
from himaya.kernel.digits import clean_text, compact, to_ascii_digits
from himaya.kernel.errors import DomainError, every_error
from himaya.kernel.jurisdiction import UnknownFund


def test_an_error_carries_its_code_its_values_and_what_to_do() -> None:
    error = UnknownFund(fund="xx")
    copy = pickle.loads(pickle.dumps(error))
    for each in (error, copy):
        assert (each.code, each.values, str(each)) == (
            "kernel.unknown_fund",
            {"fund": "xx"},
            "There are no files for the fund 'xx'.",
        )
        assert "HIMAYA_FUND" in each.what_next


def test_an_error_takes_exactly_its_values() -> None:
    for values in ({}, {"fund": "x", "more": 1}, {"found": "x"}):
        with pytest.raises(TypeError, match="needs exactly: fund"):
            UnknownFund(**values)


def test_every_error_is_found_by_the_catalogue_check() -> None:
    class Deeper(UnknownFund):
        code = "test.deeper"

    assert {UnknownFund, Deeper} <= set(every_error(DomainError))


def test_a_fund_is_found_by_name_or_by_folder(tmp_path: Path) -> None:
    (tmp_path / "fund.yaml").write_text("code: two\nnames: {fr: Deux}\n", encoding="utf-8")
    assert jurisdiction.folder() == jurisdiction.folder("ma")
    assert jurisdiction.folder(str(tmp_path)) == tmp_path.resolve()
    assert jurisdiction.profile(str(tmp_path))["names"] == {"fr": "Deux"}
    for unknown in ("zz", str(tmp_path / "absent"), "../ma/law", ""):
        with pytest.raises(UnknownFund):
            jurisdiction.folder(unknown)


def test_signs_nobody_sees_are_dropped_and_spaces_made_one() -> None:
    assert clean_text("\ufeff محمـد\u200f  العلوي\u202c\n") == "محمد العلوي"
    assert clean_text("Cafe\u0301\u00a0 noir") == "Café noir"
    assert to_ascii_digits("٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹") == "0123456789 0123456789"
    assert compact("٠٦-12.34 (56)\u202f78") == "0612345678"
