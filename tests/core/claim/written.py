"""Cases written as data: a document in short, the day asked for, and the parts of the answer to expect."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from betalt.core.claim.answer import answer
from betalt.core.claim.document import read_document, work_out
from betalt.values.days import parse_day
from betalt.words import say

Json = dict[str, Any]


def cases(name: str) -> list[Any]:
    """Read the cases of one file beside this one."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return [pytest.param(case, id=case["id"]) for case in tomllib.loads(text).get("case", [])]


def answered(case: Json) -> Json:
    """Answer the document of a case; the debtor is a consumer and the creditor a business if nothing is said."""
    document = {
        name: case[name] for name in ("basis", "allocation", "terms", "invoices", "events") if name in case
    }
    document["debtor"] = {"kind": case.get("debtor", "consumer")}
    document["creditor"] = {"kind": case.get("creditor", "business")}
    return ask(document, on=case["on"])


def ask(document: Json, *, on: str) -> Json:
    """Answer a document as the command does."""
    read = read_document(json.dumps(document).encode())
    worked = work_out(read, on=parse_day(on))
    return answer(worked, say=lambda reason: say(reason, language="en"), document_id=read.id)


def expected(case: Json, found: Json) -> tuple[Json, Json]:
    """Put what a case expects beside what was found at the same paths."""
    return case["expect"], {path: _at(found, path) for path in case["expect"]}


def _at(found: Any, path: str) -> Any:
    for step in path.split("."):
        found = found[int(step)] if isinstance(found, list) else found[step]
    return found
