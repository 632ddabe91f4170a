"""One coefficient for every self-employed person, in the place of those of the decrees of the categories."""

from __future__ import annotations

from himaya.legislation.algebra import Code, Exact, Parameters, formula, no_exact, where, words


@formula(
    unit="coefficient",
    of="person_month",
    on="month",
    law="Exemple de réforme",
    label=words(ar="معامل واحد للجميع", fr="Coefficient unique", en="One coefficient"),
    says=words(
        ar="معامل واحد هو 1,25 لكل صنف ({category}) يؤدي على السميك.",
        fr="Un seul coefficient, 1,25, pour toute catégorie ({category}) qui paie sur le SMIG.",
        en="One coefficient, 1.25, for every category ({category}) that pays on the SMIG.",
    ),
)
def tns_coefficient(category: Code, p: Parameters) -> Exact:
    """1.25 for whoever pays on the SMIG; no one else has a coefficient."""
    one = Exact.of(5) / 4
    return where(p.tns.basis.find(category=category).basis == "smig", one, no_exact("CATEGORY_UNKNOWN"))
