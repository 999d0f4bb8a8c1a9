"""What nobody has verified is a list with careful defaults, and says what a person must read."""

from betalt import law
from betalt.law.rule import rules
from betalt.law.unverified import careful_default, unverified, weakly_sourced
from betalt.values.reason import Reason
from betalt.words import say


def test_ten_items_stand_on_the_list_in_order() -> None:
    assert [item.number for item in unverified()] == list(range(1, 11))


def test_every_item_says_in_both_languages_what_to_read_and_what_holds_meanwhile() -> None:
    for item in unverified():
        for part in ("read", "meanwhile"):
            reason = Reason(code=f"law.unverified.{item.key}.{part}")
            assert say(reason, language="sv") != say(reason, language="en")


def test_every_item_names_tables_and_rules_that_exist() -> None:
    for item in unverified():
        assert set(item.tables) <= set(law.table_names())
        assert set(item.rules) <= {rule.id for rule in rules()}


def test_every_table_that_rests_on_memory_stands_on_the_list() -> None:
    listed = {name for item in unverified() for name in item.tables}
    assert set(weakly_sourced()) - listed == {"consumer_complaint_months"}


def test_careful_defaults_are_found_by_name() -> None:
    assert careful_default("year_basis") == "AA"
    assert careful_default("allocation") == "CIP"


def test_rule_ids_are_unique() -> None:
    ids = [rule.id for rule in rules()]
    assert len(ids) == len(set(ids))
