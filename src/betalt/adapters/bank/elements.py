"""Makes the elements of an XML message in one namespace: e("Amt", e("InstdAmt", "10.00", Ccy="SEK"))."""

from lxml import etree


class Elements:
    """Makes elements of one namespace, each with a text or with other elements in it."""

    def __init__(self, namespace: str) -> None:
        """Begin with the namespace of the message."""
        self._namespace = namespace

    def __call__(self, name: str, *inside: "str | etree._Element", **attributes: str) -> etree._Element:
        """Make an element."""
        # A default namespace has no prefix, which the stubs do not know.
        spaces: dict[str, str] = {None: self._namespace}  # type: ignore[dict-item]
        made = etree.Element(f"{{{self._namespace}}}{name}", attributes, nsmap=spaces)
        for part in inside:
            if isinstance(part, str):
                made.text = part
            else:
                made.append(part)
        return made
