"""A form on A4 that the holder, or whoever acts, signs: what was asked and what was answered, with every choice that
there was, what they were told, and what they declare. Made from a visit before it is submitted, or from the operation.

Numbers stand masked: the paper lies on a counter and then in a box, the clerk has compared the numbers with the
documents, and its receipt number leads to the whole record (个人信息保护法 art. 6: no more than the purpose needs). The name
stands whole: it is what the signature is compared with. Refuses to know a procedure: what it is called and what it asks
are the procedure's own.
"""

from __future__ import annotations

from dataclasses import dataclass

from counter_app.domain.receipt import Row, Ticks
from counter_app.domain.text import Text


@dataclass(frozen=True, slots=True)
class Block:
    """One heading with its rows and its boxes to tick; left out where it has neither."""

    title: Text
    rows: tuple[Row, ...] = ()
    ticks: tuple[Ticks, ...] = ()


@dataclass(frozen=True, slots=True)
class FilledForm:
    """`number` of the receipt, "" while nothing was submitted; `standing` says which. `told`: what the signer was told.
    `signers`: who signs, each with a date. `official`: what the outlet fills in. `code`: its signed code, "" for none.
    """

    number: str
    title: Text
    heading: Text
    standing: Text
    blocks: tuple[Block, ...]
    told: tuple[Text, ...]
    declaration: Text
    signers: tuple[Text, ...]
    official: Block
    basis: tuple[Text, ...]
    hotline: Text
    practice: bool
    code: str = ""
