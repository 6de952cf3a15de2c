"""The last head of the trail that the platform has taken, kept beside the keys, and the trail compared with what the
platform has.

Whoever puts an old copy of the store in its place does not put back what stands in the keyring. Refuses to ask the
platform unless told to.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from counter_app.auditing import MARK, MOST_MARKS, Anchor, AuditDoor, Head
from counter_app.domain.audit_faults import AuditFault
from counter_app.domain.errors import Damaged, StoreTrouble
from counter_app.domain.moments import say_full
from counter_app.domain.operation import AuditReport
from counter_app.domain.text import Text
from counter_app.ports import Secrets, Store

NAME = "audit-anchor"
OTHER_COPY = "store.other_copy"
"""On record where the store that was opened does not go through the head kept beside the keys."""
_log = logging.getLogger(__name__)


def keep_last(secrets: Secrets, anchor: Anchor) -> None:
    """Keep it in the place of the one before. A keyring that cannot be written now holds nothing up: it is said in the
    log, and the next one is kept.
    """
    one = anchor.head
    told = {"outlet": one.outlet, "window": one.window, "length": one.length, "link": one.link}
    told |= {"at": one.at.isoformat(), "taken_at": anchor.taken_at.isoformat()}
    try:
        secrets.put(NAME, json.dumps(told))
    except StoreTrouble as error:
        _log.warning("the head the platform has taken was not kept beside the keys: %s", error.code)


def last_kept(secrets: Secrets) -> Anchor | None:
    """What `keep_last` kept. Raises StoreTrouble; Damaged for what it never wrote."""
    text = secrets.get(NAME)
    if text is None:
        return None
    try:
        told = json.loads(text)
        at, taken_at = datetime.fromisoformat(told["at"]), datetime.fromisoformat(told["taken_at"])
        head = Head(str(told["outlet"]), str(told["window"]), int(told["length"]), str(told["link"]), at)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Damaged from error
    return Anchor(head, taken_at)


def verified(store: Store, known: Sequence[Anchor]) -> AuditReport:
    """The trail, compared with what is kept of the platform's heads. Raises StoreTrouble."""
    return store.verify_audit(known=[one.head for one in known])


def verified_there(
    store: Store, door: AuditDoor, known: Sequence[Anchor], place: tuple[str, str]
) -> tuple[AuditReport, Anchor | None]:
    """The same, and with the head the platform has now of the chain of `place`, None where it has none. Where the chain
    was written anew, the first entry that differs is named by the platform's marks. Raises StoreTrouble,
    PlatformTrouble.
    """
    theirs = door.marks(*place, after=0).anchor
    report = verified(store, [*known, *([theirs] if theirs is not None else [])])
    if report.fault == AuditFault.REWRITTEN and report.chain == f"{place[0]}-{place[1]}":
        report = replace(report, broken_at=_first_unlike(store, door, place) or report.broken_at)
    return report, theirs


def said(report: AuditReport, anchor: Anchor | None, *, asked: bool) -> list[Text]:
    """How the trail stands, in words. `anchor`: the platform's last head, `asked` of it now."""
    if not report.whole:
        words, chain = AuditFault(report.fault).words, report.chain
        zh = f"审计链 {chain} 在第 {report.broken_at} 条断开：{words.zh}。停止受理，联系管理员"
        en = f"The chain {chain} breaks at entry {report.broken_at}: {words.en}."
        return [Text(zh, f"{en} Stop taking work, call the administrator")]
    told = [Text(f"审计链完整，共 {report.entries} 条", f"The chain is whole: {report.entries} entries")]
    if anchor is not None:
        there = ("省平台现存", "the platform has") if asked else ("省平台已收存（本机所记）", "the platform has taken")
        when = say_full(anchor.taken_at)
        zh = f"{there[0]}到第 {anchor.head.length} 条，{when}，相符"
        told.append(Text(zh, f"{there[1]} {anchor.head.length} entries, {when}: they fit"))
    else:
        told.append(Text("省平台还没有收存链头，末尾被截去看不出来", "No anchor yet: a cut end could not be noticed"))
    if report.restored_at is not None:
        at = report.restored_at
        told.append(Text(f"第 {at} 条起是从备份恢复的", f"From entry {at} on it was brought back from a backup"))
    return told


def _first_unlike(store: Store, door: AuditDoor, place: tuple[str, str]) -> int | None:
    after = 0
    while marks := door.marks(*place, after=after).marks:
        links = store.audit_links(*place, after=after, limit=MOST_MARKS)
        for at, mark in enumerate(marks):
            if at >= len(links) or links[at][:MARK] != mark:
                return after + at + 1
        after += len(marks)
    return None
