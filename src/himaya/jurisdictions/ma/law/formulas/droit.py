"""The complementary charge of CPU taxpayers and auto-entrepreneurs (tax code, art. 73)."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Code,
    Exact,
    Parameters,
    at_least,
    first_known,
    formula,
    half_up,
    no_amount,
    where,
    words,
)

QUARTERS = 4
MONTHS = 12


@formula(
    unit="centimes",
    of="person_year",
    on="month",
    law="CGI art. 73-II",
    label=words(
        ar="الواجب التكميلي لكل ربع سنة",
        fr="Droit complémentaire trimestriel",
        en="Quarterly complementary charge",
    ),
    says=words(
        ar="حسب شريحة الضريبة السنوية {annual_income_tax}.",
        fr="Selon la tranche de l'impôt annuel {annual_income_tax}.",
        en="By the band of the yearly tax {annual_income_tax}.",
    ),
)
def cpu_quarterly_droit(annual_income_tax: Amount, p: Parameters) -> Amount:
    """Charge of one quarter, centimes."""
    return p.cpu.droit.at(annual_income_tax)


@formula(
    unit="centimes",
    of="person_year",
    on="month",
    law="CGI art. 73-II",
    label=words(
        ar="الواجب التكميلي السنوي", fr="Droit complémentaire annuel", en="Yearly complementary charge"
    ),
    says=words(
        ar="أربعة أضعاف {cpu_quarterly_droit}.",
        fr="Quatre fois {cpu_quarterly_droit}.",
        en="Four times {cpu_quarterly_droit}.",
    ),
)
def cpu_annual_droit(cpu_quarterly_droit: Amount) -> Amount:
    """Charge of the whole year, centimes."""
    return cpu_quarterly_droit * QUARTERS


@formula(
    unit="exact_money",
    of="person_year",
    on="month",
    law="CGI art. 73-II",
    label=words(
        ar="الضريبة قبل التقريب", fr="Composante d'impôt avant arrondi", en="Tax component before rounding"
    ),
    says=words(
        ar="رقم المعاملات {turnover} × معامل الربح {profit_coefficient} × {p.cpu.tax_rate}.",
        fr="Chiffre d'affaires {turnover} × coefficient {profit_coefficient} × {p.cpu.tax_rate}.",
        en="Turnover {turnover} × profit coefficient {profit_coefficient} × {p.cpu.tax_rate}.",
    ),
)
def cpu_tax_exact(turnover: Amount, profit_coefficient: Exact, p: Parameters) -> Exact:
    """Income-tax component of the period, not rounded."""
    return turnover * profit_coefficient * p.cpu.tax_rate


@formula(
    unit="centimes",
    of="person_year",
    on="month",
    law="CGI art. 73-II",
    label=words(
        ar="مكون الضريبة على الدخل", fr="Composante d'impôt sur le revenu", en="Income-tax component"
    ),
    says=words(
        ar="{cpu_tax_exact} مقربا إلى السنتيم.",
        fr="{cpu_tax_exact}, au centime le plus proche.",
        en="{cpu_tax_exact}, to the nearest centime.",
    ),
)
def cpu_ir_component(cpu_tax_exact: Exact) -> Amount:
    """Income-tax component owed."""
    return half_up(cpu_tax_exact)


@formula(
    unit="exact_money",
    of="person_year",
    on="month",
    law="CGI art. 73-II",
    label=words(
        ar="الضريبة محسوبة على سنة كاملة، قبل التقريب",
        fr="Impôt ramené à l'année, avant arrondi",
        en="Tax brought to a full year, before rounding",
    ),
    says=words(
        ar="{cpu_tax_exact} × 12 ÷ {months}.",
        fr="{cpu_tax_exact} × 12 ÷ {months}.",
        en="{cpu_tax_exact} × 12 ÷ {months}.",
    ),
)
def cpu_annualised_exact(cpu_tax_exact: Exact, months: Amount) -> Exact:
    """Part of a year: the band is that of the tax brought to twelve months."""
    return cpu_tax_exact * MONTHS / months


@formula(
    unit="centimes",
    of="person_year",
    on="month",
    law="CGI art. 73-II",
    label=words(
        ar="الضريبة محسوبة على سنة كاملة", fr="Impôt ramené à l'année", en="Tax brought to a full year"
    ),
    says=words(
        ar="{cpu_annualised_exact} مقربة إلى السنتيم.",
        fr="{cpu_annualised_exact}, au centime le plus proche.",
        en="{cpu_annualised_exact}, to the nearest centime.",
    ),
)
def cpu_annualised_ir_component(cpu_annualised_exact: Exact) -> Amount:
    """As shown; the band is chosen on the exact value."""
    return half_up(cpu_annualised_exact)


@formula(
    unit="centimes",
    of="person_year",
    on="month",
    law="CGI art. 73-II",
    label=words(ar="الواجب السنوي للشريحة", fr="Droit annuel de la tranche", en="Yearly charge of the band"),
    says=words(
        ar="أربعة أضعاف واجب شريحة {cpu_annualised_exact}.",
        fr="Quatre fois le droit de la tranche de {cpu_annualised_exact}.",
        en="Four times the charge of the band of {cpu_annualised_exact}.",
    ),
)
def cpu_contribution_annual_droit(cpu_annualised_exact: Exact, p: Parameters) -> Amount:
    """Charge of a whole year in the band of the period's tax."""
    return p.cpu.droit.at(cpu_annualised_exact) * QUARTERS


@formula(
    unit="centimes",
    of="person_year",
    on="month",
    law="CGI art. 73-II",
    label=words(ar="الواجب المستحق", fr="Droit complémentaire dû", en="Complementary charge owed"),
    says=words(
        ar="{cpu_contribution_annual_droit} × {months} ÷ 12.",
        fr="{cpu_contribution_annual_droit} × {months} ÷ 12.",
        en="{cpu_contribution_annual_droit} × {months} ÷ 12.",
    ),
)
def cpu_droit_due(cpu_contribution_annual_droit: Amount, months: Amount) -> Amount:
    """Charge of the months of activity."""
    return half_up(cpu_contribution_annual_droit * months / MONTHS)


@formula(
    unit="centimes",
    of="person_year",
    on="month",
    law="CGI art. 73-II",
    label=words(
        ar="مجموع المساهمة المهنية الموحدة", fr="Total de la CPU", en="Total single professional contribution"
    ),
    says=words(
        ar="{cpu_ir_component} + {cpu_droit_due}.",
        fr="{cpu_ir_component} + {cpu_droit_due}.",
        en="{cpu_ir_component} + {cpu_droit_due}.",
    ),
)
def cpu_total(cpu_ir_component: Amount, cpu_droit_due: Amount) -> Amount:
    """Tax component and complementary charge."""
    return cpu_ir_component + cpu_droit_due


@formula(
    unit="centimes",
    of="person_year",
    on="month",
    law="Loi 114-13; CGI art. 73-III",
    label=words(
        ar="ضريبة المقاول الذاتي للسنة",
        fr="Impôt de l'auto-entrepreneur pour l'année",
        en="Tax of an auto-entrepreneur for the year",
    ),
    says=words(
        ar="الضريبة المتراكمة {annual_tax_to_date}، أو رقم المعاملات {annual_turnover} × سعر نشاط "
        "{ae_activity}.",
        fr="Impôt cumulé {annual_tax_to_date}, ou chiffre d'affaires {annual_turnover} × taux de "
        "l'activité {ae_activity}.",
        en="Tax to date {annual_tax_to_date}, or turnover {annual_turnover} × rate of the activity "
        "{ae_activity}.",
    ),
)
def ae_annual_tax(
    annual_tax_to_date: Amount, annual_turnover: Amount, ae_activity: Code, p: Parameters
) -> Amount:
    """Tax cumulated in the year; computed from the turnover where it is not given."""
    rate = p.auto_entrepreneur.tax_rate.find(ae_activity=ae_activity).rate
    return first_known(annual_tax_to_date, half_up(annual_turnover * rate))


@formula(
    unit="centimes",
    of="person_year",
    on="month",
    law="CGI art. 73-III",
    label=words(
        ar="واجب المقاول الذاتي لكل ربع سنة",
        fr="Droit trimestriel de l'auto-entrepreneur",
        en="Quarterly charge of an auto-entrepreneur",
    ),
    says=words(
        ar="حسب شريحة {ae_annual_tax}.",
        fr="Selon la tranche de {ae_annual_tax}.",
        en="By the band of {ae_annual_tax}.",
    ),
)
def ae_quarterly_droit(ae_annual_tax: Amount, p: Parameters) -> Amount:
    """Charge of one quarter, the least band even without turnover."""
    return p.cpu.droit.at(ae_annual_tax)


@formula(
    unit="centimes",
    of="person_year",
    on="month",
    law="CGI art. 73-III",
    label=words(
        ar="واجب المقاول الذاتي السنوي",
        fr="Droit annuel de l'auto-entrepreneur",
        en="Yearly charge of an auto-entrepreneur",
    ),
    says=words(
        ar="أربعة أضعاف {ae_quarterly_droit}.",
        fr="Quatre fois {ae_quarterly_droit}.",
        en="Four times {ae_quarterly_droit}.",
    ),
)
def ae_annual_droit(ae_quarterly_droit: Amount) -> Amount:
    """Charge of the whole year."""
    return ae_quarterly_droit * QUARTERS


@formula(
    unit="centimes",
    of="person_year",
    on="month",
    law="CGI art. 73-III",
    label=words(
        ar="التسوية المستحقة آخر السنة",
        fr="Régularisation due en fin d'année",
        en="Settlement owed at the end of the year",
    ),
    says=words(
        ar="{ae_annual_droit} ناقص المؤدى {droits_already_paid}.",
        fr="{ae_annual_droit} moins les droits payés {droits_already_paid}.",
        en="{ae_annual_droit} less the charges paid {droits_already_paid}.",
    ),
)
def ae_regularisation_due(ae_annual_droit: Amount, droits_already_paid: Amount) -> Amount:
    """What is left when the cumulated tax has passed a bound."""
    return at_least(ae_annual_droit - droits_already_paid, 0)


@formula(
    unit="centimes",
    of="person_year",
    on="month",
    law="CGI art. 73-II et 73-III",
    label=words(
        ar="الضريبة المعتمدة للشريحة", fr="Impôt retenu pour la tranche", en="Tax taken for the band"
    ),
    says=words(
        ar="{annual_income_tax}، وإلا فالشريحة الدنيا ({p.decisions.droit_without_declared_tax}).",
        fr="{annual_income_tax}; à défaut la première tranche ({p.decisions.droit_without_declared_tax}).",
        en="{annual_income_tax}; failing that the first band ({p.decisions.droit_without_declared_tax}).",
    ),
)
def droit_tax(annual_income_tax: Amount, p: Parameters) -> Amount:
    """Yearly tax by which a month is assessed; a tax not yet known falls in the first band (a decision)."""
    lowest = p.decisions.droit_without_declared_tax == "lowest_band"
    return first_known(annual_income_tax, where(lowest, 0, no_amount("MISSING_ANNUAL_INCOME_TAX")))
