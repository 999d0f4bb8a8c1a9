"""Fields of forms that every action uses: days, a few sentences, a choice between words."""

from __future__ import annotations

from django import forms

from betalt.web.forms import DayField, words

LONGEST = 2_000


def day_field(*, label: str, required: bool = True) -> DayField:
    """Make a field for a day, which the browser's own calendar fills."""
    return DayField(
        label=words(label), required=required, error_messages={"required": words("office_cases.day_missing")}
    )


def text_field(*, label: str, required: bool = False, rows: int = 3) -> forms.CharField:
    """Make a field for a few sentences."""
    return forms.CharField(
        label=words(label),
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows, "class": "mid"}),
        error_messages={"required": words("action.reason_missing")},
    )


def choice_field(
    *, label: str, family: str, values: tuple[str, ...], radio: bool = True
) -> forms.ChoiceField:
    """Make a choice between few words, each said as `family` and its value."""
    choices = [(value, words(f"{family}{value}")) for value in values]
    if not radio:
        choices.insert(0, ("", words("office_cases.choose")))
    return forms.ChoiceField(
        label=words(label),
        choices=choices,
        widget=forms.RadioSelect if radio else forms.Select(attrs={"class": "mid"}),
        error_messages={
            "required": words("office_cases.choose_one"),
            "invalid_choice": words("office_cases.choose_one"),
        },
    )
