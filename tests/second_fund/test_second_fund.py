"""The fund of Saltana, an invented island, runs the same commands: its folder replaces law and territory.

Three rules: a fixed sum by trade, two months of waiting and one of grace, children to their 18th birthday.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from himaya.kernel.identifiers.payment_reference import Kind, make
from himaya.kernel.month import Month

SALTANA = Path(__file__).with_name("saltana")
HEADINGS = "Island card;Trade;Surname;Name;Born;Sex;Parish;House;Telephone;Since"
PEOPLE = (
    *(
        f"SX{n:04};Salt;Raker{letter};Ana{letter};0{1 + n}.02.1980;w;Port-Sel;Quay {n};06110001{n:02};01.01.2015"
        for n, letter in enumerate("ABCDEF")
    ),
    *(
        f"SY{n:04};Ferry;Boat{letter};Ben{letter};1{n}.03.1975;m;Anse Bleue;Pier {n};06110002{n:02};01.01.2015"
        for n, letter in enumerate("ABCDEFG")
    ),
    "SZ0001;Lamp;Keeper;Cid;01.01.1970;m;Cap Fanal;Tower;0611000301;01.01.2015",  # no such trade
    "SZ0002;Salt;Lost;Dan;01.01.1970;m;Atlantis;Reef;0611000302;01.01.2015",  # no such parish
)
Cli = Callable[..., Any]


@pytest.fixture
def saltana(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """The command line of the fund of Saltana; the answer's JSON, whatever the exit code but 2."""
    monkeypatch.setenv("HIMAYA_FUND", str(SALTANA))

    def run(*words: str | Path) -> Any:
        answer = cli(*words, "--json")
        assert answer.exit_code in (0, 1), answer.output + answer.errors
        return answer.json()

    return run


def _file(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _payments(folder: Path, paid: dict[int, list[str]], *, amount: dict[int, int]) -> Path:
    """A collector's file: for each insured number, the months paid on 20 February 2022."""
    lines = [
        f"quay;T{number}{month};{make(kind=Kind.SELF_EMPLOYED, number=number, month=Month.parse(month))}"
        f";{amount[number]};2022-02-20T10:00:00;cash;A;P"
        for number, months in paid.items()
        for month in months
    ]
    total = sum(amount[number] * len(months) for number, months in paid.items())
    head = "collector;transaction_id;reference;amount_centimes;paid_at;channel;agent_id;status"
    return _file(folder, "payments.csv", head, *lines, f"TOTAL;{len(lines)};;{total};;;;")


def test_the_same_commands_run_another_fund(saltana: Cli, tmp_path: Path) -> None:
    checked = saltana("law", "check", SALTANA / "law" / "cases" / "health.json")
    assert (checked["failed"], checked["not_covered"]) == ([], [])
    assert len(checked["passed"]) == 3

    harbour = _file(tmp_path, "harbour.csv", HEADINGS, *PEOPLE)
    taken = saltana("register", harbour, "--body", "harbour", "--on", "2022-02-10")
    assert (taken["lines"], taken["registered"]) == (15, 13)
    assert taken["codes"].keys() <= {"registration.category_unknown", "registration.commune_unknown"}
    assert saltana("register", harbour, "--body", "harbour", "--on", "2022-02-10")["repeated"]
    series = saltana("numbers")
    assert "13" in json.dumps(series)

    assessed = saltana("assess", "--month", "2022-02", "--on", "2022-02-25")
    assert assessed["months"] == 0  # written when they were registered
    rakers, ferrymen = _numbers("SX"), _numbers("SY")
    assert str(rakers[0]).startswith("1")
    amount = dict.fromkeys(rakers, 2_000) | dict.fromkeys(ferrymen, 3_500)
    paid = {number: ["2022-01", "2022-02"] for number in rakers[:5]} | {one: ["2022-02"] for one in ferrymen}
    collected = saltana("collect", _payments(tmp_path, paid, amount=amount), "--on", "2022-02-25")
    assert (collected["taken"], collected["months_settled"], collected["refused"]) == (17, 17, 0)

    families = _file(
        tmp_path,
        "families.csv",
        "Number;Link;Surname;Name;Born;Sex;Since;Paper",
        f"{rakers[0]};child;RakerA;Eli;05.03.2004;m;05.03.2004;birth_record",
    )
    declared = saltana("families", families, "--body", "parish", "--on", "2022-02-26")
    assert (declared["children"], declared["refused"]) == (1, 0)

    saltana("rights", "recompute", "--on", "2022-03-01")
    told = saltana("rights", "recompute", "--on", "2022-03-15")
    assert (told["gone"], told["new"]) == (0, 1)  # the child is eighteen since the fifth
    _rights(saltana, rakers, ferrymen)
    _figures(saltana)
    assert "registration" in json.dumps(saltana("messages", "status"))


def _numbers(card: str) -> list[int]:
    from himaya.runtime import database

    with database.connect() as connection:
        found = connection.execute(
            "select insured_number from registry_person where residence_card like %s order by insured_number",
            [card + "%"],
        ).fetchall()
    return [number for (number,) in found]


def _rights(saltana: Cli, rakers: list[int], ferrymen: list[int]) -> None:
    payer = saltana("rights", "show", str(rakers[0]), "--on", "2022-03-15")["rights"]
    assert [(one["relation"], one["state"]) for one in payer] == [("self", "open"), ("child", "closed")]
    assert payer[0]["start_on"] == "2022-03-01"  # two months from January
    assert (payer[1]["reason"], payer[1]["start_on"]) == ("age_limit", "2022-03-05")
    debtor = saltana("rights", "show", str(rakers[5]), "--on", "2022-03-15")["rights"][0]
    assert (debtor["state"], debtor["remedy"], debtor["remedy_centimes"]) == ("closed", "pay", 2_000)
    assert debtor["reference"] == "Health Act, s. 5"
    ferry = saltana("rights", "show", str(ferrymen[0]), "--on", "2022-03-15")["rights"][0]
    assert (ferry["state"], ferry["end_on"]) == ("waiting", "2022-04-01")


def _figures(saltana: Cli) -> None:
    figures = saltana("statistics", "--on", "2022-03-15")
    summary = {row["figure"]: row["persons"] for row in figures["summary"]["rows"]}
    assert (summary["registered"], summary["target"]) == (13, 60)
    regions = {row["code"]: row["registered"] for row in figures["by_region"]["rows"]}
    assert regions == {"01": 6, "02": 7}
    groups = {row["code"]: (row["registered"], row["target"]) for row in figures["by_category"]["rows"]}
    assert groups == {"salt": (6, 40), "ferries": (7, None)}
