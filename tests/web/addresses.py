"""Every public page, as the tests visit it: the name of its view and an address after the language."""

from __future__ import annotations

LANGUAGES = ("ar", "fr", "zgh", "en")
PAGES = {
    "figures": "",
    "published": "published/",
    "calculators": "calculators/",
    "calculator": "calculators/self-employed/?category=taxi_driver&month=2026-11",
    "law": "law/",
    "law_decisions": "law/decisions/",
    "law_uncertain": "law/uncertain/",
    "law_parameter": "law/values/wages.smig_hour/",
    "law_variable": "law/rules/month_due/",
    "law_explain": "law/explain/month_due/?category=taxi_driver&month=2026-11-01",
    "style": "style/",
}
MORE = (
    "nothing-here/",
    "calculators/self-employed/",
    "calculators/self-employed/?asked=category.month&category=dentist&month=2026-11",
    "calculators/self-employed/?asked=category&category=",
    "calculators/direct-aid/?children=2&month=2026-11&child_age_1=3&schooled_1=true&child_age_2=8&schooled_2=false",
    "law/?q=smig",
    "law/?q=nothing-of-the-sort",
    "law/values/tns.categories/",
    "law/values/cpu.droit/",
    "law/explain/month_due/?category=farmer&farm_class=4&month=2026-11-01",
)
EVERY = (*PAGES.values(), *MORE)
