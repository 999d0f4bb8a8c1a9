"""The door of the office, its pages for what cannot be shown, and forms that are sent twice."""

from django.test import Client


def test_who_is_not_signed_in_is_led_to_the_sign_in(db):
    assert Client().get("/").headers["Location"] == "/account/login/?next=/"


def test_offices_are_listed(owner):
    page = owner.get("/")
    assert page.status_code == 200, page.content
    assert "Göta Rör AB" in page.content.decode()
