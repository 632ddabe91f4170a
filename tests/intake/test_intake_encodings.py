"""Which encoding a text is in: what a reader would see decides, and a wrong announcement is named."""

from pathlib import Path

import pytest

from himaya.foundation.intake import encodings
from himaya.foundation.intake.detect import detect
from himaya.foundation.intake.errors import FileRefused

ARABIC = "الاسم العائلي;الاسم الشخصي\nالرشيدي;محمد\nبنجلون;فاطمة الزهراء\nأيت لحسن;عبد الرحيم\n"
FRENCH = "Nom;Prénom;Né(e) le\nBÉNANI;Hélène;1980\nEL FASSI;Zoé;1979\nÇA;Noël;1985\n"
MIXED = "CIN;Prénom;الاسم\nA1;Hélène;هند\nA2;Saïd;سعيد\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "windows-1256", "iso-8859-6"])
def test_arabic_is_recognised_in_every_encoding_that_writes_it(encoding: str) -> None:
    assert encodings.guess(ARABIC.encode(encoding)) == encoding


def test_french_with_capital_accents_is_not_taken_for_arabic() -> None:
    assert encodings.guess(FRENCH.encode("windows-1252")) == "windows-1252"


def test_arabic_and_french_in_one_file_read_as_windows_1256() -> None:
    assert encodings.guess(MIXED.encode("windows-1256")) == "windows-1256"


@pytest.mark.parametrize(
    ("text", "written", "announced", "fits"),
    [
        (ARABIC, "utf-8", "windows-1256", "utf-8"),
        (ARABIC, "windows-1256", "utf-8", "windows-1256"),
        (ARABIC, "windows-1256", "windows-1252", "windows-1256"),
        (ARABIC, "windows-1256", "iso-8859-6", "windows-1256"),
        (ARABIC, "iso-8859-6", "windows-1256", "iso-8859-6"),
        (ARABIC, "utf-16-le", "windows-1256", "utf-16-le"),
        (FRENCH, "windows-1252", "windows-1256", "windows-1252"),
        (FRENCH, "utf-8", "windows-1252", "utf-8"),
    ],
)
def test_a_wrong_announcement_names_the_encoding_that_fits(
    tmp_path: Path, text: str, written: str, announced: str, fits: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode(written))
    with pytest.raises(FileRefused) as refusal:
        detect(path, encoding=announced)
    assert refusal.value.code == "intake.encoding_wrong"
    assert refusal.value.values["fits"] == fits
    assert fits in refusal.value.findings[0].sentence("fr")


@pytest.mark.parametrize("announced", ["utf-8", "windows-1256", "cp1252", "ISO-8859-6", "utf-8-sig"])
def test_plain_ascii_suits_every_announcement(tmp_path: Path, announced: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"CIN;NOM\nA123456;ALAMI\n")
    assert detect(path, encoding=announced).encoding == encodings.canonical(announced)


def test_lower_case_accents_suit_both_windows_encodings(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("CIN;Prénom\nA123456;Hélène\n".encode("windows-1252"))
    assert detect(path, encoding="windows-1256").encoding == "windows-1256"
    assert detect(path, encoding="windows-1252").encoding == "windows-1252"


def test_a_mark_is_enough_whatever_utf_was_announced(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(ARABIC.encode("utf-8-sig"))
    assert detect(path, encoding="utf-8").mark == 3
    path.write_bytes(ARABIC.encode("utf-16"))
    assert detect(path, encoding="utf-16").encoding == "utf-16-le"
