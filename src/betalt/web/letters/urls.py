"""The addresses of the letters."""

from django.urls import path

from betalt.web.letters import approvals, bundles, deliveries

app_name = "letters"
urlpatterns = [
    path("", approvals.show, name="list"),
    path("approve/", approvals.approve, name="approve"),
    path("approved/<int:number>/", approvals.approved, name="approved"),
    path("approved/<int:number>/undo/", approvals.undo, name="undo"),
    path("later/<int:number>/", approvals.later, name="later"),
    path("preview/<int:number>/", approvals.preview, name="preview"),
    path("preview/<int:number>/letter.pdf", approvals.preview_pdf, name="preview_pdf"),
    path("deliveries/", deliveries.show, name="deliveries"),
    path("deliveries/<int:number>/", deliveries.answer, name="delivery"),
    path("bundles/", bundles.show, name="bundles"),
    path("bundles/<int:number>/letters.zip", bundles.files, name="bundle"),
    path("bundles/<int:number>/posted/", bundles.posted, name="posted"),
]
