"""What the platform answers, door by door: `answers.json` holds one good answer each, of made-up people."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from counter_app.domain.operation import OperationId
from counter_app.domain.transfer_key import believed
from sync import (
    approval_wire,
    audit_doors,
    body,
    case_wire,
    clerk_wire,
    enrolment_wire,
    feed_wire,
    pack_wire,
    reconciling,
    reference,
    signing,
    transfer_wire,
    troubles,
    wire,
)
from tests.faults.fuzz import Parser

_GOOD: dict[str, str] = json.loads(Path(__file__).with_name("answers.json").read_text(encoding="utf-8"))
_PROBLEM = _GOOD["signIn 403"]
_LOCKED = (
    '{"type":"urn:ssc-platform:clerk-locked","title":"locked","status":403,"opens_at":"2026-11-22T09:00:00Z",'
    '"server_time":"2026-11-22T08:00:00Z"}'
)
_ENDED = '{"type":"urn:ssc-platform:not-admitted","title":"x","status":401,"reason":{"zh":"x","en":"x"},"code":"1403"}'


def platform_answers() -> Iterator[Parser]:
    """A parser for each shape."""
    for name, parse, doors in _SHAPES:
        good = [_GOOD[f"{door} 200"] for door in doors]
        seeds = [one.encode() for one in [*good, *([] if good else [_PROBLEM, _LOCKED, _ENDED])]]
        yield Parser(f"answer {name}", seeds, parse)
    for name, parse, tree in _WRITTEN:
        yield Parser(f"answer {name}", [json.dumps(tree).encode()], parse)
    yield Parser("answer headers", [b"30", b"Sat, 22 Nov 2026 08:00:00 GMT", b"5000"], _retry_after)


def _transfer_key(body: bytes) -> object:
    return believed(transfer_wire.read_key(body), trusted="", practice=True)


def _retry_after(data: bytes) -> object:
    words, now = data.decode("latin-1"), datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    assert 1 <= troubles.retry_after({"retry-after": words, "date": now}) <= troubles.LONGEST_RETRY_AFTER
    return troubles.retry_after({"retry-after": now, "date": words})


_LINK, _WHEN = "0" * 64, "2026-11-22T08:00:00Z"
_HEAD = {"length": 3, "link": _LINK, "at": _WHEN, "taken_at": _WHEN}
_KEY = "01a20259-2224-7e14-b8d2-ac96447a78d3"
_DECIDED = {
    "operation_id": _KEY, "digest": _LINK, "state": "approved", "until": _WHEN, "by": "0318", "decided_at": _WHEN,
    "words": "",
}  # fmt: skip
_ASKED = {
    "operation_id": _KEY, "digest": _LINK, "procedure": "cancellation", "task": {"zh": "注销", "en": "Cancellation"},
    "rows": [], "why": [], "reason": "x", "clerk": "0317", "outlet": "439901", "window": "01", "asked_at": _WHEN,
    "until": _WHEN,
}  # fmt: skip
_WRITTEN: list[tuple[str, Callable[[bytes], object], object]] = [
    ("head taken", partial(body.read, audit_doors._Anchored), {"head": _HEAD}),  # noqa: SLF001
    ("marks", partial(body.read, audit_doors._Marks), {"head": _HEAD, "marks": []}),  # noqa: SLF001
    ("approval", partial(approval_wire.read_approval, operation_id=_KEY), _DECIDED),
    ("approvals open", approval_wire.read_open, {"approvals": [_ASKED]}),
]
"""Shapes that `answers.json` has no answer of."""


def _own(door: str, member: str) -> str:
    """What the seed's request asked for."""
    return str(json.loads(_GOOD[f"{door} 200"])[member])


_CASE = _own("keepCase", "number")
_SHAPES: list[tuple[str, Callable[[bytes], object], tuple[str, ...]]] = [
    ("hello", wire.read_hello, ("hello",)),
    ("answers", wire.read_answers, ("sendOperations",)),
    (
        "answer again",
        partial(wire.read_answer, operation_id=OperationId(_own("answerAgain", "operation_id"))),
        ("answerAgain",),
    ),
    ("answers carried", wire.read_carried_answers, ("sendOperations",)),
    ("people", wire.read_people, ("lookUp", "snapshot")),
    ("cryptogram", partial(wire.read_cryptogram, purpose="pin-reset"), ("authenticateCard",)),
    ("refusal", wire.read_refusal, ()),
    ("other key", wire.says_other_key, ()),
    ("sealing key", wire.read_sealing_key, ("securityModule",)),
    ("case kept", partial(case_wire.read_kept, number=_CASE), ("keepCase",)),
    ("case", partial(case_wire.read_case, number=json.loads(_GOOD["case 200"])["case"]["number"]), ("case",)),
    ("case claimed", case_wire.read_claimed, ("takeUpCase",)),
    ("signed in", partial(clerk_wire.read_signed_in, clerk="0317"), ("signIn", "changePassword")),
    ("change first", clerk_wire.read_change_first, ()),
    ("locked", clerk_wire.read_locked, ()),
    ("unfit password", clerk_wire.read_unfit, ()),
    ("signed out", clerk_wire.read_ended, ("signOut",)),
    ("grant", enrolment_wire.read_grant, ("enrolCounter", "renewKey", "grantAgain")),
    ("not admitted", signing.read_unadmitted, ()),
    ("news", partial(feed_wire.read_news, cursor=""), ("news",)),
    ("page", partial(feed_wire.read_page, after="", limit=3), ("snapshot",)),
    ("feed refusal", feed_wire.read_refusal, ()),
    ("feed gone", feed_wire.says_gone, ()),
    ("statements", pack_wire.read_statements, ("packStatements", "referenceDocument")),
    ("catalogue", reference.read_catalogue, ("reference",)),
    ("document", reference.read_document, ("referenceDocument",)),
    ("transfer key", _transfer_key, ("transferKey",)),
    ("handed in", transfer_wire.read_handed_in, ("handIn",)),
    ("transfer reason", transfer_wire.read_reason, ()),
    ("transfer answers", transfer_wire.read_answers, ("sendOperations",)),
    ("kinds", partial(body.read, reconciling._JudgedKinds), ("reconcile",)),  # noqa: SLF001 - no other door
    ("items", partial(body.read, reconciling._Items), ("reconcileItems",)),  # noqa: SLF001
]
