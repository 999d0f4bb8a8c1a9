"""What each action on a case asks for. The rules are the flow's; here only what was typed is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from betalt.core.process.actions import Action
from betalt.core.process.instalments import FEWEST, MOST
from betalt.flows.case_documents import NewDocument
from betalt.flows.customer import SOURCES
from betalt.flows.hold import OUTCOMES
from betalt.web.cases.fields import choice_field, day_field, text_field
from betalt.web.forms import KronorField, address_lines, words


class ActionForm(forms.Form):
    """A form about one case; `seen` is the last line of the journal that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, invoices: tuple[str, ...] = (), **more: Any) -> None:
        """Take the case's invoices, for those forms that ask for one."""
        super().__init__(*args, **more)
        if "invoice" in self.fields:
            numbers = [(number, number) for number in invoices]
            field = self.fields["invoice"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = (
                numbers if field.required else [("", words("office_cases.oldest_first")), *numbers]
            )

    @property
    def shown(self) -> list[Any]:
        """List the fields that a person fills."""
        return [field for field in self if not field.is_hidden]


class ReasonForm(ActionForm):
    """Why, where it must be said."""

    reason = text_field(label="office_cases.reason", required=True)


class FreeReasonForm(ActionForm):
    """Why, where it may be said."""

    reason = text_field(label="office_cases.reason_free")


class UntilForm(ActionForm):
    """A day and why."""

    until = day_field(label="office_cases.until")
    reason = text_field(label="office_cases.reason", required=True)


class DisputeForm(ActionForm):
    """What the customer objects to."""

    reason = text_field(label="office_cases.objection", required=True)
    amount = KronorField(label=words("office_cases.disputed_amount"), required=False)
    deadline_on = day_field(label="office_cases.deadline", required=False)
    document = forms.FileField(label=words("office_cases.evidence"), required=False)


class AnswerForm(ActionForm):
    """How an objection ended."""

    outcome = choice_field(label="office_cases.outcome", family="office_cases.outcome_", values=OUTCOMES)
    reason = text_field(label="office_cases.answer_words")


class PlanForm(ActionForm):
    """What a plan is built from."""

    parts = forms.IntegerField(
        label=words("office_cases.parts"),
        min_value=FEWEST,
        max_value=MOST,
        widget=forms.NumberInput(attrs={"class": "short", "min": FEWEST, "max": MOST}),
        error_messages={
            kind: words("action.plan_parts", fewest=FEWEST, most=MOST)
            for kind in ("required", "invalid", "min_value", "max_value")
        },
    )
    first_on = day_field(label="office_cases.first_on")
    charged = forms.BooleanField(label=words("office_cases.plan_written"), required=False)
    reason = text_field(label="office_cases.reason_free")


class PaymentForm(ActionForm):
    """A payment that no bank file tells of."""

    amount = KronorField(label=words("office_cases.amount"))
    booked_on = day_field(label="office_cases.booked_on")
    invoice = forms.ChoiceField(
        label=words("office_cases.for_invoice"), required=False, widget=forms.Select(attrs={"class": "mid"})
    )


class CreditForm(ActionForm):
    """A credit note on an invoice."""

    invoice = forms.ChoiceField(
        label=words("office_cases.invoice"), widget=forms.Select(attrs={"class": "mid"})
    )
    amount = KronorField(label=words("office_cases.amount"))
    ground = choice_field(
        label="office_cases.ground", family="office_cases.ground_", values=("error", "goodwill")
    )
    key = forms.CharField(label=words("office_cases.credit_number"), max_length=40)


class AddressForm(ActionForm):
    """Where the customer is now, and who says so."""

    address = forms.CharField(
        label=words("office_cases.address"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4, "class": "mid", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=words("office_cases.email"),
        required=False,
        error_messages={"invalid": words("action.address_bad")},
    )
    source = choice_field(
        label="office_cases.source", family="office_cases.source_", values=SOURCES, radio=False
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two, and cut the address into its lines."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["lines"] = address_lines(cleaned.get("address", ""))
        if not cleaned["lines"] and not cleaned.get("email") and not self.errors:
            self.add_error("address", words("action.address_missing"))
        return cleaned


class NoteForm(ActionForm):
    """A note."""

    text = text_field(label="office_cases.note", required=True, rows=4)


class DocumentForm(ActionForm):
    """A document, and what it is."""

    document = forms.FileField(
        label=words("office_cases.document"),
        error_messages={"required": words("action.document_empty"), "empty": words("action.document_empty")},
    )
    reason = text_field(label="office_cases.document_about")


def document_of(cleaned: Mapping[str, Any]) -> NewDocument | None:
    """Read the file that came with a form."""
    upload = cleaned.get("document")
    return None if upload is None else NewDocument(name=upload.name or "", content=upload.read())


FORMS: Mapping[Action, type[ActionForm]] = {
    Action.SEND_NOW: ActionForm,
    Action.ANSWER_DISPUTE: AnswerForm,
    Action.PAYMENT: PaymentForm,
    Action.PAUSE: UntilForm,
    Action.PLAN: PlanForm,
    Action.DISPUTE: DisputeForm,
    Action.CREDIT: CreditForm,
    Action.SKIP: ReasonForm,
    Action.KEEP: UntilForm,
    Action.RELEASE: FreeReasonForm,
    Action.ADDRESS: AddressForm,
    Action.NOTE: NoteForm,
    Action.DOCUMENT: DocumentForm,
    Action.REOPEN: FreeReasonForm,
    Action.STOP: ReasonForm,
    Action.WRITE_OFF: ReasonForm,
}
