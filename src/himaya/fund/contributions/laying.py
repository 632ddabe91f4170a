"""Money laid over the months that people owe, and laid anew when what it was laid over has changed."""

import polars as pl
from psycopg import Connection

from himaya.fund.contributions.settlement import settle
from himaya.kernel.jurisdiction import profile
from himaya.runtime.copying import copy_in, read_frame
from himaya.runtime.fund import fund_name

NOBODY = pl.Series("person_id", [], dtype=pl.Int64)


def time_zone() -> str:
    """Collectors write the time of the fund's country."""
    return str(profile(fund_name())["time_zone"])


def settle_people(connection: Connection, *, people: pl.Series, anew: pl.Series = NOBODY) -> tuple[int, int]:
    """Lay the unused payments of these people over the months they owe; returns months settled, money unused.

    anew: those of them whose money is first taken back from every month and laid again from the first payment on,
    because an earlier payment came late, or a month that it was laid over owes another amount.
    """
    if not len(people):
        return 0, 0
    connection.execute(
        "create temporary table paying (person_id bigint primary key, anew boolean) on commit drop"
    )
    frame = pl.DataFrame({"person_id": people.unique()})
    copy_in(
        connection,
        table="paying",
        frame=frame.with_columns(pl.col("person_id").is_in(anew.implode()).alias("anew")),
    )
    connection.execute("analyze paying")
    if len(anew):
        _take_back(connection)
    dues = read_frame(
        connection,
        """select membership.person_id, due.membership_id, due.month, due.due_centimes - due.paid_centimes as owed
           from paying join registry_membership membership using (person_id)
           join contributions_due due on due.membership_id = membership.id
           where due.paid_on is null and due.cancelled_on is null""",
    )
    payments = read_frame(
        connection,
        """select paying.person_id, payment.collector, payment.transaction_id, payment.month,
                  payment.amount_centimes - payment.used_centimes as free,
                  (payment.paid_at at time zone %s)::date as paid_on
           from paying join registry_person person
             on person.id = paying.person_id or person.merged_into_id = paying.person_id
           join contributions_payment payment on payment.insured_number = person.insured_number
           where payment.used_centimes < payment.amount_centimes
           order by payment.paid_at, payment.collector, payment.transaction_id""",
        [time_zone()],
    ).with_row_index("payment")
    connection.execute("drop table paying")
    paid, used = settle(dues=dues, payments=payments)
    known = payments.select("payment", "collector", "transaction_id")
    _apply(connection, paid=paid, used=used.join(known, on="payment"))
    unused = int(payments["free"].sum()) - int(used["used"].sum())
    return paid.filter(pl.col("paid_on").is_not_null()).height, unused


def _take_back(connection: Connection) -> None:
    """Free the money laid over every month of the people marked; a month that owes nothing stays settled."""
    connection.execute(
        """update contributions_due due
           set paid_centimes = 0,
               paid_on = case when due.due_centimes = 0 then make_date(due.month / 12, due.month %% 12 + 1, 1) end
           from paying join registry_membership membership using (person_id)
           where paying.anew and due.membership_id = membership.id
             and (due.paid_centimes > 0 or (due.paid_on is null) = (due.due_centimes = 0))""",
        [],
    )
    connection.execute(
        """update contributions_payment payment set used_centimes = 0
           from paying join registry_person person
             on person.id = paying.person_id or person.merged_into_id = paying.person_id
           where paying.anew and payment.insured_number = person.insured_number and payment.used_centimes > 0"""
    )


def _apply(connection: Connection, *, paid: pl.DataFrame, used: pl.DataFrame) -> None:
    connection.execute(
        "create temporary table laid (membership_id bigint, month smallint, paid bigint, paid_on date) on commit drop"
    )
    copy_in(connection, table="laid", frame=paid.select("membership_id", "month", "paid", "paid_on"))
    connection.execute(
        """update contributions_due due
           set paid_centimes = due.paid_centimes + laid.paid,
               paid_on = case when due.paid_centimes + laid.paid >= due.due_centimes then laid.paid_on end
           from laid where laid.membership_id = due.membership_id and laid.month = due.month"""
    )
    connection.execute(
        "create temporary table spent (collector text, transaction_id text, used bigint) on commit drop"
    )
    copy_in(connection, table="spent", frame=used.select("collector", "transaction_id", "used"))
    connection.execute(
        """update contributions_payment payment set used_centimes = payment.used_centimes + spent.used
           from spent where spent.collector = payment.collector and spent.transaction_id = payment.transaction_id"""
    )
    connection.execute("drop table laid")
    connection.execute("drop table spent")
