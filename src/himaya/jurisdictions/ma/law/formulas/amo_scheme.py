"""Who manages a scheme, what its basket holds, whom the children follow; and the figures of claim files."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Code,
    Day,
    Exact,
    Flag,
    Parameters,
    add_months,
    both,
    choose,
    either,
    first_known,
    formula,
    half_up,
    no_code,
    where,
    words,
)

HUNDRED = 100


@formula(
    unit="code",
    of="person_day",
    on="care_on",
    law="Loi 65-00; loi 54-23",
    label=words(ar="الهيئة المدبرة", fr="Organisme gestionnaire", en="Managing body"),
    says=words(
        ar="الهيئة التي تدبر {scheme} يوم العلاج.",
        fr="Organisme qui gère {scheme} le jour des soins.",
        en="Body that manages {scheme} on the day of care.",
    ),
)
def managing_body(scheme: Code, p: Parameters) -> Code:
    """CNSS or CNOPS: scheme and managing body are different things."""
    return p.amo.schemes.find(scheme=scheme).managing_body


@formula(
    unit="flag",
    of="person_day",
    on="care_on",
    law="Loi 65-00, art. 7; cnss.ma",
    label=words(ar="العلاج ضمن السلة", fr="Soin dans le panier", en="Care within the basket"),
    says=words(
        ar="في {scheme}: صنف {care} لسن {age_years_completed} يوم العلاج؛ وسلة القطاع العام كاملة منذ البداية.",
        fr="Dans {scheme}: {care} à l'âge {age_years_completed} le jour des soins; le panier du secteur public "
        "est entier dès l'origine.",
        en="In {scheme}: {care} at the age {age_years_completed} on the day of care; the basket of the public "
        "sector is whole from the start.",
    ),
)
def in_basket(scheme: Code, care: Code, age_years_completed: Amount, p: Parameters) -> Flag:
    """Whether the kind of care was in the basket on the day of care: a late claim follows that day."""
    covered = p.amo.basket.find(care=care, age_years_completed=age_years_completed).covered
    whole = p.amo.schemes.find(scheme=scheme).rates_of == "public_sector"
    adult = care != "orthodontics"
    return either(first_known(covered, False), both(whole, adult))


@formula(
    unit="code",
    of="family",
    on="day",
    law="anam.ma, Bénéficiaires; cnss.ma, Prestations",
    label=words(
        ar="الوالد الذي يتبعه الأطفال", fr="Parent dont relèvent les enfants", en="Parent the children follow"
    ),
    says=words(
        ar="بعد الطلاق ({parents_divorced}) الحاضن (الأم: {mother_has_custody}) إن كان مؤمنا؛ وإذا كان كلاهما "
        "مؤمنا (الأب {father_insured}، الأم {mother_insured}): {p.decisions.amo_children_follow}، أو الأم بطلب "
        "({children_transferred})؛ وإلا المؤمن منهما، يوم {day}.",
        fr="Après divorce ({parents_divorced}) celui qui a la garde (mère: {mother_has_custody}) s'il est "
        "assuré; les deux assurés (père {father_insured}, mère {mother_insured}): "
        "{p.decisions.amo_children_follow}, ou la mère sur demande ({children_transferred}); sinon celui qui "
        "l'est, au {day}.",
        en="After a divorce ({parents_divorced}) the one with custody (mother: {mother_has_custody}) if "
        "insured; both insured (father {father_insured}, mother {mother_insured}): "
        "{p.decisions.amo_children_follow}, or the mother on request ({children_transferred}); otherwise the "
        "one who is, on {day}.",
    ),
)
def children_follow(
    father_insured: Flag,
    mother_insured: Flag,
    parents_divorced: Flag,
    mother_has_custody: Flag,
    children_transferred: Flag,
    day: Day,
    p: Parameters,
) -> Code:
    """father or mother; the reason where neither is insured."""
    divorced = first_known(parents_divorced, False)
    mother_holds = first_known(mother_has_custody, False)
    transferred = first_known(children_transferred, False)
    return choose(
        (both(~father_insured, ~mother_insured), no_code("NO_INSURED_PARENT")),
        (both(divorced, mother_holds, mother_insured), "mother"),
        (both(divorced, ~mother_holds, father_insured), "father"),
        (~mother_insured, "father"),
        (either(~father_insured, transferred), "mother"),
        otherwise=p.decisions.amo_children_follow,
    )


@formula(
    unit="date",
    of="person_event",
    on="event_on",
    law="Loi 65-00; principes AMO de la CNSS",
    label=words(
        ar="آخر يوم للتغطية بعد الحدث", fr="Couvert jusqu'au (inclus)", en="Covered until (included)"
    ),
    says=words(
        ar="{event_on} زائد مدة الاستمرار المحددة بعد {event}.",
        fr="{event_on} plus la durée du maintien après {event}.",
        en="{event_on} plus the months kept after {event}.",
    ),
)
def covered_until_after_event(event: Code, event_on: Day, p: Parameters) -> Day:
    """Last covered day: the day of the event and the months kept, the last of a shorter month."""
    months = p.amo.maintenance.find(event=event).months
    return add_months(event_on, months)


@formula(
    unit="centimes",
    of="scheme",
    law="Chiffres publiés; moyenne arrondie au centime",
    label=words(ar="المتوسط لكل ملف", fr="Moyenne par dossier", en="Average per file"),
    says=words(
        ar="{paid_total} مقسوما على {files}.",
        fr="{paid_total} divisé par {files}.",
        en="{paid_total} divided by {files}.",
    ),
)
def average_per_file(paid_total: Amount, files: Amount) -> Amount:
    """Average paid per file, rounded half up to the centime."""
    return half_up(paid_total / files)


@formula(
    unit="centimes",
    of="scheme",
    law="Chiffres publiés; moyenne arrondie au dirham",
    label=words(ar="المتوسط بالدرهم", fr="Moyenne au dirham", en="Average in dirhams"),
    says=words(
        ar="{paid_total} مقسوما على {files}، مقربا إلى الدرهم.",
        fr="{paid_total} divisé par {files}, arrondi au dirham.",
        en="{paid_total} divided by {files}, rounded to the dirham.",
    ),
)
def average_per_file_dirhams(paid_total: Amount, files: Amount) -> Amount:
    """Average paid per file, rounded once, to the nearest dirham."""
    return half_up(paid_total / files / HUNDRED) * HUNDRED


@formula(
    unit="coefficient",
    of="scheme",
    law="Chiffres publiés",
    label=words(ar="نسبة الملفات المعالجة", fr="Part des dossiers traités", en="Share of files processed"),
    says=words(
        ar="{files_processed} من {files_filed} بالمائة، برقمين بعد الفاصلة.",
        fr="{files_processed} sur {files_filed}, en pour cent à deux décimales.",
        en="{files_processed} of {files_filed}, percent to two decimals.",
    ),
)
def processed_share_percent(files_processed: Amount, files_filed: Amount) -> Exact:
    """Percent, rounded half up to two decimals."""
    return half_up(files_processed * HUNDRED * HUNDRED / files_filed) / HUNDRED


@formula(
    unit="count",
    of="scheme",
    law="Avis du CESE, 2024",
    label=words(ar="الحقوق المغلقة", fr="Droits fermés", en="Rights closed"),
    says=words(
        ar="{closed_rights_share_percent} بالمائة من {registered}.",
        fr="{closed_rights_share_percent} % de {registered}.",
        en="{closed_rights_share_percent} % of {registered}.",
    ),
)
def closed_rights(registered: Amount, closed_rights_share_percent: Exact) -> Amount:
    """People registered whose rights are closed, to the nearest person."""
    return half_up(registered * closed_rights_share_percent / HUNDRED)


@formula(
    unit="code",
    of="claim_line",
    law="Loi 65-00, art. 7; cnss.ma",
    label=words(ar="شرط السلة", fr="Condition du panier", en="Condition of the basket"),
    says=words(
        ar="خارج السلة ({in_basket}).",
        fr="Hors du panier ({in_basket}).",
        en="Outside the basket ({in_basket}).",
    ),
)
def basket_reason(in_basket: Flag) -> Code:
    """NOT_REIMBURSABLE outside the basket of the day, or nothing to say."""
    return where(in_basket, no_code("NO_REMARK"), "NOT_REIMBURSABLE")
