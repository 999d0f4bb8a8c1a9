"""Keeps the budgets of size, and that every module and every exception to a rule says what it is for."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("src", "tests", "tools", "bench")
FILE_LINES = 400
FUNCTION_LINES = 60
POSITIONAL = 3
NOQA = re.compile(r"#\s*noqa(?!:\s*[A-Z]+[0-9]+(?:,\s*[A-Z]+[0-9]+)*\s+-- \S)")
EXCUSED = re.compile(r"#\s*budget: \S")  # on the line of the def, with the reason

Function = ast.FunctionDef | ast.AsyncFunctionDef


def problems(source: str) -> Iterator[str]:
    """Yield what is over budget or unexplained in one module, as `line: what`."""
    lines = source.splitlines()
    if len(lines) > FILE_LINES:
        yield f"1: {len(lines)} lines, and a file has at most {FILE_LINES}"
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        yield f"{error.lineno}: {error.msg}"
        return
    if lines and ast.get_docstring(tree) is None:
        yield "1: does not open with what the module is"
    for number, line in enumerate(lines, start=1):
        if NOQA.search(line):
            yield f"{number}: an exception from a linter names its rule and says why: RULE -- reason"
    for node in ast.walk(tree):
        if isinstance(node, Function) and not EXCUSED.search(lines[node.lineno - 1]):
            yield from _function_problems(node)


def _function_problems(node: Function) -> Iterator[str]:
    size = (node.end_lineno or node.lineno) - node.lineno + 1
    if size > FUNCTION_LINES:
        yield f"{node.lineno}: {node.name} has {size} lines, and a function has at most {FUNCTION_LINES}"
    positional = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
    count = len([name for name in positional if name not in ("self", "cls")])
    if count > POSITIONAL and not node.name.startswith(("_", "test_")):
        yield f"{node.lineno}: {node.name} takes {count} arguments by position, not {POSITIONAL} at most"


def main() -> int:
    """Look at every module of the project; return 0 when all keep their budgets."""
    found = [
        f"{path.relative_to(ROOT)}:{problem}"
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
        for problem in problems(path.read_text(encoding="utf-8"))
    ]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
