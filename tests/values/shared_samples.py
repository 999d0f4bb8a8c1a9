"""Finds the lists that other people publish about Swedish numbers; they are not part of this repository."""

import json
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"

needs_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="../shared/samples is not here")


def read_list(name: str) -> Any:
    return json.loads((SAMPLES / name).read_text(encoding="utf-8"))
