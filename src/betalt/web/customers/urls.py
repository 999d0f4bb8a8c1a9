"""The addresses of the customers."""

from django.urls import path

from betalt.web.customers import change, views

app_name = "customers"
urlpatterns = [
    path("", views.customers, name="list"),
    path("<int:number>/", views.customer, name="customer"),
    path("<int:number>/agreement/", change.agreement, name="agreement"),
    path("<int:number>/contact/", change.contact, name="contact"),
    path("<int:number>/marks/", change.marks, name="marks"),
]
