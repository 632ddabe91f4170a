"""A spouse known as a dependant who is then listed in a category: one person, now with a number and an SMS."""

from collections.abc import Callable
from typing import Any

import psycopg

from himaya.fund.registry.registration.run import Report


def test_a_dependant_who_is_registered_gets_a_number_and_is_told(
    register: psycopg.Connection, take: Callable[..., Report]
) -> None:
    first = take("fisheries", {"cin": "AB100001"})
    assert first.registered == 1
    head: Any = register.execute("select id, commune_id, run_id from registry_person").fetchone()
    register.execute(
        "insert into registry_person (id, family_name_fr, given_name_fr, family_name_ar, given_name_ar, family_key,"
        " given_key, cin, cin_key, birth_on, birth_precision, sex, commune_id, address, language,"
        " registered_on, run_id)"
        " values (9001, 'Tazi', 'Salma', '', '', 'TZI', 'SLM', 'BK200002', 'BK200002', '1985-02-03', 'D', 'F', %s, '',"
        " 'ar', '2022-06-01', %s)",
        [head[1], head[2]],
    )
    report = take(
        "fisheries",
        {
            "cin": "BK200002",
            "family_name_fr": "Tazi",
            "given_name_fr": "Salma",
            "birth_on": "1985-02-03",
            "sex": "F",
            "phone": "0612000077",
        },
    )
    assert (report.registered, report.new_people) == (1, 0)
    number, phone = register.execute(
        "select insured_number, phone from registry_person where id = 9001"
    ).fetchone()
    assert number is not None
    assert phone == "+212612000077"
    told = register.execute(
        "select count(*) from messaging_message where person_id = 9001 and template = 'registration'"
    ).fetchone()
    assert told == (1,)
