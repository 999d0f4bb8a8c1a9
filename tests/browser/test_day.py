"""A working day in the office by keyboard alone: each does what is theirs, and nobody clicks."""

import re
from datetime import timedelta
from typing import Any

from playwright.sync_api import expect

from betalt.flows.bank_file import receive_payments
from tests.browser.hands import Hands, hands
from tests.flows.bank import Paid, camt
from tests.office import Bill, Customer, unpaid
from tests.web.company import ON

# Three hundred cases in eight hours are 96 seconds a case: what is done most often must be a few keys.
FEW = 8
MORE = Bill(
    number="1009", customer=Customer(number="12", name="Tjärby Plåt AB", org_no="559999-0065"),
    issued="2026-02-20", due="2026-03-12",
)  # fmt: skip


def find(hand: Hands, number: str) -> None:
    """Look a case up by what a customer says on the phone."""
    hand.press("/")
    hand.write(number)
    hand.go("Enter")


def do(hand: Hands, key: str, reason: str) -> int:
    """Do something to the case that is open, with a reason; tell how many keys it took besides the words."""
    before = hand.keys
    hand.go(key)
    hand.write(reason)
    hand.tab_to("main button[type=submit]")
    hand.go("Enter")
    return hand.keys - before


def test_a_case_worker_works_all_day(site: Any) -> None:
    hand = hands(site, "case_worker")
    page, axes = hand.page, hand.page.locator(".axes")
    hand.press("j")
    hand.sees()
    hand.go("Enter")
    hand.title(re.compile("Brev som väntar på ert ja: 4"))

    hand.go("g", "ä")
    hand.tab_to(".offer:nth-of-type(4) summary")
    hand.press("Enter")
    hand.tab_to(".offer:nth-of-type(4) a[href*=business]")
    hand.go("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    filtered = page.url
    hand.press("j")
    hand.sees()
    hand.go("Enter")
    hand.title(re.compile("Nordanvik AB är skyldiga"))
    hand.go("u")
    assert page.url == filtered
    expect(page.locator("tbody tr a").first).to_be_focused()  # where the work was left
    hand.go("Enter")

    assert do(hand, "p", "Lönen kommer den 25.") <= FEW
    expect(axes).to_contain_text("Anstånd till")
    hand.go("z")
    hand.told("Det senaste är ångrat.")
    expect(axes).not_to_contain_text("Anstånd till")
    assert do(hand, "n", "Vill ha fakturan igen.") <= FEW
    expect(page.locator("main")).to_contain_text("Vill ha fakturan igen.")

    find(hand, "1002")
    hand.title(re.compile("Åsa Öberg är skyldig"))
    hand.go("d")
    hand.go("Enter")  # the plan is counted before it is promised
    expect(page.locator("#plan-preview")).to_be_visible()
    hand.tab_to("button[value=act]")
    hand.go("Enter")
    expect(axes).to_contain_text("Avbetalning")

    find(hand, "1003")
    assert do(hand, "i", "Fel pris.") <= 2 * FEW
    expect(axes).to_contain_text("Bestridd")
    find(hand, "1004")
    assert do(hand, "h", "Ringer i morgon.") <= FEW
    expect(axes).to_contain_text("Hålls kvar till")


def test_a_case_worker_reads_a_file_in_knows_a_customer_and_takes_the_file_back(site: Any) -> None:
    hand = hands(site, "case_worker", "imports/")
    page = hand.page
    hand.tab_to("[type=file]")
    with page.expect_file_chooser() as chooser:
        hand.press("Space")
    chooser.value.set_files({"name": "mars.csv", "mimeType": "text/csv", "buffer": unpaid(MORE)})
    hand.tab_to("form.drop button[type=submit]")
    hand.go("Enter")
    hand.tab_to("select[aria-label*=Benämning]", most=60)
    hand.press("Home")  # the first choice: the column is not used
    hand.tab_to(".settings button[type=submit]")
    hand.go("Enter")
    expect(page.locator("select[aria-label*=Benämning]")).to_have_value("")
    hand.tab_to("[name=remember]", most=70)
    hand.write("Vårt program")
    hand.tab_to("form.card:not(.drop) button[type=submit]:not(.quiet)")
    hand.go("Enter")
    hand.told("1")

    hand.go("g", "ä")
    find(hand, "1009")
    hand.tab_to("a[href$='do/skip/']", most=60)
    hand.go("Enter")
    hand.write("Vi har ringt.")
    hand.tab_to("main button[type=submit]")
    hand.go("Enter")
    hand.go("z")

    hand.go("g", "k")
    hand.press("j")
    hand.sees()
    hand.go("Enter")
    hand.title(re.compile("Bo Ek"))
    hand.tab_to("#agr ~ details summary, section[aria-labelledby=agr] details summary")
    hand.press("Enter")
    hand.tab_to("[name=clause]")
    hand.choose("P")  # påminnelseavgift
    hand.tab_to("[name=how]")
    hand.write("Undertecknad offert nr 12")
    hand.tab_to("section[aria-labelledby=agr] button[type=submit]")
    hand.go("Enter")
    expect(page.locator("section[aria-labelledby=agr]")).to_contain_text("Undertecknad offert nr 12")

    hand.go("g", "f")
    hand.press("j")
    hand.go("Enter")
    hand.tab_to("section[aria-labelledby=back] button")
    hand.go("Enter")
    hand.title("Tillbakatagna fakturor: 1")

    page.goto(site.at("settings/export/"))
    hand.tab_to("[name=what]")
    hand.choose("Ku")
    hand.tab_to("main form.card button[type=submit]")
    hand.go("Enter")
    hand.title(re.compile("."))


def test_a_bookkeeper_matches_money_by_one_key(site: Any) -> None:
    receive_payments(
        creditor=site.office.creditor, name="bank.xml", on=ON,
        data=camt(Paid(amount="12500.00", name="Nordanvik Bygg AB", number="77"), on=ON - timedelta(days=3)),
    )  # fmt: skip
    hand = hands(site, "bookkeeper", "payments/")
    hand.press("j")
    hand.sees()
    before = hand.keys
    hand.go("Enter")
    assert hand.keys - before == 1
    hand.told("")
    hand.go("b")
    hand.write("8000")
    hand.press("Tab")
    hand.tab_to("[name=reference]")
    hand.write("1004")
    hand.tab_to("main form.card button[type=submit]")
    hand.go("Enter")
    find(hand, "1003")
    hand.go("c")
    hand.tab_to("[name=amount]")
    hand.write("500")
    hand.tab_to("[name=ground]")
    hand.press("Space")
    hand.tab_to("[name=key]")
    hand.write("K-1")
    hand.tab_to("main button[type=submit]")
    hand.go("Enter")
    expect(hand.page.locator("main")).to_contain_text("2 500,00")


def test_an_approver_lets_one_letter_go_and_then_many_and_takes_them_back(site: Any) -> None:
    hand = hands(site, "approver", "letters/")
    hand.press("j")
    hand.sees()
    hand.go("v")
    expect(hand.page.locator(".letter")).to_contain_text("INKASSOKRAV", ignore_case=True)
    hand.tab_to("form[action$='approve/'] button[type=submit]")
    hand.go("Enter")
    hand.told("1")
    hand.press("j", "j", "x", "j", "x")
    hand.tab_to(".bulk button[type=submit]", back=True)
    hand.go("Enter")
    hand.told("2")
    hand.go("z")
    hand.go("z")
    expect(hand.page.locator("tbody tr")).to_have_count(4)


def test_an_owner_changes_the_ladder_and_the_settings(site: Any) -> None:
    hand = hands(site, "owner", "procedures/")
    page = hand.page
    hand.tab_to("a[href$='procedures/consumer/']")
    hand.go("Enter")
    hand.tab_to("#answer-3", most=60)
    hand.press("Control+a")
    hand.write("3")
    expect(page.locator("#verdict-3")).to_contain_text("dagar")
    expect(page.locator("#answer-3")).to_be_focused()  # the verdict comes while one types
    hand.press("Control+a")
    hand.write("21")
    hand.tab_to("button[value=dry]", most=70)
    hand.press("Enter")
    expect(page.locator("#attempt")).to_contain_text("2")
    hand.tab_to("button[value=ahead]")
    hand.go("Enter")
    hand.title(re.compile("."))
    hand.go("g", "i")
    hand.tab_to("[name=phone]", most=60)
    hand.press("Control+a")
    hand.write("031-390 06 21")
    hand.tab_to("main form.card button[type=submit]", most=60)
    hand.go("Enter")
    hand.told("")
