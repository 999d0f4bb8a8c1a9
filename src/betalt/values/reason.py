"""A reason is what a rule answers instead of a sentence: a code, its particulars and its legal ground."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why something was done, refused or asked; `betalt.words` turns it into a sentence."""

    code: str  # "area.name", the key of the sentence in words/<language>/<area>.toml
    params: tuple[
        tuple[str, str], ...
    ] = ()  # raw values; names ending in _ore, _bps are shown as sums, rates
    ground: str = ""  # the statute, such as "inkassolagen (1974:182) 5 §"
