"""The addresses of the settings."""

from django.urls import path

from betalt.web.settings import clauses, company, take_out, trail

app_name = "settings"
urlpatterns = [
    path("", company.show, name="start"),
    path("choices/", company.choices, name="choices"),
    path("clauses/", clauses.show, name="clauses"),
    path("letter.png", company.letter_picture, name="letter_picture"),
    path("letter.pdf", company.letter_pdf, name="letter_pdf"),
    path("trail/", trail.show, name="trail"),
    path("export/", take_out.show, name="export"),
    path("export/<int:number>/", take_out.exported, name="exported"),
    path("export/<int:number>/file/", take_out.file, name="file"),
]
