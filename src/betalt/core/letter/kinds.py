"""The letters that a debtor may get, in the order of the ladder."""

from enum import StrEnum


class LetterKind(StrEnum):
    """What a letter is in law: only a demand and a final notice are debt collection measures (INK-2)."""

    NOTE = "note"  # vänligt besked
    REMINDER = "reminder"  # betalningspåminnelse
    DEMAND = "demand"  # inkassokrav
    FINAL_NOTICE = "final_notice"  # sista uppmaning
    THANKS = "thanks"  # tack

    @property
    def is_collection(self) -> bool:
        """Tell whether inkassolagen (1974:182) 5 § rules its contents (INK-2, INK-7)."""
        return self is LetterKind.DEMAND or self is LetterKind.FINAL_NOTICE
