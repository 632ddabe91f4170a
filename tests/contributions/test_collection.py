"""A collector's file: taken once, refused whole when its totals lie, every other line accounted for."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from himaya.fund.contributions import collection
from himaya.fund.contributions.assess import assess
from himaya.fund.contributions.collection import Collected, collect
from himaya.fund.contributions.errors import TotalsDisagree, TotalsMissing
from himaya.kernel.identifiers.payment_reference import Kind, make
from himaya.kernel.month import Month
from written_register import DUE, Register

ON = date(2022, 3, 31)
NUMBER = 100_000_001
COLUMNS = (
    "collector",
    "transaction_id",
    "reference",
    "amount_centimes",
    "paid_at",
    "channel",
    "agent_id",
    "status",
)
Payment = dict[str, Any]
Take = Callable[..., Collected]


@pytest.fixture
def debtor(register: Register) -> Register:
    """One notary who owes January to March 2022."""
    register.person(1)
    register.member(1, person=1)
    for month in ("2022-01", "2022-02", "2022-03"):
        register.due(1, month)
    return register


@pytest.fixture
def take(debtor: Register, tmp_path: Path) -> Take:
    """Takes a file of these payments; `total` replaces its last line."""

    def taken(*payments: Payment, total: str | None = None, name: str = "payments.csv") -> Collected:
        path = tmp_path / name
        path.write_text(text_of(*payments, total=total), encoding="utf-8")
        return collect(debtor.connection, source=path, on=ON)

    return taken


def payment(transaction: str, month: str, amount: int = DUE, *, number: int = NUMBER, **more: Any) -> Payment:
    reference = make(kind=more.pop("kind", Kind.SELF_EMPLOYED), number=number, month=Month.parse(month))
    return {
        "collector": "bank",
        "transaction_id": transaction,
        "reference": reference,
        "amount_centimes": amount,
        "paid_at": "2022-02-10T09:30:00",
        "channel": "web",
        "agent_id": "A1",
        "status": "P",
        **more,
    }


def text_of(*payments: Payment, total: str | None = None) -> str:
    amount = sum(one["amount_centimes"] for one in payments if isinstance(one["amount_centimes"], int))
    lines = [";".join(COLUMNS), *(";".join(str(one[name]) for name in COLUMNS) for one in payments)]
    return "\n".join([*lines, total or f"TOTAL;{len(payments)};;{amount};;;;"]) + "\n"


def months(register: Register) -> list[tuple[int, date | None]]:
    return register.connection.execute(
        "select paid_centimes, paid_on from contributions_due order by month"
    ).fetchall()


def test_a_payment_settles_its_month_on_its_day(debtor: Register, take: Take) -> None:
    done = take(payment("T1", "2022-02"))
    assert (done.lines, done.taken, done.refused, done.months_settled) == (1, 1, 0, 1)
    assert (done.amount_centimes, done.unused_centimes) == (DUE, 0)
    assert months(debtor) == [(0, None), (DUE, date(2022, 2, 10)), (0, None)]


def test_half_an_hour_after_midnight_is_the_new_day_of_the_country(debtor: Register, take: Take) -> None:
    take(payment("T1", "2022-01", paid_at="2022-02-10T00:30:00"))
    assert months(debtor)[0] == (DUE, date(2022, 2, 10))


def test_parts_of_a_month_settle_it_when_they_reach_it(debtor: Register, take: Take) -> None:
    assert take(payment("T1", "2022-01", DUE - 1)).months_settled == 0
    assert months(debtor)[0] == (DUE - 1, None)
    rest = payment("T2", "2022-01", 1, paid_at="2022-03-03T10:00:00")
    assert take(rest, name="second.csv").months_settled == 1
    assert months(debtor)[0] == (DUE, date(2022, 3, 3))


def test_money_in_advance_is_kept_and_settles_the_next_months(debtor: Register, take: Take) -> None:
    done = take(payment("T1", "2022-01", 3 * DUE + 155_057))
    assert (done.months_settled, done.unused_centimes) == (3, 155_057)
    assess(debtor.connection, through=Month.parse("2022-04"), on=date(2022, 4, 28))
    assert months(debtor)[3] == (72_075, date(2022, 2, 10))
    assert assess(debtor.connection, through=Month.parse("2022-05"), on=date(2022, 5, 28)).months == 1
    # 317 225 in all, less four months of 72 075: the law corrects the first three, written at 54 056.
    assert months(debtor)[4] == (28_925, None)


def test_the_same_file_again_changes_nothing_and_says_so(debtor: Register, take: Take) -> None:
    take(payment("T1", "2022-01"), payment("T2", "2022-02"))
    before = months(debtor)
    again = take(payment("T1", "2022-01"), payment("T2", "2022-02"))
    assert (again.lines, again.taken, again.repeated, again.amount_centimes) == (2, 0, 2, 0)
    assert months(debtor) == before


def test_a_transaction_sent_again_in_another_file_is_taken_once(
    debtor: Register, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collection, "CHUNK", 2)
    take(payment("T1", "2022-01"))
    done = take(
        payment("T2", "2022-02"),
        payment("T1", "2022-01"),
        payment("T2", "2022-02", paid_at="2022-02-11T09:30:00"),
        name="second.csv",
    )
    assert (done.lines, done.taken, done.repeated, done.amount_centimes) == (3, 1, 2, DUE)
    assert [paid for paid, _ in months(debtor)] == [DUE, DUE, 0]


LYING_TOTALS = (
    f"TOTAL;2;;{DUE};;;;",  # a line is missing
    f"TOTAL;1;;{DUE + 1};;;;",  # an amount was changed
    "bank;T9;x;1;x;x;x;P",  # the end was cut off
)


def test_totals_that_disagree_refuse_the_whole_file(debtor: Register, take: Take) -> None:
    for number, total in enumerate(LYING_TOTALS):
        with pytest.raises((TotalsDisagree, TotalsMissing)):
            take(payment("T1", "2022-01"), total=total, name=f"{number}.csv")
    assert [paid for paid, _ in months(debtor)] == [0, 0, 0]
    assert debtor.connection.execute("select count(*) from contributions_payment").fetchone() == (0,)
    assert take(payment("T1", "2022-01"), name="mended.csv").taken == 1


WRONG_LINES: tuple[tuple[dict[str, Any], str], ...] = (
    ({"reference": "210000000122010000"}, "reference_wrong"),
    ({"reference": ""}, "reference_wrong"),
    ({"kind": Kind.EMPLOYER}, "reference_of_another_kind"),
    ({"number": 199_999_999}, "number_unknown"),
    ({"amount": 0}, "amount_wrong"),
    ({"amount": -5}, "amount_wrong"),
    ({"amount_centimes": "12,50"}, "amount_wrong"),
    ({"paid_at": "yesterday"}, "instant_wrong"),
    ({"status": "C"}, "cancelled_by_collector"),
    ({"status": "?"}, "status_unknown"),
    ({"transaction_id": ""}, "transaction_missing"),
)


def _wrong(number: int, one: dict[str, Any]) -> Payment:
    return payment(f"W{number}", "2022-02", **one)


def test_a_line_that_cannot_be_taken_is_refused_alone_with_its_code(debtor: Register, take: Take) -> None:
    wrong = [_wrong(number, one) for number, (one, _) in enumerate(WRONG_LINES)]
    done = take(payment("T1", "2022-01"), *wrong)
    assert (done.lines, done.taken, done.refused) == (12, 1, 11)
    expected = Counter(f"contributions.{code}" for _, code in WRONG_LINES)
    assert done.by_code == expected
    assert [paid for paid, _ in months(debtor)] == [DUE, 0, 0]


FILES = (
    payment("T1", "2022-01", DUE // 2, paid_at="2022-01-20T10:00:00"),
    payment("T2", "2022-02", 2 * DUE, paid_at="2022-02-10T10:00:00"),
    payment("T3", "2022-01", DUE // 2, paid_at="2022-03-05T10:00:00"),
)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (1, 2, 0)])
def test_files_in_any_order_settle_the_same_months_on_the_same_days(
    debtor: Register, take: Take, order: tuple[int, ...]
) -> None:
    """10 February: February, then the half of January still owed, then half of March; 5 March: the rest."""
    for number in order:
        take(FILES[number], name=f"{number}.csv")
    day = date(2022, 2, 10)
    assert months(debtor) == [(DUE, day), (DUE, day), (DUE, date(2022, 3, 5))]
    used = debtor.connection.execute(
        "select used_centimes from contributions_payment order by transaction_id"
    ).fetchall()
    assert used == [(DUE // 2,), (2 * DUE,), (DUE // 2,)]
