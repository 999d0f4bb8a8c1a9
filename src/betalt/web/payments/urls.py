"""The addresses of the payments."""

from django.urls import path

from betalt.web.payments import files, hand, inbox, place, refunds

app_name = "payments"
urlpatterns = [
    path("", inbox.start, name="list"),
    path("sure/", inbox.accept_sure, name="sure"),
    path("checked/", inbox.checked, name="checked"),
    path("placed/", inbox.placed, name="placed"),
    path("files/", files.show_all, name="files"),
    path("files/<int:number>/", files.show, name="file"),
    path("work/<int:number>/", files.of_work, name="of_work"),
    path("by-hand/", hand.note, name="note"),
    path("refunds/", refunds.show, name="refunds"),
    path("refunds/order/", refunds.order, name="order"),
    path("refunds/<int:number>/", refunds.answer, name="refund"),
    path("refunds/file/<slug:message>.xml", refunds.file, name="payout"),
    path("<int:number>/", place.show, name="payment"),
    path("<int:number>/accept/", place.accept, name="accept"),
    path("<int:number>/part/", place.part, name="part"),
    path("<int:number>/aside/", place.aside, name="aside"),
    path("<int:number>/same/", place.same, name="same"),
]
