"""Every way there is to write to the store, each on rows of its own: `WRITES` by the name of the method.

Each entry makes ready what its write needs and gives the write, which changes something and may be tried again after it
failed. `NOT_THE_STORES` are what else opens a writing transaction in this package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import count

from counter_app.auditing import RESTORED, Anchor
from counter_app.contact import Trial, WhyAside
from counter_app.domain.backup import Restoration
from counter_app.domain.errors import NotFound
from counter_app.domain.keeping import Before
from counter_app.domain.operation import Operation, OperationId, Settlement, Verdict, Work
from counter_app.domain.photo import DIGEST_FACT, picture_of
from counter_app.domain.print_job import PrintJob, PrintState, Role
from counter_app.domain.reconciling import DayBook, Reconciled
from counter_app.domain.settlement import Step, Way
from counter_app.domain.text import Text, same
from counter_app.domain.transfer_key import PlatformKeys
from counter_app.enrolment import Scope, ScopeKind
from counter_app.feed import Change, FeedPlace, News, Page
from counter_app.ports import Line, LineKind, Store, VisitRecord
from local_store.codec import sm3, stamp
from tests.contracts.case_contract import MISSING
from tests.contracts.samples import NOON, answer, draft, entry, number_of, operation, person, visit

Write = Callable[[], object]
NOT_THE_STORES = frozenset({"create", "look", "migrate"})
LATER = NOON + timedelta(hours=1)
TOWN = Scope(ScopeKind.TOWNSHIP, "439901001")
FAR_AHEAD = NOON + timedelta(days=9000)
_SERIALS: Iterator[int] = count(100)


def _made(store: Store, **more: object) -> Operation:
    """Recorded, for a person of its own."""
    serial = next(_SERIALS)
    made = operation(holder=serial, card=serial, **more)  # type: ignore[arg-type]
    store.record(made, draft(), entry())
    return made


def _sent(store: Store) -> Operation:
    made = _made(store)
    store.hand_over([made.id], NOON)
    return made


def _answered(store: Store, verdict: Verdict) -> Work:
    made = _sent(store)
    store.apply(answer(made.id, verdict), entry("platform.answered"))
    return _work(store, made.id)


def _work(store: Store, made: OperationId) -> Work:
    work = store.work(made)
    if work is None:
        raise NotFound(what=same("work"))
    return work


def _step(of: Work, way: Way = Way.CLOSE) -> Step:
    return Step(of.operation.id, way, "1205", "已告知", LATER, "0317", "439901", "01", paper=draft())


def _open_visit(store: Store, **more: object) -> VisitRecord:
    """An open visit with a picture."""
    picture = picture_of(f"a picture {next(_SERIALS)}".encode() * 400)
    open_one = visit(f"v{next(_SERIALS)}")
    open_one = replace(open_one, answers=(("picture", picture.digest),), **more)  # type: ignore[arg-type]
    store.keep_visit(open_one, picture=picture)
    return open_one


def _record(store: Store) -> Write:
    asking = _open_visit(store)
    serial = next(_SERIALS)
    made = operation(holder=serial, card=serial, facts={DIGEST_FACT: asking.answers[0][1]})
    return lambda: store.record(made, draft(), entry(), visit_id=asking.id)


def _record_anew(store: Store) -> Write:
    before, after = _answered(store, Verdict.REFUSED), operation()
    step = replace(_step(before, Way.REDO), paper=None)
    return lambda: store.record_anew(after, draft(), entry(), visit_id="", step=step)


def _hand_over(store: Store) -> Write:
    ids = [_made(store).id for _ in range(3)]
    return lambda: store.hand_over(ids, LATER)


def _apply(store: Store) -> Write:
    made = _sent(store)
    told = replace(person(next(_SERIALS)), as_of=LATER)
    return lambda: store.apply(answer(made.id, person=told), entry("platform.answered"))


def _apply_all(store: Store) -> Write:
    answers = [(answer(_sent(store).id), entry("platform.answered")) for _ in range(9)]
    return lambda: store.apply_all(answers)


def _settle(store: Store) -> Write:
    work = _answered(store, Verdict.REFUSED)
    return lambda: store.settle(work.operation.id, Settlement.CLOSED, "已告知", entry("operation.closed"))


def _withdraw(store: Store) -> Write:
    made = _made(store)
    return lambda: store.withdraw(made.id, "持卡人不办了", entry("operation.withdrawn"))


def _take_step(store: Store) -> Write:
    step = _step(_answered(store, Verdict.REFUSED))
    return lambda: store.take_step(step, entry("operation.closed"))


def _keep_line(store: Store) -> Write:
    found = Line(LineKind.NO_NETWORK, NOON + timedelta(seconds=next(_SERIALS)))
    return lambda: store.keep_line(found)


def _keep_people(store: Store) -> Write:
    people = [person(next(_SERIALS)) for _ in range(20)]
    return lambda: store.keep_people(people)


def _keep_case(store: Store) -> Write:
    return lambda: store.keep_case(MISSING, entry("visit.turned_away"))


def _keep_found_case(store: Store) -> Write:
    number = f"N439901-77-260318-{next(_SERIALS):04d}-1"
    return lambda: store.keep_found_case(replace(MISSING, window="77", number=number), entry("case.fetched"))


def _case_sent(store: Store) -> Write:
    kept = store.keep_case(MISSING, entry("visit.turned_away"))
    return lambda: store.case_sent(kept.number, entry("case.sent"))


def _resume_case(store: Store) -> Write:
    kept = store.keep_case(MISSING, entry("visit.turned_away"))
    before = _open_visit(store)
    goes_on = replace(before, answers=(("mobile", "13900000046"),))
    return lambda: store.resume_case(kept.number, entry("case.resumed"), visit=goes_on, seen=before)


def _keep_visit(store: Store) -> Write:
    before, picture = _open_visit(store), picture_of(b"another picture" * 900)
    after = replace(before, answers=(("picture", picture.digest),))
    return lambda: store.keep_visit(after, audit=entry("photo.taken"), picture=picture, seen=before)


def _end_visit(store: Store) -> Write:
    ended = _open_visit(store)
    return lambda: store.end_visit(ended.id)


def _keep_tries(store: Store) -> Write:
    card = sm3(f"a card {next(_SERIALS)}")
    return lambda: store.keep_tries(card, 2)


def _keep_contact(store: Store) -> Write:
    heard = NOON + timedelta(seconds=next(_SERIALS))
    return lambda: store.keep_contact(heard, 1.5)


def _take_clock_back(store: Store) -> Write:
    store.note(entry("holder.searched", at=FAR_AHEAD))
    return lambda: store.take_clock_back(LATER, entry("clock.taken_back", at=LATER))


def _keep_trials(store: Store) -> Write:
    made, ended = _sent(store).id, _sent(store).id
    trial = Trial(made, WhyAside.ANSWER, 1, NOON, LATER, others_passed=True)
    store.keep_trials([replace(trial, operation_id=ended)])
    return lambda: store.keep_trials([trial], ended=[ended])


def _note(store: Store) -> Write:
    return lambda: store.note(entry("holder.searched", number=number_of(next(_SERIALS))))


def _fill(store: Store) -> Write:
    people = tuple(person(next(_SERIALS)) for _ in range(20))
    return lambda: store.fill(TOWN, people, at=NOON)


def _begin_snapshot(store: Store) -> Write:
    return lambda: store.begin_snapshot(TOWN)


def _place(store: Store) -> FeedPlace:
    place = store.feed()
    if place is None:
        raise NotFound(what=same("feed"))
    return place


def _keep_page(store: Store) -> Write:
    place = store.begin_snapshot(TOWN)
    people = tuple(person(next(_SERIALS)) for _ in range(20))
    digest = sm3("\n".join(sorted(one.holder.number for one in people)))
    page = Page(people, cursor="c1", next=None, digest=digest)
    return lambda: store.keep_page(page, place=place, audit=entry("feed.snapshot_taken"))


def _keep_news(store: Store) -> Write:
    store.fill(TOWN, (), at=NOON)
    after, waits = _place(store).cursor, _made(store)
    told = replace(person(next(_SERIALS)), as_of=LATER)
    change = Change(waits.holder_number, "loss", "app", NOON, Text("手机", "app"))
    news = News(after, f"{after}1", (change, replace(change, holder_number=told.holder.number)), (told,))
    return lambda: store.keep_news(news, at=LATER)


def _scope_refused(store: Store) -> Write:
    why = Text(f"不给 {next(_SERIALS)}", "not given")
    return lambda: store.scope_refused(TOWN, why)


def _remove_stale(store: Store) -> Write:
    store.fill(TOWN, (), at=NOON)
    store.keep_people([person(next(_SERIALS))])
    return lambda: store.remove_stale(LATER, entry("feed.rows_removed"))


def _give_up_area(store: Store) -> Write:
    store.fill(TOWN, (person(next(_SERIALS)),), at=NOON)
    return lambda: store.give_up_area(LATER, entry("feed.area_given_up"))


def _keep_reconciled(store: Store) -> Write:
    result = Reconciled(DayBook("439901", "01", NOON.date()), LATER, "0317", next(_SERIALS))
    return lambda: store.keep_reconciled(result, entry("day.reconciled"))


def _send_again(store: Store) -> Write:
    work = _answered(store, Verdict.ACCEPTED)
    return lambda: store.send_again([(work, entry("operation.sent_again"))])


def _dispute(store: Store) -> Write:
    work = _answered(store, Verdict.ACCEPTED)
    said = answer(work.operation.id, Verdict.REFUSED)
    return lambda: store.dispute(work, said, entry("operation.disputed"))


def _erase(store: Store) -> Write:
    for _ in range(3):
        _answered(store, Verdict.ACCEPTED)
    _open_visit(store)
    before = Before(visits=FAR_AHEAD, work=FAR_AHEAD, cases=FAR_AHEAD, trail=FAR_AHEAD)
    return lambda: store.erase(before, entry("retention.erased"), limit=500)


def _keep_anchor(store: Store) -> Write:
    store.note(entry())
    found = store.audit_head("439901", "01")
    anchor = Anchor(found[0], LATER) if found is not None else None
    return lambda: store.keep_anchor(anchor, audit=entry("audit.head_refused")) if anchor is not None else None


def _take_out(store: Store) -> Write:
    for _ in range(3):
        _made(store)
    return lambda: store.take_out(LATER, most=900, most_bytes=1 << 20, audit=lambda _serial, _count: entry("taken.out"))


def _take_answers(store: Store) -> Write:
    answers = [(answer(_sent(store).id), entry("platform.answered")) for _ in range(9)]
    return lambda: store.take_answers(answers, serial=1)


def _keep_platform_keys(store: Store) -> Write:
    fresh = PlatformKeys(next(_SERIALS).to_bytes(64), bytes(64))
    return lambda: store.keep_platform_keys(fresh)


def _keep_restored(store: Store) -> Write:
    restored = LATER + timedelta(hours=next(_SERIALS))
    back = Restoration(restored, NOON, "0501", asked=False)
    return lambda: store.keep_restored(back, replace(entry(RESTORED, at=restored), subject=stamp(NOON)))


def _restoration_asked(store: Store) -> Write:
    restored = LATER + timedelta(hours=next(_SERIALS))
    back = Restoration(restored, NOON, "0501", asked=False)
    store.keep_restored(back, replace(entry(RESTORED, at=restored), subject=stamp(NOON)))
    return lambda: store.restoration_asked(restored)


def _paper(store: Store) -> PrintJob:
    """One that waits for its printer."""
    serial = next(_SERIALS)
    job = PrintJob(
        id=f"0000-{serial}",
        kind="receipt",
        key=f"paper-{serial}",
        copy=0,
        role=Role.RECEIPT,
        state=PrintState.QUEUED,
        reason=None,
        spooled="",
        clerk="0317",
        queued_at=NOON,
        changed_at=NOON,
    )
    return store.queue_print(job, entry("receipt.print_sent"), again=None)


def _queue_print(store: Store) -> Write:
    job = replace(_paper(store), id=f"1111-{next(_SERIALS)}")
    return lambda: store.queue_print(job, entry("receipt.print_sent"), again=None)


def _keep_print(store: Store) -> Write:
    job = _paper(store)
    done = replace(job, state=PrintState.DONE, closed=True)
    return lambda: store.keep_print(done, was=job.state, audit=entry("print.came_out"))


def _print_instead(store: Store) -> Write:
    job = _paper(store)
    fresh, ended = replace(job, id=f"2222-{next(_SERIALS)}"), replace(job, state=PrintState.FAILED, closed=True)
    told = entry("receipt.print_sent")
    return lambda: store.print_instead(fresh, told, again=None, ended=ended, was=job.state, why=entry("print.repeated"))


def _keep_code(store: Store) -> Write:
    number = f"code-{next(_SERIALS)}"
    return lambda: store.keep_code(number, "SSC1", public=bytes(64), at=NOON)


WRITES: Mapping[str, Callable[[Store], Write]] = {
    "record": _record,
    "record_anew": _record_anew,
    "hand_over": _hand_over,
    "apply": _apply,
    "apply_all": _apply_all,
    "settle": _settle,
    "withdraw": _withdraw,
    "take_step": _take_step,
    "keep_line": _keep_line,
    "keep_people": _keep_people,
    "keep_case": _keep_case,
    "keep_found_case": _keep_found_case,
    "case_sent": _case_sent,
    "resume_case": _resume_case,
    "keep_visit": _keep_visit,
    "end_visit": _end_visit,
    "keep_tries": _keep_tries,
    "keep_contact": _keep_contact,
    "take_clock_back": _take_clock_back,
    "keep_trials": _keep_trials,
    "note": _note,
    "fill": _fill,
    "begin_snapshot": _begin_snapshot,
    "keep_page": _keep_page,
    "keep_news": _keep_news,
    "scope_refused": _scope_refused,
    "remove_stale": _remove_stale,
    "give_up_area": _give_up_area,
    "keep_reconciled": _keep_reconciled,
    "send_again": _send_again,
    "dispute": _dispute,
    "keep_anchor": _keep_anchor,
    "erase": _erase,
    "keep_restored": _keep_restored,
    "restoration_asked": _restoration_asked,
    "take_out": _take_out,
    "take_answers": _take_answers,
    "keep_platform_keys": _keep_platform_keys,
    "queue_print": _queue_print,
    "keep_print": _keep_print,
    "print_instead": _print_instead,
    "keep_code": _keep_code,
}
"""What writes and is not here makes `test_no_write_is_forgotten` fail."""
