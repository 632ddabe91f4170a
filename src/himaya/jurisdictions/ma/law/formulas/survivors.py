"""Survivors' pensions, reduced together to the pension of the deceased (dahir 1-72-184, art. 57 to 60)."""

from __future__ import annotations

from himaya.legislation.algebra import (
    Amount,
    Code,
    Exact,
    Flag,
    Parameters,
    at_least,
    at_most,
    either,
    first_known,
    formula,
    half_up,
    where,
    words,
)

_LAW = "Dahir 1-72-184, art. 57 à 60; cnss.ma"


@formula(
    unit="flag",
    of="death",
    on="death_on",
    law=_LAW + "; loi 02-24",
    label=words(
        ar="الحق في معاش المتوفى عنهم", fr="Droit à une pension de survivants", en="Survivors have a pension"
    ),
    says=words(
        ar="كان صاحب معاش ({was_pensioner})، أو {pension_days} لا تقل عن {p.survivors.days_min}، أو حادثة تسبب "
        "فيها الغير ({cause}).",
        fr="Pensionné ({was_pensioner}), ou {pension_days} au moins égaux à {p.survivors.days_min}, ou accident "
        "causé par un tiers ({cause}).",
        en="A pensioner ({was_pensioner}), or {pension_days} at least {p.survivors.days_min}, or an accident "
        "caused by a third party ({cause}).",
    ),
)
def survivors_entitled(was_pensioner: Flag, pension_days: Amount, cause: Code, p: Parameters) -> Flag:
    """Whether the deceased left a right to pensions."""
    return either(
        first_known(was_pensioner, False),
        first_known(cause, "ordinary") == "third_party_accident",
        pension_days >= p.survivors.days_min,
    )


@formula(
    unit="ratio",
    of="death",
    on="death_on",
    law=_LAW,
    label=words(ar="حصة كل زوج", fr="Part de chaque conjoint", en="Share of each spouse"),
    says=words(
        ar="{p.survivors.spouse_rate} على {spouses} ({p.decisions.wives_share}).",
        fr="{p.survivors.spouse_rate} divisé par {spouses} ({p.decisions.wives_share}).",
        en="{p.survivors.spouse_rate} over {spouses} ({p.decisions.wives_share}).",
    ),
)
def spouse_share(spouses: Amount, p: Parameters) -> Exact:
    """Before reduction; wives share one part equally."""
    together = p.decisions.wives_share == "together"
    share = p.survivors.spouse_rate / where(together, at_least(spouses, 1), 1)
    return where(spouses > 0, share, Exact.of(0))


@formula(
    unit="ratio",
    of="death",
    on="death_on",
    law=_LAW,
    label=words(
        ar="مجموع الحصص قبل التخفيض",
        fr="Total des parts avant réduction",
        en="Shares together, before reduction",
    ),
    says=words(
        ar="{p.survivors.spouse_rate} للأزواج {spouses} ({p.decisions.wives_share})، زائد {p.survivors.orphan_rate} "
        "× {orphans_one_parent}، زائد {p.survivors.double_orphan_rate} × {orphans_both_parents}.",
        fr="{p.survivors.spouse_rate} pour les conjoints {spouses} ({p.decisions.wives_share}), plus "
        "{p.survivors.orphan_rate} × {orphans_one_parent}, plus {p.survivors.double_orphan_rate} × "
        "{orphans_both_parents}.",
        en="{p.survivors.spouse_rate} for the spouses {spouses} ({p.decisions.wives_share}), plus "
        "{p.survivors.orphan_rate} × {orphans_one_parent}, plus {p.survivors.double_orphan_rate} × "
        "{orphans_both_parents}.",
    ),
)
def survivors_shares(
    spouses: Amount, orphans_one_parent: Amount, orphans_both_parents: Amount, p: Parameters
) -> Exact:
    """May pass the whole."""
    together = p.decisions.wives_share == "together"
    parts = where(together, at_most(spouses, 1), spouses)
    orphans = p.survivors.orphan_rate * orphans_one_parent
    return p.survivors.spouse_rate * parts + orphans + p.survivors.double_orphan_rate * orphans_both_parents


@formula(
    unit="ratio",
    of="death",
    on="death_on",
    law=_LAW,
    label=words(ar="التخفيض المطبق على كل حصة", fr="Réduction de chaque part", en="Reduction of each share"),
    says=words(
        ar="{p.survivors.total_max} على {survivors_shares} إذا تجاوزته، وإلا الحصص كاملة.",
        fr="{p.survivors.total_max} divisé par {survivors_shares} s'il est dépassé, sinon les parts entières.",
        en="{p.survivors.total_max} over {survivors_shares} if they pass it, otherwise whole shares.",
    ),
)
def survivors_reduction(survivors_shares: Exact, p: Parameters) -> Exact:
    """By the same factor for everybody."""
    return p.survivors.total_max / at_least(survivors_shares, p.survivors.total_max)


@formula(
    unit="centimes",
    of="death",
    law=_LAW,
    label=words(ar="معاش كل زوج", fr="Pension de chaque conjoint", en="Pension of each spouse"),
    says=words(
        ar="{deceased_pension} × {spouse_share} × {survivors_reduction}.",
        fr="{deceased_pension} × {spouse_share} × {survivors_reduction}.",
        en="{deceased_pension} × {spouse_share} × {survivors_reduction}.",
    ),
)
def each_spouse_pension(deceased_pension: Amount, spouse_share: Exact, survivors_reduction: Exact) -> Amount:
    """Monthly, centimes; nothing where there is none."""
    return half_up(deceased_pension * spouse_share * survivors_reduction)


@formula(
    unit="centimes",
    of="death",
    on="death_on",
    law=_LAW,
    label=words(
        ar="معاش كل يتيم من أحد الوالدين",
        fr="Pension de chaque orphelin d'un parent",
        en="Pension of each orphan of one parent",
    ),
    says=words(
        ar="{deceased_pension} × {p.survivors.orphan_rate} × {survivors_reduction}، إن وجد ({orphans_one_parent}).",
        fr="{deceased_pension} × {p.survivors.orphan_rate} × {survivors_reduction}, s'il y en a "
        "({orphans_one_parent}).",
        en="{deceased_pension} × {p.survivors.orphan_rate} × {survivors_reduction}, if there are any "
        "({orphans_one_parent}).",
    ),
)
def each_orphan_pension(
    deceased_pension: Amount, orphans_one_parent: Amount, survivors_reduction: Exact, p: Parameters
) -> Amount:
    """Monthly, centimes; nothing where there is none."""
    pension = half_up(deceased_pension * p.survivors.orphan_rate * survivors_reduction)
    return where(orphans_one_parent > 0, pension, 0)


@formula(
    unit="centimes",
    of="death",
    on="death_on",
    law=_LAW,
    label=words(
        ar="معاش كل يتيم من الوالدين معا",
        fr="Pension de chaque orphelin des deux parents",
        en="Pension of each orphan of both parents",
    ),
    says=words(
        ar="{deceased_pension} × {p.survivors.double_orphan_rate} × {survivors_reduction}، إن وجد "
        "({orphans_both_parents}).",
        fr="{deceased_pension} × {p.survivors.double_orphan_rate} × {survivors_reduction}, s'il y en a "
        "({orphans_both_parents}).",
        en="{deceased_pension} × {p.survivors.double_orphan_rate} × {survivors_reduction}, if there are any "
        "({orphans_both_parents}).",
    ),
)
def each_double_orphan_pension(
    deceased_pension: Amount, orphans_both_parents: Amount, survivors_reduction: Exact, p: Parameters
) -> Amount:
    """Monthly, centimes; nothing where there is none."""
    pension = half_up(deceased_pension * p.survivors.double_orphan_rate * survivors_reduction)
    return where(orphans_both_parents > 0, pension, 0)


@formula(
    unit="centimes",
    of="death",
    on="death_on",
    law=_LAW,
    label=words(
        ar="مجموع معاشات المتوفى عنهم",
        fr="Total des pensions de survivants",
        en="Survivors' pensions together",
    ),
    says=words(
        ar="{deceased_pension} × {survivors_shares}، في حدود {p.survivors.total_max}.",
        fr="{deceased_pension} × {survivors_shares}, au plus {p.survivors.total_max}.",
        en="{deceased_pension} × {survivors_shares}, at most {p.survivors.total_max}.",
    ),
)
def survivors_total(deceased_pension: Amount, survivors_shares: Exact, p: Parameters) -> Amount:
    """Rounded once; `survivor_pension` gives parts that add up to it."""
    return half_up(deceased_pension * at_most(survivors_shares, p.survivors.total_max))
