"""All that is sealed, and how it is sealed anew with the newest key: by pages of rows, each whole or not at all."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from betalt.records import sealing, veil
from betalt.records.schema_kept import SECRETS, VEILED

PAGE = 200
_FILES_A_PAGE = 10  # a file may be of many megabytes

_MARKS = """
SELECT DISTINCT encode(substring(personal_no FROM 1 FOR 2), 'hex') FROM records_party WHERE personal_no IS NOT NULL
UNION SELECT DISTINCT encode(substring(content FROM 1 FOR 2), 'hex') FROM records_file WHERE erased_on IS NULL
"""
_MARKS_OF_TEXTS = """
UNION SELECT DISTINCT encode(substring(decode(translate(t[1], '-_', '+/'), 'base64') FROM 1 FOR 2), 'hex')
FROM {table}, regexp_matches("{column}"::text, 'sealed:[0-9]+:([A-Za-z0-9_-]{{4}})', 'g') AS t
WHERE "{column}"::text LIKE '%%sealed:%%'
"""


_OWNERS = {"records_creditor": "id", SECRETS[0]: str(veil.NOBODY)}  # where a row's creditor stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A kind of sealed rows: how those that bear an old key are found, a page after an id, and sealed anew."""

    name: str
    find: str  # id, creditor, what is sealed
    write: str  # what is sealed anew, id
    anew: Callable[[Any, int], tuple[Any, ...]]
    page: int = PAGE


def marks_in_use(cursor: Any) -> tuple[str, ...]:
    """List the marks of the keys that rows of all creditors are sealed with; the cursor must be the owner's."""
    texts = (_MARKS_OF_TEXTS.format(table=table, column=column) for table, column, _ in (*VEILED, SECRETS))
    cursor.execute(_MARKS + "".join(texts), [])
    return tuple(sorted(mark for (mark,) in cursor.fetchall()))


def kinds() -> list[Sealed]:
    """List the kinds of sealed rows, with what tells the newest key's seal."""
    newest = sealing.newest_mark()
    return [
        Sealed(
            name="records_party",
            find="SELECT id, creditor_id, personal_no FROM records_party WHERE personal_no IS NOT NULL "
            f"AND substring(personal_no FROM 1 FOR 2) <> '\\x{newest.hex()}'::bytea",
            write="UPDATE records_party SET personal_no = %s, personal_no_index = %s WHERE id = %s",
            anew=_number,
        ),
        Sealed(
            name="records_file",
            find="SELECT id, creditor_id, content FROM records_file WHERE erased_on IS NULL "
            f"AND substring(content FROM 1 FOR 2) <> '\\x{newest.hex()}'::bytea",
            write="UPDATE records_file SET content = %s WHERE id = %s",
            anew=_file,
            page=_FILES_A_PAGE,
        ),
        *(_texts(table, column, kind, newest) for table, column, kind in (*VEILED, SECRETS)),
    ]


def reseal_page(cursor: Any, kind: Sealed, *, after: int) -> tuple[int | None, int]:
    """Seal a page of rows anew; return the last id (None where none was left) and how many. The cursor is custody's."""
    cursor.execute(f"{kind.find} AND id > %s ORDER BY id LIMIT {kind.page} FOR UPDATE", [after])
    rows = cursor.fetchall()
    for number, creditor, before in rows:
        cursor.execute(kind.write, [*kind.anew(before, creditor), number])
    return (rows[-1][0] if rows else None), len(rows)


def _texts(table: str, column: str, kind: str, newest: bytes) -> Sealed:
    owner = _OWNERS.get(table, "creditor_id")
    return Sealed(
        name=f"{table}.{column}",
        find=f'SELECT id, {owner}, "{column}"::text FROM {table} '
        f"WHERE \"{column}\"::text ~ 'sealed:[0-9]+:(?!{_as_base64(newest)})'",
        write=f'UPDATE {table} SET "{column}" = %s::{"jsonb" if kind == "json" else "text"} WHERE id = %s',
        anew=_text,
    )


def _as_base64(mark: bytes) -> str:
    """Write how a seal with this mark begins: its third sign holds bits of the nonce too."""
    written = [base64.urlsafe_b64encode(mark + bytes([after])).decode() for after in range(256)]
    thirds = sorted({text[2] for text in written}, key=lambda sign: (sign == "-", sign))
    return f"{written[0][:2]}[{''.join(thirds)}]"


def _number(before: Any, creditor: int) -> tuple[Any, ...]:
    number = sealing.unseal(bytes(before), creditor=creditor)
    return sealing.seal(number, creditor=creditor), sealing.blind_index(number, creditor=creditor)


def _file(before: Any, creditor: int) -> tuple[Any, ...]:
    return (sealing.seal_bytes(sealing.unseal_bytes(bytes(before), creditor=creditor), creditor=creditor),)


def _text(before: str, _creditor: int) -> tuple[Any, ...]:
    return (veil.anew(before),)
