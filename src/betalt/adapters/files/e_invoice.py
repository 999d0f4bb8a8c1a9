"""E-invoices, Peppol BIS Billing 3.0 (UBL 2.1 Invoice and CreditNote): one file, or a zip of many, as one table.

Only what a claim rests on is read; whether a document follows every rule of Peppol is not asked here.
"""

import io
import zipfile
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from lxml import etree

from betalt.adapters.files.mapping import Mapping
from betalt.adapters.files.table import Record, Table, UnreadableFile
from betalt.values.reason import Reason

UNPACKED_LIMIT = 200_000_000
_MEMBERS = 20_000
_LARGEST = 20_000_000  # bytes of one document; attached PDFs lie in it
_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_NAMES = {"cbc": f"{_UBL}CommonBasicComponents-2", "cac": f"{_UBL}CommonAggregateComponents-2"}
_CREDIT = "381"
_ROOTS = {f"{{{_UBL}Invoice-2}}Invoice": "380", f"{{{_UBL}CreditNote-2}}CreditNote": _CREDIT}
_BUYER = "cac:AccountingCustomerParty/cac:Party/"
_SELLER = "cac:AccountingSupplierParty/cac:Party/"

# Field -> where it stands; the first path with a text wins. The element's name is the column's.
_PATHS: dict[str, tuple[str, ...]] = {
    "number": ("cbc:ID",),
    "kind": ("cbc:InvoiceTypeCode", "cbc:CreditNoteTypeCode"),
    "issued_on": ("cbc:IssueDate",),
    "due_on": ("cbc:DueDate", "cac:PaymentMeans/cbc:PaymentDueDate"),
    "currency": ("cbc:DocumentCurrencyCode",),
    "amount": ("cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount",),
    "open": ("cac:LegalMonetaryTotal/cbc:PayableAmount",),
    "vat": ("cac:TaxTotal/cbc:TaxAmount",),
    "reference": ("cac:PaymentMeans/cbc:PaymentID",),
    "their_reference": ("cbc:BuyerReference", "cac:OrderReference/cbc:ID"),
    "what": ("cac:InvoiceLine/cac:Item/cbc:Name", "cac:CreditNoteLine/cac:Item/cbc:Name", "cbc:Note"),
    "arose_on": ("cac:Delivery/cbc:ActualDeliveryDate",),
    "name": (_BUYER + "cac:PartyLegalEntity/cbc:RegistrationName", _BUYER + "cac:PartyName/cbc:Name"),
    "org_no": (
        _BUYER + "cac:PartyLegalEntity/cbc:CompanyID[@schemeID='0007' or not(@schemeID)]",
        _BUYER + "cbc:EndpointID[@schemeID='0007']",
    ),
    "street": (_BUYER + "cac:PostalAddress/cbc:StreetName",),
    "street2": (_BUYER + "cac:PostalAddress/cbc:AdditionalStreetName",),
    "postcode": (_BUYER + "cac:PostalAddress/cbc:PostalZone",),
    "city": (_BUYER + "cac:PostalAddress/cbc:CityName",),
    "country": (_BUYER + "cac:PostalAddress/cac:Country/cbc:IdentificationCode",),
    "email": (_BUYER + "cac:Contact/cbc:ElectronicMail",),
    "phone": (_BUYER + "cac:Contact/cbc:Telephone",),
}
_SELLER_PATHS = (
    _SELLER + "cac:PartyLegalEntity/cbc:CompanyID[@schemeID='0007' or not(@schemeID)]",
    _SELLER + "cbc:EndpointID[@schemeID='0007']",
)
_COLUMNS = {field: paths[0].rpartition("cbc:")[2].partition("[")[0] for field, paths in _PATHS.items()}
_COLUMNS |= {"number": "ID", "what": "Item/Name", "their_reference": "BuyerReference"}
MAPPING = Mapping(columns=_COLUMNS, decimal=".")


def is_e_invoice(data: bytes) -> bool:
    """Tell whether bytes begin as a UBL document, or are a zip without the parts of a workbook."""
    if data.startswith(b"PK\x03\x04"):
        return any(name.endswith(".xml") for name in _names(data)) and "xl/workbook.xml" not in _names(data)
    return data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and _UBL.encode() in data[:20_000]


def open_e_invoices(data: bytes, *, seller: str = "") -> Table:
    """Read UBL documents as the records of one table; `seller` (ten digits) refuses those of somebody else."""
    documents = _unpacked(data) if data.startswith(b"PK\x03\x04") else iter([data])
    return Table(
        format="peppol", headers=tuple(MAPPING.columns.values()), records=_records(documents, seller)
    )


def _names(data: bytes) -> list[str]:
    try:
        return zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return []


def _unpacked(data: bytes) -> Iterator[bytes]:
    archive = zipfile.ZipFile(io.BytesIO(data))
    members = [each for each in archive.infolist() if each.filename.lower().endswith(".xml")]
    if len(members) > _MEMBERS or sum(each.file_size for each in members) > UNPACKED_LIMIT:
        raise UnreadableFile("unpacks_too_large", megabytes=UNPACKED_LIMIT // 1_000_000)
    for member in members:
        try:
            with archive.open(member) as file:
                yield file.read(_LARGEST + 1)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError):
            yield b""  # told as a document that cannot be read


def _records(documents: Iterator[bytes], seller: str) -> Iterator[Record]:
    for line, document in enumerate(documents, start=1):
        root = _root(document)
        if root is None:
            yield line, (), Reason(code="read.not_e_invoice")
            continue
        theirs = _first(root, _SELLER_PATHS).replace("-", "")
        fault = None
        if seller and theirs and theirs[-10:] != seller:
            fault = Reason(code="read.other_seller", params=(("seller", theirs[:20]),))
        yield line, _cells(root), fault


def _root(document: bytes) -> etree._Element | None:
    if len(document) > _LARGEST or b"<!DOCTYPE" in document[:4096]:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(document, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root if root.tag in _ROOTS else None


def _cells(root: etree._Element) -> tuple[str, ...]:
    texts = {field: _first(root, paths) for field, paths in _PATHS.items()}
    texts["kind"] = texts["kind"] or _ROOTS[str(root.tag)]
    if texts["kind"] == _CREDIT:
        texts["due_on"] = texts["due_on"] or texts["issued_on"]  # nothing falls due by a credit note
    texts["amount"] = _whole_amount(root, texts)
    return tuple(texts[field] for field in MAPPING.columns)


def _whole_amount(root: etree._Element, texts: dict[str, str]) -> str:
    """Give what the document asks for, paid in advance included: rounding to kronor changes TaxInclusiveAmount."""
    prepaid = _first(root, ("cac:LegalMonetaryTotal/cbc:PrepaidAmount",)) or "0"
    try:
        return str(Decimal(texts["open"]) + Decimal(prepaid))
    except InvalidOperation:
        return texts["amount"]


def _first(root: etree._Element, paths: tuple[str, ...]) -> str:
    for path in paths:
        found = root.xpath(path, namespaces=_NAMES)
        for element in found if isinstance(found, list) else ():
            text = element.text if isinstance(element, etree._Element) else None
            if text and text.strip():
                return text.strip()
    return ""
