"""The addresses of betalt."""

from django.urls import include, path

handler400 = "betalt.web.errors.bad_request"
handler403 = "betalt.web.errors.forbidden"
handler404 = "betalt.web.errors.not_found"
handler500 = "betalt.web.errors.fault"

urlpatterns = [path("", include("betalt.web.urls"))]
