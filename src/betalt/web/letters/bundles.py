"""Print bundles: the day's letters on paper, and the word that they were posted."""

from __future__ import annotations

import io
import zipfile

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from betalt.core.access import Right
from betalt.flows.print_house import EXPECTED, confirm_posted
from betalt.records.queries.letters_page import bundle_files, bundles_of
from betalt.web.forms import DayField, OfficeForm, words
from betalt.web.office import OfficeRequest, office


class PostedForm(OfficeForm):
    """The day on which a bundle was posted."""

    posted_on = DayField(label=words("office_letters.posted_on"))


@office(right=Right.SEE)
def show(request: OfficeRequest) -> HttpResponse:
    """List the bundles; those that were not posted yet first ask for it."""
    return _page(request, PostedForm(initial={"posted_on": request.office.on}), asked=0, status=200)


def _page(request: OfficeRequest, form: PostedForm, *, asked: int, status: int) -> HttpResponse:
    place = request.office
    rows = bundles_of(creditor=place.id)
    context = {
        "rows": rows,
        "form": form,
        "asked": asked,
        "unposted": sum(row.state == "written" for row in rows),
        "today": place.on,
    }
    return TemplateResponse(request, "letters/bundles.html", context, status=status)


@office(right=Right.WORK_CASES)
def files(request: OfficeRequest, number: int) -> HttpResponse:
    """Give the letters of a bundle as one zip, to print and post."""
    place = request.office
    found = bundle_files(creditor=place.id, bundle=number)
    if not found:
        raise Http404
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, pdf in found:
            archive.writestr(name, pdf)
    place.saw(what="bundle", number=number)
    return HttpResponse(
        packed.getvalue(), content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="bundle-{number}.zip"'},
    )  # fmt: skip


@office(right=Right.WORK_CASES)
def posted(request: OfficeRequest, number: int) -> HttpResponse:
    """Note that a bundle was posted on a day: the letters' fees and days count from it."""
    place = request.office
    if request.method != "POST":
        return place.go("letters:bundles")
    form = PostedForm(request.POST)
    form.fields["posted_on"].latest = place.on  # type: ignore[attr-defined]
    with place.reading():
        name = next((row.name for row in bundles_of(creditor=place.id) if row.id == number), None)
    if name is None:
        raise Http404
    if form.is_valid():
        try:
            done = confirm_posted(creditor=place.id, bundle=name, on=form.cleaned_data["posted_on"])
        except EXPECTED:
            form.refuse(None, "office_letters.not_posted")
        else:
            place.tell("office_letters.posted", count=done.posted)
            if done.too_late:
                place.tell("office_letters.too_late_letters", tone="warn", count=len(done.too_late))
            return place.go("letters:bundles")
    with place.reading():
        return _page(request, form, asked=number, status=422)
