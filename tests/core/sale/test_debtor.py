"""Who the debtor is in law."""

import pytest

from betalt.core.sale.debtor import debtor, is_person


@pytest.mark.parametrize(
    ("kind", "org_no", "name", "expected"),
    [
        ("", "199001012385", "Åsa Öberg", ("consumer", True)),
        ("", "9001012385", "Åsa Öberg", ("consumer", True)),  # the same number without its century
        (
            "business",
            "199001012385",
            "Åsas Blommor",
            ("business", True),
        ),  # a sole trader, by the file's own word
        ("", "5599990149", "Nordanvik AB", ("business", False)),
        ("public", "2120000142", "Exempelstad", ("public", False)),
        ("", "", "Exempelstads kommun", ("public", False)),
        ("", "", "Brf Solgläntan", ("business", False)),
        ("", "", "Nordanvik AB", ("business", False)),
        ("", "", "Abraham Berg", ("consumer", True)),  # in doubt the one whom the law protects most
        ("consumer", "", "Nordanvik AB", ("consumer", True)),
    ],
)
def test_the_kind_follows_from_what_the_file_tells(kind, org_no, name, expected):
    assert debtor(kind=kind, org_no=org_no, name=name) == expected


@pytest.mark.parametrize("number", ["199001012385", "9001012385", "121212+1212"])
def test_a_persons_number_is_told_from_an_organisations(number):
    assert is_person(number)


@pytest.mark.parametrize("number", ["5599990149", "2120000142", ""])
def test_an_organisations_number_is_nobodys_person(number):
    assert not is_person(number)
