"""One transaction (TxDtls) of a camt entry: its own amount, its references, who paid and what the bank calls it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from betalt.adapters.bank.account import bankgiro, org_no, plusgiro_account
from betalt.adapters.bank.camt_markup import Piece
from betalt.adapters.bank.untrusted import UntrustedFile
from betalt.core.payment.incoming import Reference, ReferenceKind

Texts = Mapping[str, str]

_NOBODY = frozenset({"NOT AVAILABLE", "NOTAVAILABLE", "NOT PROVIDED", "NOTPROVIDED", "NTAV", "N/A"})
_CUSTOMER_NUMBERS = frozenset({"BANK", "CUST"})  # the payer's number at its bank, not its organisation number
_OCR, _INVOICE = ReferenceKind.OCR, ReferenceKind.INVOICE
_DOCUMENTS = {"CINV": _INVOICE, "": _INVOICE, "CREN": ReferenceKind.CREDIT}
_AMOUNTS = tuple((place, f"{place}@Ccy") for place in ("TxDtls/AmtDtls/TxAmt/Amt", "TxDtls/Amt"))
_IDS = ("TxDtls/Refs/AcctSvcrRef", "TxDtls/Refs/UETR", "TxDtls/Refs/TxId")
_USTRD, _STRD = "TxDtls/RmtInf/Ustrd", "TxDtls/RmtInf/Strd"
_BANK_TEXT = "TxDtls/AddtlTxInf"
# Version 8 and later put a party one level deeper.
_PARTIES = tuple(
    f"TxDtls/RltdPties/{who}{deeper}" for who in ("Dbtr", "UltmtDbtr") for deeper in ("", "/Pty")
)
_NAMES = tuple(f"{party}/Nm" for party in _PARTIES)
_NUMBERS = tuple(
    (f"{party}/Id/{kind}/Othr/Id", f"{party}/Id/{kind}/Othr/SchmeNm/Cd")
    for party in _PARTIES
    for kind in ("OrgId", "PrvtId")
)


class AccountAt(NamedTuple):
    """The paths that an account may stand at."""

    iban: str
    number: str
    own_scheme: str
    scheme: str

    @classmethod
    def below(cls, place: str) -> "AccountAt":
        """Name the paths below an Acct, DbtrAcct or CdtrAcct."""
        other = f"{place}/Id/Othr"
        return cls(f"{place}/Id/IBAN", f"{other}/Id", f"{other}/SchmeNm/Prtry", f"{other}/SchmeNm/Cd")


PAYER = AccountAt.below("TxDtls/RltdPties/DbtrAcct")
PAYEE = AccountAt.below("TxDtls/RltdPties/CdtrAcct")


class _DocumentAt(NamedTuple):
    remitted: str
    credited: str
    reference: str
    reference_kind: str
    document: str
    more: str

    @classmethod
    @lru_cache(maxsize=256)
    def below(cls, place: str) -> "_DocumentAt":
        amounts, creditor = f"{place}/RfrdDocAmt", f"{place}/CdtrRefInf"
        return cls(
            f"{amounts}/RmtdAmt", f"{amounts}/CdtNoteAmt", f"{creditor}/Ref", f"{creditor}/Tp/CdOrPrtry/Cd",
            f"{place}/RfrdDocInf", f"{place}/AddtlRmtInf",
        )  # fmt: skip


def read_ore(text: str, line: int) -> int:
    """Read an amount as whole öre; banks write none, one, two, three or five decimals."""
    whole, _, part = text.strip().partition(".")
    digits = whole + part
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 20 or part[2:].strip("0"):
        raise UntrustedFile("amount", line=line, text=text[:40])
    return int(digits) if len(part) == 2 else int(f"{whole}{part[:2]:0<2}")


def own_amount(piece: Piece, *, currency: str) -> tuple[int, str] | None:
    """Choose a transaction's amount: in the entry's currency where it has one, else as it stands (öre, currency)."""
    texts = piece.texts
    other: tuple[int, str] | None = None
    for place, currency_at in _AMOUNTS:
        if place in texts:
            stated = (read_ore(texts[place], piece.line), texts.get(currency_at, ""))
            if stated[1] == currency:
                return stated
            other = other or stated
    return other or _remitted(piece)


def own_id(texts: Texts) -> str:
    """Tell what the bank calls the transaction, in every message that it comes in."""
    for place in _IDS:
        found = texts.get(place)
        if found and found.strip() not in {"", "NOTPROVIDED"}:
            return found.strip()
    return ""


def account(texts: Texts, at: AccountAt) -> str:
    """Name an account the way betalt names them."""
    iban = texts.get(at.iban)
    if iban:
        return f"iban:{iban.replace(' ', '').upper()}"
    number = texts.get(at.number)
    return _named(number, texts.get(at.own_scheme) or texts.get(at.scheme) or "") if number else ""


def payer(texts: Texts) -> tuple[str, str]:
    """Read the payer's name and organisation number."""
    name = number = ""
    for place in _NAMES:
        if place in texts:
            name = " ".join(texts[place].split())
            if name.upper() not in _NOBODY:
                break
            name = ""
    for place, scheme_at in _NUMBERS:
        if place in texts and texts.get(scheme_at) not in _CUSTOMER_NUMBERS:
            number = org_no(texts[place])
            break
    return name, number


def references(piece: Piece, *, currency: str) -> tuple[Reference, ...]:
    """Read every reference of the structured remittance, with its own amount where it has one."""
    if _STRD in piece.repeats:
        return tuple(
            found for place in piece.places(_STRD) for found in _one_document(piece, place, currency)
        )
    return tuple(_one_document(piece, _STRD, currency))


def free_text(piece: Piece) -> tuple[str, ...]:
    """Read what the payer wrote, or else what the bank says of the payment."""
    texts = piece.texts
    found = [texts[place] for place in piece.places(_USTRD) if place in texts]
    for document in piece.places(_STRD):
        found += [texts[place] for place in piece.places(_DocumentAt.below(document).more) if place in texts]
    if not found:
        if _BANK_TEXT not in texts:
            return ()
        found = [texts[_BANK_TEXT]]
    return tuple([line for text in found if (line := " ".join(text.split()))])


def _one_document(piece: Piece, place: str, currency: str) -> list[Reference]:
    at, texts = _DocumentAt.below(place), piece.texts
    is_credit = at.credited in texts
    amount_at = at.credited if is_credit else at.remitted
    own: int | None = None
    if amount_at in texts and texts.get(f"{amount_at}@Ccy") == currency:
        own = read_ore(texts[amount_at], piece.line)
    found: list[Reference] = []
    for value, kind in _values(piece, at):
        if not found or all(value != known.value for known in found):
            # Both numbers of one <Strd> name the same document: only the first carries its sum.
            found.append(
                Reference(value, ReferenceKind.CREDIT if is_credit else kind, None if found else own)
            )
    return found


def _values(piece: Piece, at: _DocumentAt) -> list[tuple[str, ReferenceKind]]:
    texts = piece.texts
    found: list[tuple[str, ReferenceKind]] = []
    if at.reference in texts:
        found.append(
            (texts[at.reference].strip(), _OCR if texts.get(at.reference_kind) == "SCOR" else _INVOICE)
        )
    for document in piece.places(at.document):
        number_at = f"{document}/Nb"
        if number_at in texts:
            code = texts.get(f"{document}/Tp/CdOrPrtry/Cd", "")
            found.append((texts[number_at].strip(), _DOCUMENTS.get(code, ReferenceKind.FREE)))
    return [(value, kind) for value, kind in found if value]


def _remitted(piece: Piece) -> tuple[int, str] | None:
    total, currency = 0, ""
    for place in piece.places(_STRD):
        at = _DocumentAt.below(place)
        for amount_at, sign in ((at.remitted, 1), (at.credited, -1)):
            if amount_at in piece.texts:
                total += sign * read_ore(piece.texts[amount_at], piece.line)
                currency = piece.texts.get(f"{amount_at}@Ccy", "")
    return (total, currency) if currency and total >= 0 else None


@lru_cache(maxsize=4096)
def _named(number: str, scheme: str) -> str:
    if scheme == "BGNR":
        return bankgiro(number)
    if scheme == "PGNR":
        return plusgiro_account(number)
    compact = number.replace(" ", "").replace("-", "")
    return f"swish:{compact}" if scheme == "MOBNB" else f"bban:{compact}"
