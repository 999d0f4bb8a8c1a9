"""Writes docs/reference/rules.md: each rule of the law, the functions that carry it, the tests that name it.

A function carries a rule when its docstring names the rule's id; a test names it by its own name or text.
Run it after such a docstring or test has changed: `python tools/rules_page.py`.
"""

import ast
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "rules.md"
CASES = tuple(f"P{number:02}" for number in range(1, 36))

Uses = dict[str, list[str]]

_IN_TEXT = re.compile(r"\b(?:INT|FEE|INK|BF|LIM|ALL|VAT|FAC|GDPR|KUL)-\d+\b|\b[CR]\d{1,2}\b|\bP\d\d\b")
_IN_NAME = re.compile(r"(?:^|_)((?:int|fee|ink|bf|lim|all|vat|fac|gdpr|kul)_\d+|[cr]\d{1,2}|p\d\d)(?=_|$)")
_AREAS = {
    "INT": "Late-payment interest",
    "FEE": "Collection costs",
    "INK": "Collection rules",
    "BF": "Kronofogden",
    "LIM": "Limitation",
    "ALL": "Allocation of payments",
    "VAT": "VAT",
    "FAC": "Factoring and assignment",
    "GDPR": "Personal data",
    "KUL": "Credit information",
    "C": "Conventions of the arithmetic",
    "R": "Rules of the claim document",
}


def page() -> str:
    """Put the page together from the rules, the tables, the code and the tests."""
    rules = tomllib.loads((ROOT / "src/betalt/law/rules.toml").read_text(encoding="utf-8"))["rules"]
    functions, tests = carried(ROOT / "src" / "betalt"), named(ROOT / "tests")
    lines = [*_HEADING]
    for area, group in groupby(rules, key=lambda rule: re.split(r"[-\d]", rule["id"])[0]):
        lines += ["", f"## {_AREAS[area]}"]
        for rule in group:
            lines += ["", f"### {rule['id']}", "", f"{rule['text']}. *{rule['source']}*"]
            lines += _listed("functions", functions[rule["id"]]) + _listed("tests", tests[rule["id"]])
    lines += ["", "## Worked cases", ""]
    lines += [
        f"- {case}: {', '.join(f'`{test}`' for test in tests[case]) or '**no test**'}" for case in CASES
    ]
    ids = [rule["id"] for rule in rules]
    lines += ["", "## Not yet used", "", _missing("No function carries", ids, functions), ""]
    lines += [
        _missing("A function carries, but no test names", [each for each in ids if functions[each]], tests)
    ]
    return "\n".join(lines) + "\n"


def carried(folder: Path) -> Uses:
    """Find for each rule the functions, classes, modules and law tables that carry it."""
    uses: Uses = defaultdict(list)
    for path in sorted(folder.rglob("*.py")):
        module = ".".join(path.relative_to(folder.parent).with_suffix("").parts).removesuffix(".__init__")
        for name, docstring in _docstrings(ast.parse(path.read_text(encoding="utf-8")), module):
            for rule in sorted(set(_IN_TEXT.findall(docstring))):
                uses[rule].append(name)
    for path in sorted((folder / "law" / "tables").glob("*.toml")):
        for rule in _IN_TEXT.findall(
            path.read_text(encoding="utf-8").partition("rules = ")[2].partition("\n")[0]
        ):
            uses[rule].append(f"law/tables/{path.name}")
    return uses


def named(folder: Path) -> Uses:
    """Find for each rule the tests that name it; a table of cases counts for its file."""
    uses: Uses = defaultdict(list)
    for path in sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".toml", ".json")):
        source = path.read_text(encoding="utf-8")
        where = path.relative_to(ROOT).as_posix()
        by_test = {node.name: _ids_of_test(node, source) for node in _tests(source, path)}
        for name, ids in by_test.items():
            for rule in sorted(ids):
                uses[rule].append(f"{where}::{name}")
        for rule in sorted(set(_IN_TEXT.findall(source)) - set().union(*by_test.values())):
            uses[rule].append(where)
    return uses


def _docstrings(tree: ast.Module, module: str) -> Iterator[tuple[str, str]]:
    yield module, ast.get_docstring(tree) or ""
    for node in tree.body:
        yield from _docstrings_within(node, module)


def _docstrings_within(node: ast.stmt, prefix: str) -> Iterator[tuple[str, str]]:
    if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return
    name = f"{prefix}.{node.name}"
    yield name, ast.get_docstring(node) or ""
    for inner in node.body:
        yield from _docstrings_within(inner, name)


def _tests(source: str, path: Path) -> list[ast.FunctionDef]:
    if path.suffix != ".py":
        return []
    body = ast.parse(source).body
    return [node for node in body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]


def _ids_of_test(node: ast.FunctionDef, source: str) -> set[str]:
    in_name = {_upper(found) for found in _IN_NAME.findall(node.name.removeprefix("test_"))}
    return in_name | set(_IN_TEXT.findall(ast.get_source_segment(source, node) or ""))


def _upper(name: str) -> str:
    return name.upper().replace("_", "-")


def _listed(what: str, places: list[str]) -> list[str]:
    return ["", f"- {what}: " + ", ".join(f"`{place}`" for place in places)] if places else []


def _missing(what: str, ids: list[str], uses: Uses) -> str:
    return f"{what}: {', '.join(each for each in ids if not uses[each]) or 'nothing'}."


_HEADING = (
    "# The rules of the law, and where they are",
    "",
    "Generated by `tools/rules_page.py` from docstrings, law tables and tests; do not edit it by hand.",
    "A rule's function is the one to read, its test the one to trust. The numbers themselves: `betalt law`.",
)


def main() -> int:
    """Write the page; return 0."""
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
