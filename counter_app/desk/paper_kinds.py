"""The kinds of paper a counter gives out: one row a kind, and everything that prints, shows or saves goes through it.

A row says how a paper is made from its key alone, so that a print job survives a restart. Refuses to print: see
`counter_app.desk.pressing`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from counter_app.desk import (
    account_notice,
    data_copy,
    day_sheets,
    filling,
    given_papers,
    guiding,
    successors,
    turning_away,
)
from counter_app.desk.receipt_codes import coded
from counter_app.desk.station import Station
from counter_app.domain.case import is_case_number
from counter_app.domain.errors import NotFound
from counter_app.domain.form_papers import FormPaper
from counter_app.domain.operation import AuditEntry
from counter_app.domain.print_job import Document, Role
from counter_app.domain.receipt import Receipt
from counter_app.domain.settlement import is_successor_number
from counter_app.domain.text import Text
from counter_app.rights import Right

PAPER, AGAIN, SCREEN, FILE = "paper", "copy", "screen", "file"  # the ways a paper is given


class Make(Protocol):
    """Makes the paper; the same bytes each time but for what changed since. `copy` > 0 says 补打 with that number."""

    def __call__(self, station: Station, key: str, *, copy: int, bilingual: bool) -> Document: ...


@dataclass(frozen=True, slots=True)
class PaperKind:
    """`key_of`: the one key a paper is kept under, of any it can be asked for by; raises NotFound. `told`: what goes on
    record when it is given in a way, None for nothing. `counted`: a second one on paper is a copy and says so. `right`:
    which one it takes to give it, None for none.
    """

    name: Text
    role: Role
    make: Make
    key_of: Callable[[Station, str], str]
    told: Callable[[Station, str, str], AuditEntry | None]
    right: Right | None = Right.SERVE
    counted: bool = True


def receipt(station: Station, key: str) -> Receipt:
    """By operation id, or number of a receipt, a successor or a notice; says what is known now. Raises NotFound."""
    if is_case_number(key):
        return turning_away.notice(station, key)
    if is_successor_number(key):
        return successors.paper_of(station, key)
    return successors.as_it_stands(station, key)


def events(**named: str) -> Callable[[Station, str, str], AuditEntry | None]:
    """What goes on record by way: the event of that name, about the key. Ways not named are not told."""

    def told(station: Station, key: str, way: str) -> AuditEntry | None:
        return station.entry(named[way], subject=key) if way in named else None

    return told


def _receipt_paper(station: Station, key: str, *, copy: int, bilingual: bool) -> Document:
    return station.paper.receipt_paper(coded(station, receipt(station, key)), copy=copy, bilingual=bilingual)


def _guide(station: Station, key: str, *, copy: int, bilingual: bool) -> Document:
    return station.paper.receipt_paper(guiding.paper(station, key), copy=copy, bilingual=bilingual)


def _data_copy(station: Station, key: str, *, copy: int, bilingual: bool) -> Document:
    return station.paper.long_paper(data_copy.make(station, key), copy=copy, bilingual=bilingual)


def _form(station: Station, key: str, *, copy: int, bilingual: bool) -> Document:
    return station.paper.signed_form(filling.after(station, key), copy=copy, bilingual=bilingual)


def _form_before(station: Station, key: str, *, copy: int, bilingual: bool) -> Document:
    return station.paper.signed_form(filling.before(station, key), copy=copy, bilingual=bilingual)


def _on_a4(paper: Callable[[Station, str], FormPaper]) -> Make:
    def make(station: Station, key: str, *, copy: int, bilingual: bool) -> Document:
        return station.paper.form_paper(paper(station, key), copy=copy, bilingual=bilingual)

    return make


_NOTICES = events(paper="notice.print_sent", copy="notice.reprint_sent", screen="notice.shown", file="notice.saved")

KINDS: Mapping[str, PaperKind] = {
    "receipt": PaperKind(
        name=Text("回执", "Receipt"),
        role=Role.RECEIPT,
        make=_receipt_paper,
        key_of=lambda station, key: receipt(station, key).number,
        told=events(
            paper="receipt.print_sent", copy="receipt.reprint_sent", screen="receipt.shown", file="receipt.saved"
        ),
    ),
    "guide": PaperKind(
        name=Text("办事指南", "Guide"),
        role=Role.RECEIPT,
        make=_guide,
        key_of=lambda station, key: guiding.guide(station, key).procedure,
        told=events(),
        right=None,
        counted=False,
    ),
    "data-copy": PaperKind(
        name=Text("个人信息副本", "Copy of personal data"),
        role=Role.FORM,
        make=_data_copy,
        key_of=data_copy.key_of,
        told=data_copy.told,
        right=Right.COPY_OF_DATA,
        counted=False,
    ),
    "form": PaperKind(
        name=Text("签字登记表", "Form to sign"),
        role=Role.FORM,
        make=_form,
        key_of=filling.key_of,
        told=filling.told,
        counted=False,
    ),
    "form-draft": PaperKind(
        name=Text("签字登记表（待提交）", "Form to sign, not submitted yet"),
        role=Role.FORM,
        make=_form_before,
        key_of=filling.key_of_visit,
        told=filling.told,
        counted=False,
    ),
    "notice": PaperKind(
        name=Text("告知书", "Notice"),
        role=Role.FORM,
        make=_on_a4(given_papers.notice),
        key_of=lambda station, key: given_papers.case_of(station, key).number,
        told=_NOTICES,
    ),
    "guide-sheet": PaperKind(
        name=Text("办事指南（A4）", "Guide (A4)"),
        role=Role.FORM,
        make=_on_a4(given_papers.guide),
        key_of=lambda station, key: guiding.guide(station, key).procedure,
        told=events(),
        right=None,
        counted=False,
    ),
    account_notice.KIND: PaperKind(
        name=account_notice.TITLE,
        role=Role.FORM,
        make=_on_a4(account_notice.make),
        key_of=lambda station, key: account_notice.work_of(station, key).receipt_number,
        told=_NOTICES,
    ),
    "custody": PaperKind(
        name=day_sheets.CUSTODY,
        role=Role.FORM,
        make=_on_a4(day_sheets.custody),
        key_of=day_sheets.key_of_span,
        told=events(paper="custody.print_sent", screen="custody.shown", file="custody.saved"),
        right=Right.RECONCILE,
        counted=False,
    ),
    "day-end": PaperKind(
        name=day_sheets.DAY_END,
        role=Role.FORM,
        make=_on_a4(day_sheets.report),
        key_of=day_sheets.key_of_day,
        told=events(paper="day_end.print_sent", screen="day_end.shown", file="day_end.saved"),
        right=Right.RECONCILE,
        counted=False,
    ),
}


def kind_of(name: str) -> PaperKind:
    """Raises NotFound."""
    if name not in KINDS:
        raise NotFound(what=Text(f"种类为 {name} 的纸", f"A kind of paper called {name}"))
    return KINDS[name]


def document(station: Station, kind: str, key: str, *, way: str, bilingual: bool = False) -> Document:
    """The paper as somebody is about to see it or to have it as a file; on record first. Raises NotFound, NotAllowed,
    PaperTrouble.
    """
    paper = kind_of(kind)
    if paper.right is not None:
        station.must(paper.right)
    subject = paper.key_of(station, key)
    entry = paper.told(station, subject, way)
    if entry is not None:
        station.store.note(entry)
    return paper.make(station, subject, copy=0, bilingual=bilingual)
