"""`counter read id`: what the identity document on the reader says, as JSON or lines; masked unless told otherwise."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

import typer

from counter_app.audit_wiring import DOCUMENT_READ, note_looked
from counter_app.commands.signed_in import by_whom
from counter_app.commands.talk import Data, Json, Sets, counter_and_talk
from counter_app.domain.document import IdentityDocument
from counter_app.domain.names import mask_name
from counter_app.domain.numbers import mask_birth, mask_identity, mask_tail
from counter_app.domain.text import same
from counter_app.rights import Right

Full = Annotated[bool, typer.Option("--full", help="不遮盖号码、姓名和住址 / do not mask numbers, names and address")]
Port = Annotated[
    str,
    typer.Option(
        "--port", metavar="PORT", help="身份证读卡器的串口，代替 readers.id / its serial port, instead of readers.id"
    ),
]
_PROVINCE_AND_CITY = re.compile(
    r"(?:.{1,8}?(?:省|自治区|特别行政区))?(?:.{1,10}?(?:自治州|地区|盟|市))?", flags=re.DOTALL
)
_HIDDEN = "****"


def document_as_json(document: IdentityDocument, *, full: bool) -> dict[str, Any]:
    """What the document says, fields it does not have left out; numbers, names, address and the day of birth masked
    unless `full`.

    Dates ISO 8601; `long_term` stands where the document is valid without end, and `valid_to` does not.
    """
    name, number, tail = (str, str, str) if full else (mask_name, mask_identity, mask_tail)
    birth_date = date.isoformat if full else mask_birth
    said: dict[str, Any] = {
        "document_type": document.document_type.value,
        "name": name(document.name),
        "foreign_name": name(document.foreign_name),
        "sex": document.sex,
        "nation": document.nation,
        "birth_date": birth_date(document.birth_date) if document.birth_date else "",
        "address": document.address if full else mask_address(document.address),
        "id_number": number(document.id_number),
        "issuer": document.issuer,
        "valid_from": document.valid_from.isoformat() if document.valid_from else "",
        "valid_to": document.valid_to.isoformat() if document.valid_to else "",
        "pass_number": tail(document.pass_number),
        "nationality": document.nationality,
    }
    if document.long_term:
        said["long_term"] = True
    return {key: value for key, value in said.items() if value}


def mask_address(address: str) -> str:
    """Province and city stay: 甲省乙市丙区幸福路 1 号 -> 甲省乙市****."""
    if not address:
        return ""
    found = _PROVINCE_AND_CITY.match(address)
    return (found[0] if found else "") + _HIDDEN


def read_id(port: Port = "", full: Full = False, data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """Read the identity document on the reader; never inserts a practice document."""
    pairs = [*(sets or []), *([f"readers.id={port}"] if port else [])]
    with (
        counter_and_talk(data, pairs, machine=as_json) as (counter, talk),
        by_whom(counter, "read id", Right.REVEAL if full else Right.SERVE) as who,
    ):
        document = counter.id_reader().read()
        note_looked(counter, DOCUMENT_READ, document.id_number, clerk=who.clerk, full=full)
        said = document_as_json(document, full=full)
        talk.give(said, *(same(f"{key}: {value}") for key, value in said.items()))
