"""The addresses of the import of invoices."""

from django.urls import path

from betalt.web.imports import batch, views

app_name = "imports"
urlpatterns = [
    path("", views.files, name="list"),
    path("<int:number>/", views.check, name="check"),
    path("work/<int:number>/", batch.of_work, name="read"),
    path("batch/<int:number>/", batch.show, name="batch"),
    path("batch/<int:number>/release/", batch.release, name="release"),
    path("batch/<int:number>/take-back/", batch.take_back, name="take_back"),
    path("batch/<int:number>/refused.csv", batch.refused, name="refused"),
]
