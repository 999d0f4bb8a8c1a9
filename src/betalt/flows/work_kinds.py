"""Every kind of long work and how it is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from betalt.flows import approvals, bank_work, demo_company, export_table, import_work, time_machine
from betalt.flows.long_work import WorkKind

WORK_KINDS: Final[Mapping[str, WorkKind]] = {
    approvals.KIND: WorkKind(chunk=approvals.chunk),
    bank_work.KIND: WorkKind(chunk=bank_work.chunk, alone=True),
    demo_company.KIND: WorkKind(chunk=demo_company.chunk, alone=True),
    export_table.KIND: WorkKind(chunk=export_table.chunk),
    import_work.KIND: WorkKind(chunk=import_work.chunk),
    import_work.RELEASE: WorkKind(chunk=import_work.release),
    import_work.TAKE_BACK: WorkKind(chunk=import_work.take_back_chunk),
    time_machine.KIND: WorkKind(chunk=time_machine.chunk),
}
