"""The addresses of the cases."""

from __future__ import annotations

from django.urls import path

from betalt.web.cases import bulk_views, case_views, list_views

app_name = "cases"
urlpatterns = [
    path("", list_views.list_, name="list"),
    path("search/", list_views.search, name="search"),
    path("views/", list_views.save, name="save_view"),
    path("views/<int:view>/forget/", list_views.forget, name="forget_view"),
    path("many/", bulk_views.many, name="many"),
    path("<int:number>/", case_views.case, name="case"),
    path("<int:number>/present/", case_views.present, name="present"),
    path("<int:number>/approve/", case_views.approve, name="approve"),
    path("<int:number>/undo/", case_views.undo, name="undo"),
    path("<int:number>/personal-number/", case_views.personal_number, name="personal_number"),
    path("<int:number>/letter/<int:letter>/", case_views.letter, name="letter"),
    path("<int:number>/letter/<int:letter>/pdf/", case_views.letter_pdf, name="letter_pdf"),
    path("<int:number>/document/<int:attachment>/", case_views.document, name="document"),
    path("<int:number>/do/<slug:action>/", case_views.action, name="action"),
]
