"""What the import asks for: a file, and whether it is the whole list."""

from __future__ import annotations

from typing import Any

from django import forms

from betalt.flows.upload import MOST_BYTES
from betalt.web.forms import OfficeForm, words


class FileForm(OfficeForm):
    """A file that was dropped."""

    file = forms.FileField(label=words("office_imports.file"))

    def clean_file(self) -> Any:
        """Refuse what is larger than the office reads."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            self.refuse("file", "office_imports.too_large", megabytes=MOST_BYTES // 1_000_000)
        return file


class TakeInForm(OfficeForm):
    """The yes to a list, and under which name its columns are remembered."""

    snapshot = forms.BooleanField(label=words("office_imports.snapshot"), required=False)
    remember = forms.CharField(label=words("office_imports.remember"), required=False, max_length=60)
