"""When employers must act: affiliation, declaration and payment, the electronic way, limits of collection."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Code,
    Day,
    Flag,
    Parameters,
    add_days,
    add_months,
    add_years,
    both,
    either,
    first_known,
    first_of_month,
    formula,
    month_of_year,
    truncate,
    weekday,
    where,
    words,
)

LONGEST_CLOSURE = 6  # a weekend, and a feast of two days beside another holiday
SATURDAY = 6
MONTHS_OF_QUARTER = 3


def _due_day(last_month: Day, p: Parameters) -> Day:
    """The due day of the month after, moved past days off."""
    day: Day = add_days(first_of_month(add_months(last_month, 1)), p.salaried.due_day - 1)
    moved = day
    for _ in range(LONGEST_CLOSURE):
        closed = first_known(p.salaried.holidays.find(day=moved).closed, False)
        moved = where(either(weekday(moved) >= SATURDAY, closed), add_days(moved, 1), moved)
    return where(p.decisions.due_day_moves == "next_working_day", moved, day)


def _quarter_end(month: Day) -> Day:
    """A day in the last month of the quarter."""
    number = month_of_year(month)
    quarter: Amount = truncate((number + (MONTHS_OF_QUARTER - 1)) / MONTHS_OF_QUARTER)
    return add_months(month, quarter * MONTHS_OF_QUARTER - number)


@formula(
    unit="month",
    of="employer_month",
    on="month",
    law="Guide de l'employeur (CNSS)",
    label=words(
        ar="آخر شهر في فترة التصريح",
        fr="Dernier mois de la période déclarée",
        en="Last month of the declared period",
    ),
    says=words(
        ar="ربع سنة للقطاع الفلاحي {sector} على الورق ({filing_channel})، وإلا الشهر {month} نفسه.",
        fr="Trimestre pour le secteur agricole {sector} sur papier ({filing_channel}), sinon le mois {month}.",
        en="The quarter for the agricultural sector {sector} on paper ({filing_channel}), else the month {month}.",
    ),
)
def declaration_period_end(month: Day, sector: Code, filing_channel: Code, p: Parameters) -> Day:
    """The month itself; on paper in agriculture, the last of the quarter (D7)."""
    by_quarter = both(
        first_known(sector, "non_agricultural") == "agricultural",
        first_known(filing_channel, "electronic") == "paper",
        p.decisions.agricultural_paper_period == "quarter",
    )
    return first_of_month(where(by_quarter, _quarter_end(month), month))


@formula(
    unit="date",
    of="employer_month",
    on="month",
    law="Dahir 1-72-184; usage de la CNSS",
    label=words(
        ar="تاريخ استحقاق التصريح والأداء",
        fr="Échéance de la déclaration et du paiement",
        en="Due date of the declaration and payment",
    ),
    says=words(
        ar="تاريخ الملف المعد مسبقا {file_due_on}، وإلا يوم {p.salaried.due_day} من الشهر الموالي لـ"
        "{declaration_period_end}، مؤجلا إلى أول يوم عمل.",
        fr="Date du fichier préétabli {file_due_on}, sinon le {p.salaried.due_day} du mois qui suit "
        "{declaration_period_end}, reporté au premier jour ouvré.",
        en="Date of the preset file {file_due_on}, else the {p.salaried.due_day}th of the month after "
        "{declaration_period_end}, moved to the first working day.",
    ),
)
def declaration_due_on(file_due_on: Day, declaration_period_end: Day, p: Parameters) -> Day:
    """Last day on which declaration and payment are in time; the date a preset file carries prevails (D7)."""
    return first_known(file_due_on, _due_day(declaration_period_end, p))


@formula(
    unit="date",
    of="person_month",
    on="month",
    law="Assurance volontaire: BO 6745 du 21 janvier 2019",
    label=words(
        ar="تاريخ استحقاق التأمين الاختياري",
        fr="Échéance de l'assurance volontaire",
        en="Due date of voluntary insurance",
    ),
    says=words(
        ar="يوم {p.salaried.due_day} من الشهر الموالي لربع السنة الذي يضم {month}، مؤجلا إلى أول يوم عمل.",
        fr="Le {p.salaried.due_day} du mois qui suit le trimestre de {month}, reporté au premier jour ouvré.",
        en="The {p.salaried.due_day}th of the month after the quarter of {month}, moved to the first working day.",
    ),
)
def voluntary_due_on(month: Day, p: Parameters) -> Day:
    """Voluntary insurance is paid by the quarter."""
    return _due_day(_quarter_end(month), p)


@formula(
    unit="flag",
    of="employer",
    on="day",
    law="Décret 2.19.718, BO du 19 mars 2020",
    label=words(
        ar="التصريح والأداء الإلكترونيان إلزاميان",
        fr="Déclaration et paiement électroniques obligatoires",
        en="Electronic declaration and payment are compulsory",
    ),
    says=words(
        ar="منخرط منذ {p.salaried.electronic.new_affiliates_from} ({affiliated_on})، أو عدد الأجراء {employees} "
        "لا يقل عن {p.salaried.electronic.employees_min} في {day}.",
        fr="Affilié depuis le {p.salaried.electronic.new_affiliates_from} ({affiliated_on}), ou salariés "
        "{employees} au moins {p.salaried.electronic.employees_min} le {day}.",
        en="Affiliated since {p.salaried.electronic.new_affiliates_from} ({affiliated_on}), or employees "
        "{employees} at least {p.salaried.electronic.employees_min} on {day}.",
    ),
)
def electronic_filing_required(affiliated_on: Day, employees: Amount, day: Day, p: Parameters) -> Flag:
    """By size from 2020 to 2022, then all; those affiliated since the decree at once."""
    since = p.salaried.electronic.new_affiliates_from
    new = both(first_known(affiliated_on, add_days(since, -1)) >= since, day >= since)
    large = first_known(employees >= p.salaried.electronic.employees_min, False)
    return first_known(new, False) | large


@formula(
    unit="date",
    of="employer",
    on="hired_on",
    law="Dahir 1-72-184, art. 15",
    label=words(
        ar="آخر أجل للانخراط أو التسجيل أو التصريح بالتغيير",
        fr="Dernier jour pour affilier, immatriculer ou déclarer un changement",
        en="Last day to affiliate, register or report a change",
    ),
    says=words(
        ar="{p.salaried.affiliation_months} بعد {hired_on}.",
        fr="{p.salaried.affiliation_months} après le {hired_on}.",
        en="{p.salaried.affiliation_months} after {hired_on}.",
    ),
)
def registration_due_on(hired_on: Day, p: Parameters) -> Day:
    """Also the time to report a change of form, managers or address, a stop or a closure."""
    return add_months(hired_on, p.salaried.affiliation_months)


@formula(
    unit="date",
    of="debt",
    on="notified_on",
    law="Dahir 1-72-184, art. 28",
    label=words(
        ar="تقادم تحصيل الدين في", fr="Prescription du recouvrement le", en="Collection is time-barred on"
    ),
    says=words(
        ar="{p.salaried.prescription_years} بعد تبليغ بيان الديون {notified_on}.",
        fr="{p.salaried.prescription_years} après la notification de l'état des créances {notified_on}.",
        en="{p.salaried.prescription_years} after the state of debts was notified on {notified_on}.",
    ),
)
def collection_barred_on(notified_on: Day, p: Parameters) -> Day:
    """First day on which the state of debts can no longer be collected."""
    return add_years(notified_on, p.salaried.prescription_years)
