"""Allowance for the loss of a job (IPE), from 1 December 2014."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Code,
    Day,
    Exact,
    Flag,
    Parameters,
    add_days,
    add_months,
    at_least,
    at_most,
    both,
    choose,
    first_known,
    formula,
    half_up,
    no_amount,
    where,
    whole_dirhams,
    words,
)

_LAW = "Loi sur l'indemnité pour perte d'emploi, en vigueur le 1er décembre 2014; cnss.ma"


@formula(
    unit="days",
    of="job_loss",
    on="job_lost_on",
    law=_LAW,
    label=words(
        ar="الأيام الناقصة لاستحقاق التعويض عن فقدان الشغل",
        fr="Jours manquants pour l'indemnité pour perte d'emploi",
        en="Days missing for the job-loss allowance",
    ),
    says=words(
        ar="الأكبر بين {p.job_loss.days_min} ناقص {days_in_36_months} و{p.job_loss.days_last_12_min} ناقص "
        "{days_in_12_months}.",
        fr="Le plus grand de {p.job_loss.days_min} moins {days_in_36_months} et {p.job_loss.days_last_12_min} "
        "moins {days_in_12_months}.",
        en="The larger of {p.job_loss.days_min} less {days_in_36_months} and {p.job_loss.days_last_12_min} less "
        "{days_in_12_months}.",
    ),
)
def job_loss_days_missing(days_in_36_months: Amount, days_in_12_months: Amount, p: Parameters) -> Amount:
    """How many more days would have opened the right."""
    long = p.job_loss.days_min - days_in_36_months
    recent = p.job_loss.days_last_12_min - days_in_12_months
    return at_least(at_least(long, recent), 0)


@formula(
    unit="date",
    of="job_loss",
    on="job_lost_on",
    law=_LAW,
    label=words(
        ar="آخر يوم لطلب التعويض عن فقدان الشغل",
        fr="Dernier jour pour demander l'indemnité pour perte d'emploi",
        en="Last day to claim the job-loss allowance",
    ),
    says=words(
        ar="{p.job_loss.claim_days} بعد {job_lost_on}.",
        fr="{p.job_loss.claim_days} après le {job_lost_on}.",
        en="{p.job_loss.claim_days} after {job_lost_on}.",
    ),
)
def job_loss_claim_by(job_lost_on: Day, p: Parameters) -> Day:
    """Last day on which the allowance may be claimed."""
    return add_days(job_lost_on, p.job_loss.claim_days)


@formula(
    unit="flag",
    of="job_loss",
    law=_LAW,
    label=words(ar="الطلب مودع في أجله", fr="Demande dans le délai", en="Claimed in time"),
    says=words(
        ar="كما صرح به ({claimed_in_time})، وإلا يوم الطلب {claimed_on} في أجل أقصاه {job_loss_claim_by}.",
        fr="Comme indiqué ({claimed_in_time}), sinon demande du {claimed_on} au plus tard le {job_loss_claim_by}.",
        en="As told ({claimed_in_time}), else claimed on {claimed_on}, by {job_loss_claim_by}.",
    ),
)
def job_loss_claimed_in_time(claimed_in_time: Flag, claimed_on: Day, job_loss_claim_by: Day) -> Flag:
    """A claim whose day is not known yet is not refused for being late."""
    return first_known(claimed_in_time, first_known(claimed_on <= job_loss_claim_by, True))


@formula(
    unit="flag",
    of="job_loss",
    law=_LAW,
    label=words(
        ar="باحث عن الشغل قادر على العمل ودون معاش",
        fr="Demandeur d'emploi apte et sans pension",
        en="A job seeker, fit and without a pension",
    ),
    says=words(
        ar="مسجل كباحث عن الشغل ({job_seeker})، قادر على العمل ({fit_for_work})، دون معاش ({pensioner}).",
        fr="Inscrit comme demandeur d'emploi ({job_seeker}), apte ({fit_for_work}), sans pension ({pensioner}).",
        en="Registered as a job seeker ({job_seeker}), fit for work ({fit_for_work}), no pension ({pensioner}).",
    ),
)
def job_loss_available(job_seeker: Flag, fit_for_work: Flag, pensioner: Flag) -> Flag:
    """Each is taken to hold until the contrary is known."""
    fit = both(first_known(job_seeker, True), first_known(fit_for_work, True))
    return both(fit, ~first_known(pensioner, False))


@formula(
    unit="flag",
    of="job_loss",
    law=_LAW,
    label=words(
        ar="مستحق للتعويض عن فقدان الشغل",
        fr="Droit à l'indemnité pour perte d'emploi",
        en="Entitled to the job-loss allowance",
    ),
    says=words(
        ar="فقدان غير إرادي ({loss_reason})، ولا أيام ناقصة ({job_loss_days_missing})، والطلب في أجله "
        "({job_loss_claimed_in_time})، وباحث عن الشغل ({job_loss_available}).",
        fr="Perte involontaire ({loss_reason}), aucun jour ne manque ({job_loss_days_missing}), demande dans le "
        "délai ({job_loss_claimed_in_time}), demandeur d'emploi ({job_loss_available}).",
        en="Involuntary loss ({loss_reason}), no day is missing ({job_loss_days_missing}), claimed in time "
        "({job_loss_claimed_in_time}), a job seeker ({job_loss_available}).",
    ),
)
def job_loss_entitled(
    loss_reason: Code, job_loss_days_missing: Amount, job_loss_claimed_in_time: Flag, job_loss_available: Flag
) -> Flag:
    """Whether all conditions hold."""
    return both(
        loss_reason == "involuntary",
        job_loss_days_missing == 0,
        job_loss_claimed_in_time,
        job_loss_available,
    )


@formula(
    unit="exact_money",
    of="job_loss",
    on="job_lost_on",
    law="Code du travail, art. 356 et 184; loi 19-12",
    label=words(
        ar="الحد الأدنى الشهري للأجر يوم فقدان الشغل",
        fr="Salaire minimum du mois au jour de la perte d'emploi",
        en="Minimum monthly wage on the day the job was lost",
    ),
    says=words(
        ar="حسب القطاع ({sector}، {p.wages.sectors}): {p.wages.smig_hour} × {p.decisions.smig_hours_month}، أو "
        "{p.wages.smag_day} × {p.wages.days_month} في القطاع الفلاحي.",
        fr="Selon le secteur ({sector}, {p.wages.sectors}): {p.wages.smig_hour} × "
        "{p.decisions.smig_hours_month}, ou {p.wages.smag_day} × {p.wages.days_month} dans l'agriculture.",
        en="By the sector ({sector}, {p.wages.sectors}): {p.wages.smig_hour} × {p.decisions.smig_hours_month}, or "
        "{p.wages.smag_day} × {p.wages.days_month} in agriculture.",
    ),
)
def job_loss_minimum_wage(sector: Code, p: Parameters) -> Exact:
    """The minimum wage that limits the allowance, centimes unrounded."""
    row = p.wages.sectors.find(sector=first_known(sector, "non_agricultural"))
    hours, days = p.decisions.smig_hours_month * p.wages.smig_hour, p.wages.smag_day * p.wages.days_month
    return where(row.unit == "day", Exact.of(days), hours) * row.share


@formula(
    unit="centimes",
    of="job_loss",
    on="job_lost_on",
    law=_LAW,
    label=words(
        ar="المبلغ الشهري للتعويض عن فقدان الشغل",
        fr="Montant mensuel de l'indemnité pour perte d'emploi",
        en="Monthly job-loss allowance",
    ),
    says=words(
        ar="{p.job_loss.rate} من {average_wage_36_months}، في حدود {job_loss_minimum_wage}.",
        fr="{p.job_loss.rate} de {average_wage_36_months}, au plus {job_loss_minimum_wage}.",
        en="{p.job_loss.rate} of {average_wage_36_months}, at most {job_loss_minimum_wage}.",
    ),
)
def job_loss_amount(average_wage_36_months: Amount, job_loss_minimum_wage: Exact, p: Parameters) -> Amount:
    """What a month pays, centimes."""
    return at_most(half_up(average_wage_36_months * p.job_loss.rate), half_up(job_loss_minimum_wage))


@formula(
    unit="centimes",
    of="job_loss",
    on="job_lost_on",
    law=_LAW,
    label=words(
        ar="التعويض عن فقدان الشغل بالدرهم، للعرض",
        fr="Indemnité pour perte d'emploi, en dirhams entiers",
        en="Job-loss allowance, in whole dirhams",
    ),
    says=words(
        ar="{job_loss_amount} بالدرهم ({p.decisions.job_loss_display}).",
        fr="{job_loss_amount} en dirhams entiers ({p.decisions.job_loss_display}).",
        en="{job_loss_amount} in whole dirhams ({p.decisions.job_loss_display}).",
    ),
)
def job_loss_amount_shown(job_loss_amount: Amount, p: Parameters) -> Amount:
    """As the fund's table shows it; what is paid keeps its centimes (D5)."""
    nearest = half_up(job_loss_amount / 100) * 100
    return where(p.decisions.job_loss_display == "nearest", nearest, whole_dirhams(job_loss_amount))


@formula(
    unit="months",
    of="job_loss",
    on="job_lost_on",
    law=_LAW,
    label=words(
        ar="أشهر التعويض عن فقدان الشغل",
        fr="Mois d'indemnité pour perte d'emploi",
        en="Months of the job-loss allowance",
    ),
    says=words(
        ar="{p.job_loss.months_max} على الأكثر إذا توفر الحق ({job_loss_entitled}).",
        fr="{p.job_loss.months_max} au plus si le droit est ouvert ({job_loss_entitled}).",
        en="At most {p.job_loss.months_max} if the right is open ({job_loss_entitled}).",
    ),
)
def job_loss_months(job_loss_entitled: Flag, p: Parameters) -> Amount:
    """Most months paid; death and new work stop the allowance earlier."""
    return where(job_loss_entitled, p.job_loss.months_max, 0)


@formula(
    unit="centimes",
    of="job_loss",
    law=_LAW,
    label=words(
        ar="التعويض الشهري المستحق عن فقدان الشغل",
        fr="Indemnité mensuelle due pour perte d'emploi",
        en="Job-loss allowance due a month",
    ),
    says=words(
        ar="{job_loss_amount} إذا توفر الحق ({job_loss_entitled}): الأيام الناقصة {job_loss_days_missing}، السبب "
        "{loss_reason}، الأجل {job_loss_claimed_in_time}.",
        fr="{job_loss_amount} si le droit est ouvert ({job_loss_entitled}): jours manquants "
        "{job_loss_days_missing}, motif {loss_reason}, délai {job_loss_claimed_in_time}.",
        en="{job_loss_amount} if the right is open ({job_loss_entitled}): days missing {job_loss_days_missing}, "
        "reason {loss_reason}, in time {job_loss_claimed_in_time}.",
    ),
)
def job_loss_allowance(
    job_loss_amount: Amount,
    job_loss_entitled: Flag,
    job_loss_days_missing: Amount,
    loss_reason: Code,
    job_loss_claimed_in_time: Flag,
) -> Amount:
    """What is due a month, or why nothing is."""
    return choose(
        (job_loss_entitled, job_loss_amount),
        (loss_reason != "involuntary", no_amount("LOSS_NOT_INVOLUNTARY")),
        (job_loss_days_missing > 0, no_amount("DAYS_TOO_FEW")),
        (~job_loss_claimed_in_time, no_amount("CLAIMED_TOO_LATE")),
        otherwise=no_amount("NOT_A_JOB_SEEKER"),
    )


@formula(
    unit="date",
    of="job_loss",
    on="job_lost_on",
    law=_LAW,
    label=words(
        ar="نهاية التعويض عن فقدان الشغل على الأكثر",
        fr="Fin de l'indemnité pour perte d'emploi, au plus tard",
        en="The job-loss allowance ends at the latest on",
    ),
    says=words(
        ar="{job_loss_months} بعد {job_lost_on}.",
        fr="{job_loss_months} après le {job_lost_on}.",
        en="{job_loss_months} after {job_lost_on}.",
    ),
)
def job_loss_ends(job_lost_on: Day, job_loss_months: Amount) -> Day:
    """First day without the allowance."""
    return add_months(job_lost_on, job_loss_months)
