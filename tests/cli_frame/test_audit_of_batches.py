"""Every command that writes for many people leaves one line in the trail: who, what, whose records."""

from pathlib import Path
from typing import Any

import psycopg

LIST = "\n".join(
    [
        "N° RNAE,CIN,IDCS,Titre de séjour,Nom,Prénom,Date de naissance,Sexe,Commune,Adresse,GSM,Langue,"
        "Date d'inscription,IR annuel (DH)",
        "1,AB123456,,,Alaoui,Nour,1980-05-05,Femme,Laâyoune,Hay Salam,0600000001,Arabe,2015-03-01,800",
    ]
)


def test_a_list_an_assessment_and_a_recomputation_are_each_written_down(
    cli: Any, database: psycopg.Connection, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    file.write_text(LIST, encoding="utf-8")
    cli("register", str(file), "--body", "rnae", "--on", "2022-03-31")
    cli("assess", "--month", "2022-03", "--on", "2022-03-31")
    cli("rights", "recompute", "--on", "2022-04-01")
    cli("letters", "send", "1", "--on", "2022-04-02", "--to", str(tmp_path / "letters.csv"))
    cli("lists", "to-mend", "1", "--to", str(tmp_path / "mend"))
    cli("lists", "to-mend", "1", "--to", str(tmp_path / "mend"))
    cli("persons", "show", "AB123456")
    cli("rights", "show", "AB123456")
    cli("messages", "list")
    cli("messages", "opt-out", "0661000001")
    trail = database.execute(
        "select action, actor, run_id is not null or action ~ 'show|messages' from access_action order by id"
    ).fetchall()
    assert [action for action, *_ in trail] == [
        "register",
        "assess",
        "rights.recompute",
        "letters.send",
        "lists.to-mend",
        "persons.show",
        "rights.show",
        "messages.list",
        "messages.opt-out",
    ]
    assert all(actor and has_run for _, actor, has_run in trail)
