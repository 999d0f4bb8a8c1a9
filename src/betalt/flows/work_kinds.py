"""Every kind of long work and how it is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from betalt.flows import approvals, export_table, time_machine
from betalt.flows.long_work import WorkKind

WORK_KINDS: Final[Mapping[str, WorkKind]] = {
    approvals.KIND: WorkKind(chunk=approvals.chunk),
    export_table.KIND: WorkKind(chunk=export_table.chunk),
    time_machine.KIND: WorkKind(chunk=time_machine.chunk),
}
