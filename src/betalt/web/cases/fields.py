"""Fields of forms that every action uses: words in the page's language, sums in öre, days."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy

from betalt.values.written_sum import SumUnclear, SumUnreadable, read_sum
from betalt.web.wording import number, sentence

word = lazy(sentence, str)  # a label is said when it is shown, in the language of whoever looks
LONGEST = 2_000


class SumField(forms.CharField):
    """A sum in kronor as people write it; its value is whole öre."""

    def __init__(self, **more: Any) -> None:
        """Show it as a short field for numbers."""
        super().__init__(max_length=40, **more)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off", "class": "short"}

    def prepare_value(self, value: Any) -> Any:
        """Write öre as a person would; what a person wrote stays as it is."""
        return number(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        """Read the sum, or say how to write it."""
        written = super().clean(value)
        if not written:
            return None
        try:
            return read_sum(written)
        except (SumUnclear, SumUnreadable):
            raise forms.ValidationError(sentence("office_cases.sum_unreadable")) from None


def day_field(*, label: str, required: bool = True) -> forms.DateField:
    """Make a field for a day, which the browser's own calendar fills."""
    widget = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
    errors = {"invalid": word("office_cases.day_unreadable"), "required": word("office_cases.day_missing")}
    return forms.DateField(
        label=word(label), required=required, widget=widget, input_formats=["%Y-%m-%d"], error_messages=errors
    )


def text_field(*, label: str, required: bool = False, rows: int = 3) -> forms.CharField:
    """Make a field for a few sentences."""
    return forms.CharField(
        label=word(label),
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows, "class": "mid"}),
        error_messages={"required": word("action.reason_missing")},
    )


def choice_field(
    *, label: str, family: str, values: tuple[str, ...], radio: bool = True
) -> forms.ChoiceField:
    """Make a choice between few words, each said as `family` and its value."""
    choices = [(value, word(f"{family}{value}")) for value in values]
    if not radio:
        choices.insert(0, ("", word("office_cases.choose")))
    return forms.ChoiceField(
        label=word(label),
        choices=choices,
        widget=forms.RadioSelect if radio else forms.Select(attrs={"class": "mid"}),
        error_messages={
            "required": word("office_cases.choose_one"),
            "invalid_choice": word("office_cases.choose_one"),
        },
    )
