"""The addresses of long work."""

from django.urls import path

from betalt.web.work import views

app_name = "work"
urlpatterns = [
    path("", views.recent, name="list"),
    path("<int:number>/", views.show, name="show"),
    path("<int:number>/progress/", views.progress, name="progress"),
    path("<int:number>/cancel/", views.cancel, name="cancel"),
]
