"""A bank's file is taken in as long work, with its progress; each payment counts once, however often it is begun."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from betalt.flows.bank_file import receive_payments
from betalt.flows.flow import flow
from betalt.flows.long_work import Chunk, Going, WorkFailed, ask_for_work, tell_progress
from betalt.flows.look import CannotRead
from betalt.records import files
from betalt.records import models as m
from betalt.records.queries.work import work_left_on
from betalt.records.scope import acting_for

KIND: Final = "bank_file"


@flow
def start_bank_file(
    *, creditor: int, name: str, data: bytes, on: date, asked_by: str, stamp: str = ""
) -> int:
    """Keep a bank's file and ask for it to be taken in; return the work's id. `stamp` tells where it was left.

    A file that is being taken in is not begun again.
    """
    with acting_for([creditor]):
        source, _ = files.keep_source(creditor=creditor, kind="payments", name=name, content=data, on=on)
        known = work_left_on(creditor=creditor, kinds=[KIND], about={"source": source})
        if known is not None and not stamp:
            return known
        arguments: dict[str, Any] = {"source": source, **({"stamp": stamp} if stamp else {})}
        return ask_for_work(creditor=creditor, kind=KIND, on=on, asked_by=asked_by, arguments=arguments)


def chunk(going: Going) -> Chunk:
    """Take the whole file in, a few hundred payments to each transaction; what was committed stays."""
    creditor = going.creditor
    with acting_for([creditor]):
        kept = m.SourceFile.objects.of(creditor).select_related("file").get(id=going.arguments["source"])
        name, data = kept.name, kept.file.content

    def tell(done: int, total: int) -> None:
        tell_progress(going=going, done=done, total=total)

    try:
        taken = receive_payments(creditor=creditor, name=name, data=data, on=going.on, progress=tell)
    except CannotRead as error:
        raise WorkFailed(error.reason) from error
    total = sum(taken.counts[which] for which in ("new", "known"))
    result = {"batch": taken.batch, "waiting": len(taken.waiting), "refused": len(taken.refused)}
    return Chunk(done=total, total=total, result=result)
