"""The addresses of the procedures."""

from django.urls import path

from betalt.web.procedures import ahead, editor, nets, versions

app_name = "procedures"
urlpatterns = [
    path("", versions.overview, name="list"),
    path("ahead/<int:number>/", ahead.show, name="time_machine"),
    path("nets/", nets.show, name="nets"),
    path("<slug:debtor>/", editor.edit, name="edit"),
    path("<slug:debtor>/check/", editor.check, name="check"),
    path("<slug:debtor>/try/", editor.attempt, name="try"),
    path("<slug:debtor>/history/", versions.history, name="history"),
    path("<slug:debtor>/version/<int:number>/", versions.version, name="version"),
    path("<slug:debtor>/switch-on/", versions.switch, name="switch"),
    path("<slug:debtor>/call-off/", versions.stop, name="call_off"),
    path("<slug:debtor>/drop/", versions.drop, name="drop"),
]
