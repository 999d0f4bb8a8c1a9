"""The tables, grouped by what they speak of."""

from .case import Attachment, Case, Dispute, Event, Instalment, Measure, Note, Pause, Plan, Question
from .creditor import Agreement, Creditor, Mapping, Party, Procedure, Run
from .daily_mail import DailyMail
from .invoice import CreditNote, File, Import, ImportRow, Invoice, SourceFile
from .letter import Bundle, Delivery, Letter, LetterCase
from .money import BookExport, KnownPayer, Match, Payment, Payout, Posting, Refund, Sighting, Suggestion
from .owned import Owned
from .user import FormKey, Invitation, Membership, SavedView, User, Viewing
from .work import LongWork

__all__ = [
    "Agreement",
    "Attachment",
    "BookExport",
    "Bundle",
    "Case",
    "CreditNote",
    "Creditor",
    "DailyMail",
    "Delivery",
    "Dispute",
    "Event",
    "File",
    "FormKey",
    "Import",
    "ImportRow",
    "Instalment",
    "Invitation",
    "Invoice",
    "KnownPayer",
    "Letter",
    "LetterCase",
    "LongWork",
    "Mapping",
    "Match",
    "Measure",
    "Membership",
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
    "SavedView",
    "Sighting",
    "SourceFile",
    "Suggestion",
    "User",
    "Viewing",
]
