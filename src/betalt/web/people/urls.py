"""The addresses of the people of an office."""

from django.urls import path

from betalt.web.people import views

app_name = "people"
urlpatterns = [
    path("", views.people, name="list"),
    path("leave/", views.leave, name="leave"),
    path("withdraw/<int:invitation>/", views.withdraw, name="withdraw"),
    path("<int:user>/", views.member, name="member"),
]
