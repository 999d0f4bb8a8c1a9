"""Makes camt messages for the tests, by the ISO 20022 schemas."""

MESSAGES = {
    "052": ("BkToCstmrAcctRpt", "Rpt"),
    "053": ("BkToCstmrStmt", "Stmt"),
    "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
}


def tag(name, *content, **attributes):
    pairs = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{pairs}>{''.join(content)}</{name}>"


def amount(kronor, name="Amt", currency="SEK"):
    return tag(name, kronor, Ccy=currency)


def account(number, scheme="BGNR"):
    if scheme == "IBAN":
        return tag("Id", tag("IBAN", number))
    kind = "Prtry" if scheme in {"BGNR", "PGNR", "MOBNB"} else "Cd"
    return tag("Id", tag("Othr", tag("Id", number), tag("SchmeNm", tag(kind, scheme))))


def structured(reference="", *, kind="SCOR", document="", code="CINV", own="", credit="", note=""):
    parts = []
    if document:
        parts.append(tag("RfrdDocInf", tag("Tp", tag("CdOrPrtry", tag("Cd", code))), tag("Nb", document)))
    if own or credit:
        parts.append(tag("RfrdDocAmt", amount(credit, "CdtNoteAmt") if credit else amount(own, "RmtdAmt")))
    if reference:
        kinds = tag("Tp", tag("CdOrPrtry", tag("Cd", kind))) if kind else ""
        parts.append(tag("CdtrRefInf", kinds, tag("Ref", reference)))
    if note:
        parts.append(tag("AddtlRmtInf", note))
    return tag("Strd", *parts)


def transaction(
    kronor="", *remittance, ref="", refs="", side="", payer="", payer_account="", payee="", org="", extra=""
):
    parties = []
    if payer or org:
        identity = (
            tag("Id", tag("OrgId", tag("Othr", tag("Id", org), tag("SchmeNm", tag("Cd", "COID")))))
            if org
            else ""
        )
        parties.append(tag("Dbtr", tag("Pty", tag("Nm", payer), identity)))
    if payer_account:
        parties.append(tag("DbtrAcct", account(payer_account)))
    if payee:
        parties.append(tag("CdtrAcct", account(payee)))
    return tag(
        "TxDtls",
        tag("Refs", tag("AcctSvcrRef", ref) if ref else "", refs),
        amount(kronor) if kronor else "",
        tag("CdtDbtInd", side) if side else "",
        extra,
        tag("RltdPties", *parties) if parties else "",
        tag("RmtInf", *remittance) if remittance else "",
    )  # fmt: skip


def entry(
    kronor,
    *transactions,
    side="CRDT",
    status="<Cd>BOOK</Cd>",
    day="2026-03-10",
    ref="",
    reversal="",
    batch="",
    currency="SEK",
):
    return tag(
        "Ntry",
        amount(kronor, currency=currency),
        tag("CdtDbtInd", side),
        tag("RvslInd", reversal) if reversal else "",
        tag("Sts", status),
        tag("BookgDt", tag("Dt", day)) if day else "",
        tag("AcctSvcrRef", ref) if ref else "",
        tag("NtryDtls", tag("Btch", tag("NbOfTxs", batch)) if batch else "", *transactions),
    )


def balance(code, kronor, *, side="CRDT", currency="SEK"):
    kind = tag("Tp", tag("CdOrPrtry", tag("Cd", code)))
    return tag("Bal", kind, amount(kronor, currency=currency), tag("CdtDbtInd", side))


def statement(*entries, head="", own="SE4550000000058398257466"):
    return tag("Id", "S1"), tag("Acct", account(own, "IBAN")), head, *entries


def message(*statements, kind="054", version="08", prolog='<?xml version="1.0" encoding="UTF-8"?>\n'):
    outer, inner = MESSAGES[kind]
    head = tag("GrpHdr", tag("MsgId", "M1"), tag("CreDtTm", "2026-03-10T06:00:00+01:00"))
    body = tag(outer, head, *(tag(inner, *content) for content in statements))
    space = f"urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.{version}"
    return prolog + tag("Document", body, xmlns=space).replace("><", ">\n<")
