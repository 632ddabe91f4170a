"""Addresses of the web channel. The language stands first, so that an address says what it shows."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from himaya.channels.web import style, views
from himaya.channels.web.access import by_secret_address
from himaya.channels.web.access import urls as access
from himaya.channels.web.calculators import views as calculators
from himaya.channels.web.law import views as law
from himaya.foundation.messaging.views import inbound_view, receipts_view

urlpatterns = [
    path("", views.front_door, name="front_door"),
    path("health", views.health, name="health"),
    path("gateways/receipts/<slug:gateway>/<str:token>", by_secret_address(receipts_view), name="receipts"),
    path("gateways/inbound/<slug:gateway>/<str:token>", by_secret_address(inbound_view), name="inbound"),
    *access.returning,
    *i18n_patterns(
        path("", views.figures, name="figures"),
        path("figures/<slug:name>.csv", views.figure_csv, name="figure_csv"),
        path("figures/<slug:name>.json", views.figure_json, name="figure_json"),
        path("figures/<slug:name>.svg", views.figure_picture, name="figure_picture"),
        path("calculators/", calculators.listed, name="calculators"),
        path("calculators/<slug:name>/", calculators.work, name="calculator"),
        path("law/", law.index, name="law"),
        path("law/decisions/", law.decisions, name="law_decisions"),
        path("law/uncertain/", law.uncertain, name="law_uncertain"),
        path("law/values/<str:path>/", law.parameter, name="law_parameter"),
        path("law/rules/<slug:name>/", law.variable, name="law_variable"),
        path("law/explain/<slug:name>/", law.explain, name="law_explain"),
        path("style/", style.page, name="style"),
        *access.urlpatterns,
        path("published/", views.published, name="published"),
        path("published/all.csv", views.published_csv, name="published_csv"),
        path("published/all.json", views.published_json, name="published_json"),
    ),
]

handler400 = "himaya.channels.web.errors.bad_request"
handler403 = "himaya.channels.web.errors.forbidden"
handler404 = "himaya.channels.web.errors.not_found"
handler500 = "himaya.channels.web.errors.failed"
