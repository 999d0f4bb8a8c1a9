"""The examples in the modules' own texts run."""

import doctest
from importlib import import_module
from types import ModuleType

import pytest

MODULES = ("bank_account", "bankgiro", "iban", "money", "ocr", "orgnr", "personnummer", "plusgiro")


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name: str) -> None:
    module: ModuleType = import_module(f"betalt.values.{name}")
    from datetime import date

    result = doctest.testmod(module, extraglobs={"date": date})

    assert result.attempted > 0
    assert result.failed == 0
