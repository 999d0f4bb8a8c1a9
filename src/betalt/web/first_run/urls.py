"""The addresses of the first run in a company that has begun."""

from django.urls import path

from betalt.web.first_run import ahead, demo, steps

app_name = "first_run"
urlpatterns = [
    path("", steps.start, name="start"),
    path("company/", steps.company, name="company"),
    path("payment/", steps.payment, name="payment"),
    path("sender/", steps.sender, name="sender"),
    path("terms/", steps.terms, name="terms"),
    path("procedure/", steps.procedure, name="procedure"),
    path("file/", steps.file, name="file"),
    path("file/example.csv", steps.example_list, name="example"),
    path("demo/<int:number>/", demo.ready, name="demo_ready"),
    path("demo/forward/", demo.forward, name="demo_forward"),
    path("demo/remove/", demo.remove, name="demo_remove"),
    path("ahead/<int:number>/", ahead.show, name="ahead"),
    path("ahead/<int:number>/yes/", ahead.say_yes, name="yes"),
]
