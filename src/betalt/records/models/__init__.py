"""The tables, grouped by what they speak of."""

from .case import Case, Dispute, Event, Instalment, Measure, Note, Pause, Plan, Question
from .creditor import Agreement, Creditor, Mapping, Party, Procedure, Run
from .invoice import CreditNote, File, Import, ImportRow, Invoice, SourceFile
from .letter import Bundle, Delivery, Letter, LetterCase
from .money import KnownPayer, Match, Payment, Payout, Posting, Refund, Sighting, Suggestion
from .owned import Owned
from .work import LongWork

__all__ = [
    "Agreement",
    "Bundle",
    "Case",
    "CreditNote",
    "Creditor",
    "Delivery",
    "Dispute",
    "Event",
    "File",
    "Import",
    "ImportRow",
    "Instalment",
    "Invoice",
    "KnownPayer",
    "Letter",
    "LetterCase",
    "LongWork",
    "Mapping",
    "Match",
    "Measure",
    "Note",
    "Owned",
    "Party",
    "Pause",
    "Payment",
    "Payout",
    "Plan",
    "Posting",
    "Procedure",
    "Question",
    "Refund",
    "Run",
    "Sighting",
    "SourceFile",
    "Suggestion",
]
