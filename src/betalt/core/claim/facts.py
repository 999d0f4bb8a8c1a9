"""Everything that a claim is computed from, frozen; the history is put in order once, when facts are made."""

from dataclasses import dataclass, field

from betalt.core.claim.history import FactsError, History, arrange
from betalt.core.claim.terms import Allocation, Basis, CreditorKind, DebtorKind, Event, Invoice, Terms

__all__ = ["Event", "Facts", "FactsError", "Invoice", "Terms"]

_NOTHING_SPECIAL = Terms()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What happened between a creditor and a debtor; events in any order."""

    debtor_kind: DebtorKind
    invoices: tuple[Invoice, ...]
    events: tuple[Event, ...] = ()
    creditor_kind: CreditorKind = "business"
    basis: Basis = "AA"
    allocation: Allocation = "CIP"
    terms: Terms = _NOTHING_SPECIAL
    history: History = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Put the history in order, or raise FactsError where the facts contradict themselves."""
        history = arrange(
            creditor_kind=self.creditor_kind,
            debtor_kind=self.debtor_kind,
            basis=self.basis,
            terms=self.terms,
            invoices=self.invoices,
            events=self.events,
        )
        object.__setattr__(self, "history", history)
