"""Keeps the budgets of size, and that every module and every exception to a rule says what it is for."""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("src", "tests", "tools", "bench")
FILE_LINES = 400
FUNCTION_LINES = 60
POSITIONAL = 3
BY_POSITION = {"tests": 20}  # fixtures and other libraries' hooks are handed over by position
NOQA = re.compile(r"#\s*noqa(?!:\s*[A-Z]+[0-9]+(?:,\s*[A-Z]+[0-9]+)*\s+-- \S)")
EXCUSED = re.compile(r"#\s*budget: \S")  # on the line of the def, with the reason

Function = ast.FunctionDef | ast.AsyncFunctionDef


def problems(source: str, *, positional: int = POSITIONAL) -> Iterator[str]:
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
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and NOQA.search(token.string):
            yield f"{token.start[0]}: an exception from a linter names its rule and says why: RULE -- reason"
    for node in ast.walk(tree):
        if isinstance(node, Function) and not EXCUSED.search(lines[node.lineno - 1]):
            yield from _function_problems(node, positional=positional)


def _function_problems(node: Function, *, positional: int) -> Iterator[str]:
    size = (node.end_lineno or node.lineno) - node.lineno + 1
    if size > FUNCTION_LINES:
        yield f"{node.lineno}: {node.name} has {size} lines, and a function has at most {FUNCTION_LINES}"
    names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
    count = len([name for name in names if name not in ("self", "cls")])
    if count > positional and not node.name.startswith("_"):
        yield f"{node.lineno}: {node.name} takes {count} arguments by position, not {positional} at most"


def main() -> int:
    """Look at every module of the project; return 0 when all keep their budgets."""
    found = [
        f"{path.relative_to(ROOT)}:{problem}"
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
        for problem in problems(
            path.read_text(encoding="utf-8"), positional=BY_POSITION.get(folder, POSITIONAL)
        )
    ]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
