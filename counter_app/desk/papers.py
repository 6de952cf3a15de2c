"""Receipts as the desk makes them: title, heading, who took it and when, basis and where to ask.

Refuses to number a receipt: that happens in the transaction that records the operation.
"""

from __future__ import annotations

from counter_app.desk.station import Station
from counter_app.domain.four_eyes import SECOND
from counter_app.domain.moments import say_stamp
from counter_app.domain.operation import Operation
from counter_app.domain.province import ProcedureRules
from counter_app.domain.receipt import ReceiptDraft, Row, Ticks
from counter_app.domain.text import Text, same

TITLE = Text("社会保障卡业务回执", "Social security card receipt")
ACCEPTED_HERE = Text("已受理，待平台确认", "Accepted here, platform to confirm")


def draft(
    station: Station,
    operation: Operation,
    *,
    task: Text,
    rows: tuple[Row, ...],
    rules: ProcedureRules,
    title: Text | None = None,
    state: Text | None = None,
    notes: tuple[Text, ...] = (),
    pending: tuple[Text, ...] = (),
    ticks: tuple[Ticks, ...] = (),
) -> ReceiptDraft:
    """The receipt of an operation; `rows` come masked. `state` stands in the box at the top, accepted here unless said
    otherwise.
    """
    place, second = station.place, operation.facts.get(SECOND, "")
    taken = (
        Row(Text("受理时间", "Accepted"), say_stamp(operation.accepted_at), strong=True),
        Row(Text("经办", "Clerk"), same(operation.clerk)),
        *((Row(Text("复核", "Agreed by"), same(second)),) if second else ()),
    )
    return ReceiptDraft(
        title=title or TITLE,
        heading=Text(f"{place.province_name.zh}·{place.outlet_name}", f"{place.province_name.en}, {place.outlet_name}"),
        state=state or ACCEPTED_HERE,
        rows=(Row(Text("业务", "Task"), task, strong=True), *rows, *taken),
        notes=notes,
        basis=tuple(b.words for b in rules.basis),
        hotline=station.province.questions,
        practice=place.practice,
        pending=pending,
        ticks=ticks,
    )
