"""What each step of the ladders has brought in over a year, less what its letters cost."""

from __future__ import annotations

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET

from betalt.flows.letter_nets import LetterNets, step_nets
from betalt.web.office import OfficeRequest, office
from betalt.web.procedures.editor import DEBTORS


@office()
@require_GET
def show(request: OfficeRequest) -> HttpResponse:
    """Show the net of each step, ladder by ladder."""
    found = step_nets(creditor=request.office.id, on=request.office.on)
    ladders = [
        LetterNets(
            first_on=found.first_on,
            rows=tuple(row for row in found.rows if row.ladder == debtor),
            cost_is_known=found.cost_is_known,
        )
        for debtor in DEBTORS
    ]
    context = {"all": found, "ladders": [each for each in ladders if each.rows]}
    return TemplateResponse(request, "procedures/nets.html", context)
