"""The addresses of the office: `/k/<creditor>/…` for one creditor, the rest for the user itself."""

from __future__ import annotations

from django.urls import include, path

from betalt.web import health
from betalt.web.first_run import begin
from betalt.web.overview import clients
from betalt.web.sign_in import views as sign_in
from betalt.web.sign_in.invited import invited

# One line an area; each area's urls.py names itself with `app_name`.
AREAS: tuple[tuple[str, str], ...] = (
    ("begin/", "betalt.web.first_run.urls"),
    ("cases/", "betalt.web.cases.urls"),
    ("customers/", "betalt.web.customers.urls"),
    ("imports/", "betalt.web.imports.urls"),
    ("letters/", "betalt.web.letters.urls"),
    ("payments/", "betalt.web.payments.urls"),
    ("procedures/", "betalt.web.procedures.urls"),
    ("settings/", "betalt.web.settings.urls"),
    ("work/", "betalt.web.work.urls"),
    ("people/", "betalt.web.people.urls"),
    ("", "betalt.web.overview.urls"),
)

urlpatterns = [
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("metrics", health.metrics, name="metrics"),
    path("", sign_in.offices, name="offices"),
    path("begin/", begin.begin, name="begin"),
    path("begin/demo/", begin.look_around, name="open_demo"),
    path("clients/", clients.start, name="clients"),
    path("speak/", sign_in.speak, name="speak"),
    path("invited/<str:token>/", invited, name="invited"),
    path("account/me/", sign_in.account, name="account"),
    path("account/", include("allauth.urls")),
    *(path(f"k/<slug:slug>/{place}", include(module)) for place, module in AREAS),
]
