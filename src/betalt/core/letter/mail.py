"""The e-mail that carries a note, a reminder or a thank-you: its words are the letter's own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from betalt import letters
from betalt.core.letter.kinds import LetterKind

_UNNAMED = re.compile(r"[^0-9A-Za-z]+")


class NotByMail(ValueError):
    """A demand or a final notice has no e-mail: it is sent by post or to a digital mailbox."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailText:
    """Subject, body and the name of the attached letter."""

    subject: str
    text: str
    pdf_name: str


def compose_mail(content: Mapping[str, Any]) -> MailText:
    """Compose the e-mail of a letter's content as plain text; a demand is refused (INK-7)."""
    if LetterKind(content["kind"]).is_collection:
        raise NotByMail(NotByMail.__doc__)
    words = letters.texts("mail", content["language"])
    paragraphs = [_paragraph(block, words) for block in content["blocks"]]
    if content["blocks"][0]["style"] == "lead":
        paragraphs.insert(0, words["greeting"])
    paragraphs.append(words["footer"].format(**content["sender"]))
    case = _UNNAMED.sub("-", content["case"]).strip("-")
    return MailText(
        subject=content["title"],
        text="\n\n".join(paragraphs) + "\n",
        pdf_name=f"{words['file'][content['kind']]}-{case}.pdf",
    )


def _paragraph(block: Mapping[str, Any], words: Mapping[str, Any]) -> str:
    if block["style"] == "claim":
        return str(words["claim"])
    said = "".join(part if isinstance(part, str) else part["b"] for part in block.get("text", ()))
    heading = block.get("heading", "")
    return f"{heading}\n{said}" if heading else said
