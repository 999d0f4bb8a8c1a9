"""Every word of the office is said somewhere: by its whole code, or by a code that is put together in the code."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import allauth
import pytest

import betalt
from betalt.words import sentences

HOME, ALLAUTH = (Path(str(module.__file__)).parent for module in (betalt, allauth))
AREAS = ["action", *sorted(file.stem for file in (HOME / "words" / "sv").glob("office*.toml"))]


def pattern_of(text: ast.JoinedStr) -> str:
    """Write a text with holes as a pattern, each hole a group; holes that touch are one."""
    parts = [re.escape(part.value) if isinstance(part, ast.Constant) else "(.*)" for part in text.values]
    return "".join(parts).replace("(.*)(.*)", "(.*)")


def nodes(folder: Path) -> Iterator[ast.AST]:
    for file in folder.rglob("*.py"):
        yield from ast.walk(ast.parse(file.read_text(encoding="utf-8")))


@cache
def pages() -> str:
    return "\n".join(
        file.read_text(encoding="utf-8") for file in (HOME / "web" / "templates").rglob("*.html")
    )


@cache
def whole() -> frozenset[str]:
    """List the texts that stand in the code, the names of fields, and what allauth calls its refusals and mails."""
    found = {
        node.value for node in nodes(HOME) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    fields = {
        target.id
        for node in nodes(HOME) if isinstance(node, ast.ClassDef)
        for line in node.body if isinstance(line, ast.Assign)
        for target in line.targets if isinstance(target, ast.Name)
    }  # fmt: skip
    theirs = {
        node.value
        for node in nodes(ALLAUTH)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    endings = {text.rpartition(mark)[2].removesuffix(".txt") for text in found | theirs for mark in "./"}
    return frozenset(found | fields | theirs | endings)


@cache
def composed() -> tuple[re.Pattern[str], ...]:
    """List the codes with holes: texts of the code with holes, and beginnings that a word is put after."""
    holed = {pattern_of(node) for node in nodes(HOME) if isinstance(node, ast.JoinedStr)}
    holed |= {pattern.partition(r"\.")[2] for pattern in holed}
    begun = {text for text in whole() if re.fullmatch(r"[a-z_]+\.[a-z_]*_", text)}
    begun |= {text for text in whole() if re.fullmatch(r"[a-z]+_", text)}
    begun |= set(re.findall(r'"([a-z_]+\.[a-z_]*_)"', pages()))
    written = {
        pattern for pattern in holed if re.fullmatch(r"[a-z0-9_\\.()*]*[a-z][a-z0-9_\\.()*]*", pattern)
    }
    return tuple(re.compile(each) for each in written | {re.escape(text) + "(.*)" for text in begun})


def is_said(code: str, *, depth: int = 3) -> bool:
    """Tell whether a code, or what fills a hole of one, stands in the code or can be put together there."""
    if code.isdecimal() or code == "" or code in whole() or f'"{code}"' in pages():
        return True
    fits = (found for each in composed() if (found := each.fullmatch(code)) and code not in found.groups())
    return depth > 0 and any(all(is_said(word, depth=depth - 1) for word in fit.groups()) for fit in fits)


@pytest.mark.parametrize("area", AREAS)
def test_no_word_is_left_that_nothing_says(area: str) -> None:
    assert [key for key in sentences(area, "sv") if not is_said(f"{area}.{key}")] == []
