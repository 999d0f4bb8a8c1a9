"""Forms of the office: labels and what is wrong are coded sentences, sums are öre, days are days."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy

from betalt.values.days import DayError, parse_day
from betalt.values.written_sum import SumUnclear, SumUnreadable, read_sum
from betalt.web.wording import number, sentence

words = lazy(sentence, str)
"""Say a coded sentence when it is shown: for labels and choices, which are made once for both languages."""


class OfficeForm(forms.Form):
    """A form whose refusals speak the language of the page."""

    def __init__(self, *args: Any, **more: Any) -> None:
        """Give every field the office's words for what is commonly wrong."""
        super().__init__(*args, **{"label_suffix": "", **more})
        for field in self.fields.values():
            for code in field.error_messages.keys() & _COMMON:
                field.error_messages[code] = words(f"office_form.{code}")

    def refuse(self, name: str | None, code: str, **params: object) -> None:
        """Refuse what was typed in a field, or the whole form, with a coded sentence."""
        self.add_error(name, sentence(code, **params))


def address_lines(typed: str) -> tuple[str, ...]:
    """Cut an address as it was typed into the lines of a letter: at most six, of at most sixty characters."""
    lines = [line.strip()[:60] for line in typed.splitlines()]
    return tuple(line for line in lines if line)[:6]


_COMMON = {"required", "invalid_choice", "invalid_date", "max_length"}


class KronorField(forms.CharField):
    """A sum as people write it (`1 234,50`, `1234.50`, `1234`), as öre."""

    def __init__(self, *, smallest_ore: int = 1, **more: Any) -> None:
        """Remember the smallest sum that makes sense, in öre."""
        super().__init__(max_length=40, **more)
        self.smallest_ore = smallest_ore
        self.widget.attrs |= {"inputmode": "decimal", "class": "mid num", "autocomplete": "off"}

    def clean(self, value: Any) -> int | None:
        """Read the sum."""
        written = super().clean(value)
        if not written:
            return None
        try:
            ore = read_sum(written)
        except (SumUnclear, SumUnreadable):
            raise ValidationError(sentence("office_form.sum", written=written[:40])) from None
        if ore < self.smallest_ore:
            raise ValidationError(sentence("office_form.sum_small", smallest_ore=self.smallest_ore))
        return ore

    def prepare_value(self, value: Any) -> Any:
        """Show öre as kronor, and what was typed as it was typed."""
        return number(value) if isinstance(value, int) else value


class DayField(forms.CharField):
    """A day as YYYY-MM-DD, within what makes sense; the form's maker sets `earliest` and `latest`."""

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **more: Any) -> None:
        """Remember the first and the last day that make sense."""
        super().__init__(widget=forms.DateInput(attrs={"type": "date", "class": "mid"}), **more)
        self.earliest, self.latest = earliest, latest

    def clean(self, value: Any) -> date | None:
        """Read the day."""
        written = super().clean(value)
        if not written:
            return None
        try:
            on = parse_day(written.strip())
        except DayError:
            raise ValidationError(sentence("office_form.day", written=written[:40])) from None
        if self.earliest is not None and on < self.earliest:
            raise ValidationError(sentence("office_form.day_early", earliest=self.earliest))
        if self.latest is not None and on > self.latest:
            raise ValidationError(sentence("office_form.day_late", latest=self.latest))
        return on

    def prepare_value(self, value: Any) -> Any:
        """Show a day as the field wants it."""
        return value.isoformat() if isinstance(value, date) else value
