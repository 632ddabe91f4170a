"""A register of a few people written by hand, day after day."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
import psycopg

from himaya.fund.registry.states import RegistrationState
from himaya.fund.rights import selectors, services
from himaya.kernel.month import Month
from himaya.runtime import runs
from himaya.runtime.copying import copy_in

DUE = 54_056


@dataclass
class Register:
    """Writes people, memberships, dues and links as registration would, and asks for their rights."""

    connection: psycopg.Connection
    run_id: int = 0

    def begin(self, *, on: date) -> None:
        run = runs.begin(
            self.connection, kind="register", cause="test", digest=str(on), payload={"on": on.isoformat()}
        )
        run.release()
        self.run_id = run.id

    def person(self, number: int, *, insured: bool = True, birth_on: date = date(1980, 5, 5)) -> None:
        self._write(
            "registry_person",
            id=number,
            insured_number=100_000_000 + number if insured else None,
            family_name_fr=f"Family{number}",
            given_name_fr="Given",
            family_name_ar="",
            given_name_ar="",
            family_key=f"F{number}",
            given_key="G",
            birth_on=birth_on,
            birth_precision="D",
            sex="F",
            address="",
            phone=f"+2126110000{number:02}" if insured else None,
            language="fr",
            registered_on=date(2022, 1, 1),
            run_id=self.run_id,
        )

    def member(
        self,
        number: int,
        *,
        person: int,
        category: str = "notary",
        first_due: str | None = "2022-01",
        **more: Any,
    ) -> None:
        row = self.connection.execute(
            "select id, scheme_id from registry_category where code = %s", [category]
        ).fetchone()
        assert row is not None
        self._write(
            "registry_membership",
            id=number,
            person_id=person,
            category_id=row[0],
            scheme_id=row[1],
            start_on=date(2022, 1, 1),
            first_due_month=Month.parse(first_due).index if first_due else None,
            state=int(RegistrationState.REGISTERED),
            run_id=self.run_id,
            line_no=number,
            **more,
        )

    def due(self, membership: int, month: str, *, paid_on: date | None = None) -> None:
        self._write(
            "contributions_due",
            membership_id=membership,
            month=Month.parse(month).index,
            due_centimes=DUE,
            paid_centimes=DUE if paid_on else 0,
            paid_on=paid_on,
            run_id=self.run_id,
        )

    def pay(self, membership: int, month: str, *, on: date) -> None:
        self.connection.execute(
            "update contributions_due set paid_centimes = due_centimes, paid_on = %s"
            " where membership_id = %s and month = %s",
            [on, membership, Month.parse(month).index],
        )

    def link(
        self,
        number: int,
        *,
        insured: int,
        dependant: int,
        relation: str = "child",
        start_on: date = date(2022, 1, 1),
    ) -> None:
        self._write(
            "registry_familylink",
            id=number,
            insured_id=insured,
            dependant_id=dependant,
            relation=relation,
            start_on=start_on,
            proof="record",
            disabled=False,
            run_id=self.run_id,
        )

    def recompute(self, *, on: date) -> services.Recomputed:
        return services.recompute(self.connection, on=on)

    def recompute_some(self, *people: int, on: date) -> dict[str, int]:
        with self.connection.transaction():
            return services.recompute_people(
                self.connection, people=pl.Series(people, dtype=pl.Int64), on=on, run_id=self.run_id
            )

    def states(self, person: int, *, on: date, known_on: date | None = None) -> dict[int, str]:
        """State of each member of the family on a day."""
        held = selectors.list_rights(self.connection, person_id=person, on=on, known_on=known_on)
        return {one.person_id: one.state.name for one in held}

    def messages(self) -> list[tuple[Any, ...]]:
        found = self.connection.execute(
            "select person_id, template, params from messaging_message order by id"
        )
        return [(person, template, json.loads(params)) for person, template, params in found]

    def rights(self) -> list[tuple[Any, ...]]:
        return self.connection.execute(
            "select person_id, start_on, end_on, state, reason, remedy, remedy_centimes, remedy_by, membership_id"
            " from rights_right where superseded_run_id is null order by 1, 2"
        ).fetchall()

    def overlaps(self) -> list[tuple[Any, ...]]:
        return self.connection.execute(
            """select one.person_id, one.start_on, other.start_on from rights_right one
               join rights_right other on one.person_id = other.person_id and one.start_on < other.start_on
               where one.superseded_run_id is null and other.superseded_run_id is null
                 and (one.end_on is null or one.end_on > other.start_on)"""
        ).fetchall()

    def _write(self, table: str, **values: Any) -> None:
        frame = pl.DataFrame([{name: value for name, value in values.items() if value is not None}])
        copy_in(self.connection, table=table, frame=frame)
