"""The addresses of the overview."""

from django.urls import path

from betalt.web.overview import views

app_name = "overview"
urlpatterns = [
    path("", views.start, name="start"),
    path("money/", views.counted, name="money"),
]
