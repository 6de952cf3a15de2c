"""What came of an operation: the result page, and the receipt as it stands now.

Refuses to claim: without the platform's answer nothing is called done, and each half speaks for itself.
"""

from __future__ import annotations

from dataclasses import replace

from counter_app.desk import papers, situations
from counter_app.desk.station import Station
from counter_app.desk.views import HalfResult, OutcomeView
from counter_app.domain import life
from counter_app.domain.card import STATE_NAMES, Half, state_of
from counter_app.domain.errors import NotFound
from counter_app.domain.holder import Holder, Person
from counter_app.domain.life import Act
from counter_app.domain.moments import say_full, say_stamp
from counter_app.domain.operation import Answer, HalfAnswer, OperationId, Settlement, Verdict, Work, WorkState
from counter_app.domain.period import LAPSED_UNSENT, said_here
from counter_app.domain.procedure import Outcome, Procedure, Situation
from counter_app.domain.projection import decided, is_open, was_refused
from counter_app.domain.province import Province
from counter_app.domain.receipt import Receipt, Row
from counter_app.domain.settlement import Known, code_of, known_of
from counter_app.domain.text import Text
from counter_app.ports import VisitRecord
from counter_app.procedures import procedure as procedure_of
from counter_app.visit import Visit

NOT_SENT = Text("没有送出，未办成", "Never sent, not done")
DIFFERS = Text("与平台不符，须处理", "Differs from the platform")
FOUND = {
    Known.DONE: Text("平台记为办成，以平台为准", "On record as done; the platform's record counts"),
    Known.UNCLEAR: Text("办没办成待核查", "Whether it was done is being looked into"),
}
"""What is said in place of "not done" of work that reconciliation found told otherwise, or lost, at the platform."""
NO_REASON = Text("平台没有写明原因", "The platform gave no reason")


def outcome(station: Station, record: VisitRecord) -> OutcomeView:
    """The result page of a recorded visit, with the platform's answer if there is one. Raises NotFound."""
    work = station.store.work(OperationId(record.operation_id))
    if work is None:
        raise NotFound(what=Text("这笔业务", "This operation"))
    chosen = procedure_of(record.procedure)
    person = situations.person_of(station, record)
    now = situations.situation(station, person, chosen, record)
    visit = Visit(record, chosen, now)
    kind = kind_of(work)
    receipt = receipt_as_it_stands(station, record.operation_id)
    return OutcomeView(
        visit_id=record.id,
        mark=record.mark,
        person=now.person,
        view=now.view,
        title=chosen.title,
        icon=chosen.icon,
        steps=(Text("核实本人", "Who it is"), *(chosen.steps[i].title for i in visit.asked), Text("办结", "Done")),
        kind=kind,
        headline=chosen.done_here if chosen.done_here and kind != "stop" else headline(work),
        lines=_lines(chosen, now, visit, work),
        halves=tuple(half_result(work, half) for half in Half if half in work.operation.changes),
        work=work,
        receipt=receipt,
        document=chosen.document if kind != "stop" else None,
        papers=_papers(chosen, work) if kind != "stop" else (),
    )


def _papers(chosen: Procedure, work: Work) -> tuple[tuple[str, Text], ...]:
    return tuple((own.kind, own.title) for own in chosen.papers if own.when(work.operation))


def kind_of(work: Work) -> str:
    """ "wait" nobody has answered · "ok" accepted · "stop" refused or closed as not done."""
    if work.state in (WorkState.WAITING, WorkState.IN_FLIGHT):
        return "wait"
    return "ok" if work.settlement is Settlement.ACCEPTED else "stop"


_SETTLED = {
    Settlement.ACCEPTED: Text("平台已确认", "Confirmed by the platform"),
    Settlement.WITHDRAWN: Text("已撤回，回执作废", "Withdrawn, the receipt is void"),
    Settlement.CLOSED: Text("已撤销，未办成", "Closed, not done"),
    Settlement.REPLACED: Text("已重办，看新回执", "Done anew, see the new receipt"),
    Settlement.ELSEWHERE: Text("别处已办成", "Done elsewhere"),
}


def headline(work: Work) -> Text:
    """Up to 14 Chinese characters: accepted here, or what the platform said."""
    if work.state in (WorkState.WAITING, WorkState.IN_FLIGHT):
        return Text("已受理，等待平台确认", "Accepted here, waiting for the platform")
    if work.settlement in (Settlement.CLOSED, Settlement.ELSEWHERE) and known_of(work) in FOUND:
        return FOUND[known_of(work)]
    if work.settlement is not None:
        return _SETTLED[work.settlement]
    if work.answer is not None and said_here(work.answer.code):
        return NOT_SENT if work.answer.code == LAPSED_UNSENT else DIFFERS
    partly = any(a.verdict is Verdict.ACCEPTED for a in work.answer.halves) if work.answer else False
    if partly:
        return Text("平台只确认了一半", "Only one half was confirmed")
    return Text("平台退回，未办成", "Turned down by the platform")


def half_result(work: Work, half: Half) -> HalfResult:
    """How one half stands: its own waiting, its own answer."""
    said = answer_for(work, half)
    if work.answer is not None and was_refused(work, half):
        if known_of(work) in FOUND:
            return HalfResult(half, "stop", FOUND[known_of(work)])
        reason = (said.reason if said else None) or work.answer.reason or NO_REASON
        return HalfResult(half, "stop", Text(f"被退回：{reason.zh}", f"Turned down: {reason.en}"))
    if said is None or said.verdict is not Verdict.ACCEPTED:
        return HalfResult(half, "wait", Text("等待平台确认", "Waiting for the platform"))
    state = STATE_NAMES[state_of(half, said.state or work.operation.changes[half])]
    return HalfResult(half, "ok", Text(f"平台已确认：{state.zh}", f"Confirmed: {state.en.lower()}"))


def answer_for(work: Work, half: Half) -> HalfAnswer | None:
    """What the platform said of one half, None when it said nothing of it."""
    halves = work.answer.halves if work.answer else ()
    return next((a for a in halves if a.half is half), None)


def refusal_reason(work: Work) -> Text:
    """Why the platform turned work down, naming the half where only one was."""
    if work.answer is None:
        return NO_REASON
    refused = [a for a in work.answer.halves if a.verdict is Verdict.REFUSED and a.reason is not None]
    if refused and len(refused) < len(work.operation.changes):
        half, reason = refused[0].half.words, refused[0].reason or NO_REASON
        return Text(f"{half.zh}：{reason.zh}", f"{half.en}: {reason.en}")
    if work.answer.reason is not None:
        return work.answer.reason
    return (refused[0].reason or NO_REASON) if refused else NO_REASON


def _lines(chosen: Procedure, now: Situation, visit: Visit, work: Work) -> Outcome:
    answers = {**visit.answers, **work.operation.facts}
    if work.state in (WorkState.WAITING, WorkState.IN_FLIGHT):
        return chosen.outcome(now, answers)
    if work.settlement is Settlement.ACCEPTED and work.answer is not None:
        return chosen.confirmed(now, answers, work.answer)
    if work.settlement is Settlement.WITHDRAWN:
        return withdrawn_lines(work, chosen.title)
    return refused_lines(work, chosen.title, not_stopped(now.person, now.province, work))


_NOT_LOST = Text("没有挂失", "NOT reported lost")
_PERHAPS_LOST = Text("是否已挂失待核查", "Perhaps NOT reported lost")
LOSS_STATES = frozenset(s for act in (Act.TEMPORARY_LOSS, Act.FORMAL_LOSS) for s in life.after(act).values())


def not_stopped(person: Person, province: Province, work: Work) -> tuple[Text, ...]:
    """Whom to call for each half of a loss report that the platform turned down, or perhaps has not got: that half is
    not reported lost, or nobody knows.
    """
    if known_of(work) is Known.DONE:
        return ()
    stands = _NOT_LOST if known_of(work) is Known.NOT_DONE else _PERHAPS_LOST
    said: list[Text] = []
    for half, target in work.operation.changes.items():
        if target not in LOSS_STATES or not was_refused(work, half):
            continue
        if half is Half.SSC:
            zh, en = (
                f"社保功能{stands.zh}，要挂失请拨 {province.hotline}",
                f"{stands.en}: social security; call {province.hotline}",
            )
        else:
            line = _bank_line(person, province)
            zh, en = f"银行账户{stands.zh}，要挂失请拨 {line.zh}", f"{stands.en}: the bank account; call {line.en}"
        said.append(Text(zh, en))
    return tuple(said)


def _bank_line(person: Person, province: Province) -> Text:
    account = person.card.bank if person.card else None
    bank = province.bank(account.bank) if account else None
    if bank is None:
        return Text("银行客服电话", "the bank's own line")
    return Text(f"{bank.name.zh} {bank.phone}", f"{bank.name.en} {bank.phone}")


def withdrawn_lines(work: Work, title: Text) -> Outcome:
    """What it means that work was withdrawn before it was sent."""
    reason = work.settled_reason
    return Outcome(
        happened=(
            Text(f"{title.zh}已撤回，没有送平台", f"{title.en} was withdrawn and never sent"),
            Text(f"理由：{reason}", f"Reason: {reason}"),
        ),
        means=(
            Text("什么都没有变", "Nothing has changed"),
            Text(f"回执 {work.receipt_number} 作废", f"Receipt {work.receipt_number} is void"),
        ),
        next=(
            Text("向持卡人收回这张回执", "Take the receipt back"),
            Text("需要时重新办理", "Begin anew where it is needed"),
        ),
    )


def refused_lines(work: Work, title: Text, calls: tuple[Text, ...] = ()) -> Outcome:
    """What happened, what it means, what to do when the platform turned work down: true for each half.

    `calls` say whom the holder must call for the halves of a loss that were turned down.
    """
    if known_of(work) in FOUND:
        return _differing_lines(work, title, calls)
    reason = refusal_reason(work)
    code = work.answer.code if work.answer else ""
    done = [h.words for h in Half if h in work.operation.changes and not was_refused(work, h)]
    failed = [h.words for h in Half if h in work.operation.changes and was_refused(work, h)]
    zh_failed, en_failed = "、".join(t.zh for t in failed), " and ".join(t.en.lower() for t in failed)
    named = f"{title.en} not done: {en_failed}" if failed else f"{title.en} was not done"
    means = Text(f"{zh_failed}没有办成{title.zh}", named)
    also = Text("卡的状态没有变", "The state of the card has not changed")
    if done:
        also = Text(f"{'、'.join(t.zh for t in done)}已办成", f"Done: {' and '.join(t.en.lower() for t in done)}")
    return Outcome(
        happened=(
            reason if said_here(code) else Text(f"平台退回：{reason.zh}", f"Turned down: {reason.en}"),
            Text(f"编码 {code}", f"Code {code}") if code else Text("已列入等待与例外", "Listed under waiting"),
        ),
        means=(means, also),
        next=(
            Text(
                "告诉持卡人只办成一半，给新打的回执", "Tell the holder that half was done; give the receipt printed now"
            )
            if done
            else Text("告诉持卡人没有办成，回执要收回", "Tell the holder it was not done and take the receipt back"),
            calls[0]
            if calls
            else Text("在「等待」里改正重办或撤销", "Settle it under Waiting: do it anew or close it"),
        ),
    )


def _differing_lines(work: Work, title: Text, calls: tuple[Text, ...]) -> Outcome:
    """The same of work the platform holds as done, or of which nobody here knows whether it was done."""
    found, reason = FOUND[known_of(work)], refusal_reason(work)
    done = known_of(work) is Known.DONE
    return Outcome(
        happened=(reason, Text(f"编码 {code_of(work)}", f"Code {code_of(work)}")),
        means=(
            Text(f"{title.zh}{found.zh}", f"{title.en}: {found.en}"),
            Text("卡的状态以平台查到的为准", "The card stands as the platform shows it"),
        ),
        next=(
            Text("告诉持卡人以平台记录为准", "Tell the holder that the platform's record counts")
            if done
            else Text("告诉持卡人结果待核查", "Tell the holder that it is being looked into"),
            calls[0] if calls else Text("在「等待」里处理这一笔", "Settle it under Waiting"),
        ),
    )


def receipt_as_it_stands(station: Station, key: str) -> Receipt:
    """The receipt with what is known now: still pending, confirmed, or turned down. Raises NotFound."""
    receipt = station.store.receipt(key)
    if receipt is None:
        raise NotFound(what=Text("这张回执", "This receipt"))
    work = station.store.work(receipt.operation_id)
    if work is not None and work.settlement is Settlement.WITHDRAWN:
        return replace(receipt, draft=replace(receipt.draft, state=headline(work)))
    if work is None or is_open(work) or work.answer is None:
        rows = (*receipt.draft.rows, *(_half_rows(work) if work else ()))
        notes = (*receipt.draft.pending, *receipt.draft.notes)
        return replace(receipt, draft=replace(receipt.draft, rows=rows, notes=notes))
    rows, notes = confirmed_rows(receipt.draft.rows, work), receipt.draft.notes
    if work.settlement is not Settlement.ACCEPTED:
        notes = (*_calls(station, work), *notes)
    return replace(receipt, draft=replace(receipt.draft, state=_state(work, receipt), rows=rows, notes=notes))


def _half_rows(work: Work) -> tuple[Row, ...]:
    """One row for each half the platform has answered for while the other is still open."""
    known = [h for h in work.operation.changes if decided(work, h)]
    return tuple(Row(half.words, half_result(work, half).words, strong=True) for half in known)


def _calls(station: Station, work: Work) -> tuple[Text, ...]:
    number, name = work.operation.holder_number, work.operation.holder_name
    person = station.store.person(number) or Person(Holder(number, name))
    return not_stopped(person, station.province, work)


def _state(work: Work, receipt: Receipt) -> Text:
    if receipt.draft.state != papers.ACCEPTED_HERE:
        return receipt.draft.state  # it never waited for the platform's word, so no word of it changes it
    if work.settlement is Settlement.ACCEPTED:
        return Text("平台已确认", "Confirmed by the platform")
    return headline(work)


def confirmed_rows(rows: tuple[Row, ...], work: Work) -> tuple[Row, ...]:
    """Rows with the moments it took effect and lapses in place of the promise, and one row a half that was turned down;
    one for the whole where it has no halves.
    """
    answer = work.answer
    if answer is None:
        return rows
    effect = _effect(answer, work)
    said = {"生效时间": effect, "期限": _period(answer)}
    kept = tuple(Row(r.label, words, strong=True) if (words := said.get(r.label.zh)) else r for r in rows)
    refused = tuple(
        Row(half.words, half_result(work, half).words, strong=True)
        for half in work.operation.changes
        if was_refused(work, half)
    )
    return (*kept, *refused, *_whole_refused(work))


def _whole_refused(work: Work) -> tuple[Row, ...]:
    """Why an operation without halves was turned down."""
    if work.operation.changes or work.answer is None or work.answer.verdict is not Verdict.REFUSED:
        return ()
    reason = refusal_reason(work)
    words = FOUND.get(known_of(work), Text(f"被退回：{reason.zh}", f"Turned down: {reason.en}"))
    return (Row(Text("平台答复", "The platform's answer"), words, strong=True),)


def _period(answer: Answer) -> Text | None:
    """Until when, as the platform said, where it did: one moment, or one for each half."""
    ends = {a.half.words: a.until for a in answer.halves if a.verdict is Verdict.ACCEPTED and a.until}
    if not ends:
        return None
    if len(ends) == len(answer.halves) and len(set(ends.values())) == 1:
        end = say_full(next(iter(ends.values())))
        return Text(f"至 {end}（自动解除）", f"until {end} (lapses by itself)")
    zh = "，".join(f"{half.zh}至 {say_full(end)}" for half, end in ends.items())
    en = ", ".join(f"{half.en.lower()} until {say_full(end)}" for half, end in ends.items())
    return Text(f"{zh}（自动解除）", f"{en} (lapses by itself)")


def _effect(answer: Answer, work: Work) -> Text:
    accepted = [a for a in answer.halves if a.verdict is Verdict.ACCEPTED]
    if not work.operation.changes and answer.verdict is Verdict.ACCEPTED:
        return say_stamp(answer.answered_at)
    if known_of(work) in FOUND:
        return FOUND[known_of(work)]
    if not accepted:
        return Text("未生效", "Not in effect")
    since = next((a.effective_at for a in accepted if a.effective_at), None)
    words = say_stamp(since) if since else Text("此前已生效", "Already in effect")
    half = [h for h in work.operation.changes if not was_refused(work, h)]
    only = f"（仅{half[0].words.zh}）" if len(half) < len(work.operation.changes) else ""
    only_en = f" ({half[0].words.en.lower()} only)" if only else ""
    return Text(words.zh + only, words.en + only_en)
