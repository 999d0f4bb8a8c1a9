"""How a list was read is saved under a name, for the next list of its kind."""

from betalt.adapters.files.mapping import MappingError, from_toml, to_toml
from betalt.flows.columns import ColumnMapping
from betalt.flows.flow import flow
from betalt.records import models as m
from betalt.records.scope import acting_for


def saved_mapping(*, creditor: int, name: str) -> ColumnMapping:
    """Find the mapping that a creditor saved under a name; raises MappingError when there is none."""
    with acting_for([creditor]):
        rows = dict(
            m.Mapping.objects.of(creditor)
            .filter(kind="invoices")
            .order_by("name")
            .values_list("name", "toml")
        )
    if name not in rows:
        known = ", ".join(rows) or "none"
        raise MappingError(f"there is no file and no saved mapping {name!r}; saved are: {known}")
    return from_toml(rows[name])


@flow
def save_mapping(*, creditor: int, name: str, mapping: ColumnMapping) -> None:
    """Save how a list was read under a name, so that the next one of its kind needs no question."""
    if not name.strip():
        raise MappingError("a saved mapping needs a name")
    # Saved twice it is saved once; and the list itself is taken in after this.
    with acting_for([creditor], finishes=False):
        m.Mapping.objects.update_or_create(
            creditor_id=creditor, name=name.strip(), defaults={"kind": "invoices", "toml": to_toml(mapping)}
        )
