"""Papers on A4 that the holder takes along: the one-time notice, the notice of refusal, the guide, and the frame of all
such papers. Each is made again from its key alone: materials and reason as they were first told, the rules around them
and an old account as they stand when it is made.

Refuses to add a word to a rule: materials, reasons and remedies come from the pack, as on the roll.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from counter_app.desk import guiding, receipt_codes
from counter_app.desk.station import Station
from counter_app.desk.turning_away import SEEN
from counter_app.domain.case import Case, CaseKind
from counter_app.domain.errors import NotFound
from counter_app.domain.form_papers import Frame, GuideSheet, MissingNotice, MissingPaper, RefusalNotice
from counter_app.domain.moments import say_full
from counter_app.domain.province import Material
from counter_app.domain.receipt import Row
from counter_app.domain.text import Text, same
from counter_app.procedures import procedure as procedure_of

MISSING = Text("一次性告知书", "One-time notice of what is missing")
REFUSAL = Text("不予办理告知书", "Notice of refusal")
NUMBERED = Text("编号 {number}", "No. {number}")
_ABOUT = frozenset({"业务", "持卡人", "证件号码"})
_SHARES = (
    Text("第一联：申请人留存（一式两份）", "Copy 1 of 2: for the applicant"),
    Text("第二联：经办机构留存（一式两份）", "Copy 2 of 2: for the agency"),
)
_NOT_SAID = Text("见窗口说明", "Ask at the window")


def frame(
    station: Station,
    title: Text,
    *,
    at: datetime,
    clerk: str,
    basis: Sequence[Text] = (),
    number: str = "",
    code: str = "",
) -> Frame:
    """What stands on every one of them: province, outlet, number, when and by whom, basis, where to ask and object."""
    place, when = station.place, say_full(at)
    return Frame(
        title=title,
        heading=Text(f"{place.province_name.zh}·{place.outlet_name}", f"{place.province_name.en}, {place.outlet_name}"),
        numbered=NUMBERED,
        number=number,
        given=Text(f"{when} 工号 {clerk}", f"{when}, clerk {clerk}") if clerk else same(when),
        basis=tuple(basis),
        hotline=station.province.questions,
        practice=place.practice,
        code=code,
    )


def case_of(station: Station, number: str) -> Case:
    """The case of a notice that was given here and is a form on A4. Raises NotFound."""
    case = station.store.case(number)
    if case is None or case.notice is None or case.kind is CaseKind.GIVEN_UP:
        raise NotFound(what=Text("这张告知书", "This notice"))
    return case


def notice(station: Station, number: str) -> MissingNotice | RefusalNotice:
    """The notice of that number. Raises NotFound."""
    case = case_of(station, number)
    return _refusal(station, case) if case.kind is CaseKind.REFUSED else _missing(station, case)


def _missing(station: Station, case: Case) -> MissingNotice:
    if case.notice is None:
        raise NotFound(what=Text("这张告知书", "This notice"))
    rules = station.province.procedures.get(case.procedure)
    known = {paper.id: paper for paper in rules.materials} if rules is not None else {}
    told = [row.value for row in case.notice.rows if row.label.zh.startswith("缺 ")]
    named = zip(told, (known.get(one) for one in case.missing), strict=False)
    return MissingNotice(
        frame=_frame(station, case, MISSING, unsigned=case.number),
        about=_about(case),
        missing=tuple(_paper(name, material) for name, material in named),
        seen=tuple(row.value for row in case.notice.rows if row.label == SEEN),
        again=_again(case),
        shares=_SHARES,
    )


def _paper(name: Text, material: Material | None) -> MissingPaper:
    """As it was told; the rest as the rules of today say it."""
    if material is None:
        return MissingPaper(name, _NOT_SAID, _NOT_SAID, same(""))
    return MissingPaper(name, material.form or _NOT_SAID, material.where or _NOT_SAID, material.basis.words)


def _again(case: Case) -> tuple[Text, ...]:
    number, until = case.number, case.expires_on
    lines = [
        Text("备齐以上材料，连同本告知书带到任一窗口，不用再取号重填", "Bring these and this sheet to any window"),
        Text(
            f"窗口扫右上角的码，或输入编号 {number}，从停下的地方接着办",
            f"The window scans the code above, or types {number}, and goes on where it stopped",
        ),
    ]
    if until is not None:
        day = until.isoformat()
        lines.append(
            Text(
                f"有效期至 {day}（含当日），过期的按号码查找本人从头办理",
                f"Good until {day}, that day included; later it begins anew",
            )
        )
    return tuple(lines)


def _refusal(station: Station, case: Case) -> RefusalNotice:
    notice = case.notice
    if notice is None:
        raise NotFound(what=Text("这张告知书", "This notice"))
    said = next((row.value for row in notice.rows if row.label.zh == "理由"), same(case.reason))
    reason = next((one for one in station.province.refusals if one.code == case.reason), None)
    at, task = say_full(case.made_at), procedure_of(case.procedure).title
    return RefusalNotice(
        frame=_frame(station, case, REFUSAL),
        about=_about(case),
        reason=said,
        rests_on=Text(f"依据：{reason.basis.words.zh}", f"Basis: {reason.basis.words.en}") if reason else same(""),
        facts=(
            Row(Text("申请", "Asked for"), Text(f"{at} 在本窗口申请{task.zh}", f"{task.en}, here, on {at}")),
            Row(Text("核查结果", "Found"), said),
            Row(Text("结果", "Outcome"), Text("今天不予办理，卡的状态没有变", "Refused today; nothing has changed")),
        ),
        remedies=(
            Row(
                Text("先问先说", "Ask first"),
                Text(
                    f"可请窗口主管复核，或拨 {station.place.hotline}；意见：{station.province.complaint.zh}",
                    f"A supervisor can look again; call {station.place.hotline}; {station.province.complaint.en}",
                ),
            ),
            *(
                Row(
                    one.name,
                    Text(f"{one.text.zh}（{one.basis.words.zh}）", f"{one.text.en} ({one.basis.words.en})"),
                )
                for one in station.province.remedies
            ),
        ),
        shares=_SHARES,
    )


def _about(case: Case) -> tuple[Row, ...]:
    return tuple(row for row in case.notice.rows if row.label.zh in _ABOUT) if case.notice is not None else ()


def _frame(station: Station, case: Case, title: Text, *, unsigned: str = "") -> Frame:
    """With the signed code of its number; with `unsigned` instead where this counter has no key to sign by."""
    basis = case.notice.basis if case.notice is not None else ()
    code = receipt_codes.code_of(station, case.number) or unsigned
    return frame(station, title, at=case.made_at, clerk=case.clerk, basis=basis, number=case.number, code=code)


def guide(station: Station, name: str) -> GuideSheet:
    """The guide of a procedure. Raises NotFound."""
    view = guiding.guide(station, name)
    sections = tuple((one.heading, one.lines) for one in view.sections if one.heading != guiding.QUESTIONS)
    titled = frame(station, guiding.TITLE, at=station.clock.now(), clerk="", basis=view.basis)
    return GuideSheet(frame=titled, task=view.title, sections=sections)
