"""Each door of `docs/platform.openapi.yaml` is used by the counter's own client, request and answer as the contract
says.

A door that stands in the contract and not in the table here has no proof, and fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from counter_app.approving import ApprovalRequest
from counter_app.auditing import Head, NextHead
from counter_app.clerks import ChangeFirst, SignedIn
from counter_app.devices import Challenge
from counter_app.domain.case import Case, TakenUp, case_number
from counter_app.domain.holder import Person
from counter_app.domain.operation import Verdict
from counter_app.domain.password import Password
from counter_app.domain.photo import Picture, picture_of
from counter_app.domain.reconciling import DayBook, Kind, KindTotal
from counter_app.enrolment import new_key
from practice.clerks import PASSWORD
from practice.enrolment import OPEN_CODE
from practice.population import cast
from sync.client import HttpPlatform
from tests.parts import carried, contract
from tests.parts.four_eyes import approval_request
from tests.parts.practice_platform import Platform, running
from tests.parts.proxy import Proxy, proxy
from tests.parts.signing import SCOPE, Signature
from tests.parts.whole_life import ask
from tests.sync.conftest import closing_client, temporary_loss
from tests.sync.test_cases import a_case

NOW = datetime.now(UTC)
BOOK = DayBook("439901", "every-door", NOW.date())
LOSSES = Kind("temporary-loss", Verdict.ACCEPTED)
FRESH = "xin-mima-2026-guitai"


@dataclass(frozen=True)
class Line:
    """A client, the proxy it speaks through, the platform behind it, a folder, and somebody nobody has touched."""

    client: HttpPlatform
    between: Proxy
    platform: Platform
    folder: Path
    somebody: Person


@pytest.fixture(scope="module")
def own_platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """One whose clerks and files nobody else needs."""
    with running(tmp_path_factory.mktemp("every-door") / "platform.db") as platform:
        yield platform


@pytest.fixture
def line(own_platform: Platform, tmp_path: Path, somebody: Callable[[], Person]) -> Iterator[Line]:
    with proxy(own_platform.port) as between, closing_client(between.url) as client:
        yield Line(client, between, own_platform, tmp_path, somebody())


def answer_again(line: Line) -> object:
    loss = temporary_loss(line.somebody)
    line.client.send([loss], on_hand_over=lambda: None)
    return line.client.answer_again(loss.id)


def renew(line: Line) -> object:
    first = new_key()
    line.client.enrol(OPEN_CODE, first, outlet="439901", window="01")
    return line.client.renew(new_key(), old=first)


def sign_in(line: Line) -> SignedIn:
    told = line.client.sign_in("0317", Password(PASSWORD))
    assert isinstance(told, SignedIn)
    return told


def change_password(line: Line) -> object:
    told = line.client.sign_in("0322", Password(PASSWORD))
    assert isinstance(told, ChangeFirst)
    return line.client.change_password(told.token, Password(PASSWORD), Password(FRESH), clerk="0322")


def anchor(line: Line) -> object:
    head = Head("439901", "every-door", 1, "ab" * 32, NOW)
    return line.client.take_head(NextHead(head, None, (head.link[:16],)))


def asked_elsewhere(line: Line) -> ApprovalRequest:
    request = approval_request(ask(line.somebody, "cancellation"))
    line.client.ask_approval(request)
    return request


def agree_here(line: Line) -> None:
    request = approval_request(ask(line.somebody, "cancellation"))
    told = line.client.sign_in("0318", Password(PASSWORD))
    assert isinstance(told, SignedIn)
    line.client.agree_here(told.token, request.operation_id, request.digest, clerk=request.clerk)


def decide(line: Line) -> object:
    """Clerk 0317 asks; 0318 is a supervisor."""
    told, request = line.client.sign_in("0318", Password(PASSWORD)), asked_elsewhere(line)
    assert isinstance(told, SignedIn)
    assert request.operation_id in [one.request.operation_id for one in line.client.open_approvals(told.token)]
    line.client.decide_approval(told.token, request, approved=True, words="看过")
    return line.client.approval(request.operation_id)


def attach(line: Line) -> None:
    line.client.attach(_picture(line), on_hand_over=lambda: None)


def attach_over_a_break(line: Line) -> None:
    """The first answer is lost, so the client asks how much is there."""
    with _first_answer_lost(line.between):
        line.client.attach(_picture(line), on_hand_over=lambda: None)


def attach_as_before(line: Line) -> object:
    """Counters of before 1.4 hand a picture over whole; this one does not, and the door stands for them."""
    body = b"\xff\xd8 whole \xff\xd9"
    headers = {"Counter-Version": "1.0.0", "Content-Type": "image/jpeg"}
    with httpx.Client(trust_env=False, headers=headers, auth=Signature()) as raw:
        return raw.put(f"{line.between.url}/v1/attachments/{sha256(body).hexdigest()}", content=body)


def keep_case(line: Line) -> Case:
    case = a_case()
    case = replace(case, number=case_number(case.outlet, case.window, NOW.date(), 1))
    line.client.keep_case(case)
    return case


def take_up(line: Line) -> object:
    case = keep_case(line)
    at = TakenUp(NOW, "439901", "01")
    return line.client.case(case.number), line.client.take_up_case(
        case.number, "8c9f8a52-0000-4000-8000-0000000000e1", at
    )


def hand_in(line: Line) -> object:
    with carried.outlet(line.folder / "far", line.platform) as far:
        far.record(ask(line.somebody, "temporary-loss"))
        file = far.transfers.take_out(line.folder, clerk=carried.CLERK).path.read_bytes()
    return line.client.hand_in(file)


def reset_pin(line: Line) -> object:
    identifier = cast(now=NOW)["normal"].cards[0].identifier
    return line.client.cryptogram(Challenge("pin-reset", "sm4", identifier, "0" * 16, "0" * 16, "00", b"\0" * 8))


CALLS: Mapping[str, Callable[[Line], object]] = {
    "hello": lambda line: line.client.greet(),
    "enrolCounter": lambda line: line.client.enrol(OPEN_CODE, new_key(), outlet="439901", window="01"),
    "renewKey": renew,
    "grantAgain": lambda line: line.client.grant(),
    "signIn": sign_in,
    "signInStanding": lambda line: line.client.still_signed_in(sign_in(line).token),
    "signOut": lambda line: line.client.sign_out(sign_in(line).token),
    "changePassword": change_password,
    "sendOperations": lambda line: line.client.send([temporary_loss(line.somebody)], on_hand_over=lambda: None),
    "answerAgain": answer_again,
    "agree": agree_here,
    "askApproval": asked_elsewhere,
    "openApprovals": decide,
    "approvalState": decide,
    "decideApproval": decide,
    "attach": attach_as_before,
    "beginUpload": attach,
    "uploadStanding": attach_over_a_break,
    "continueUpload": attach,
    "reconcile": lambda line: line.client.unequal_kinds(BOOK, [KindTotal(LOSSES, 1, "0" * 64)]),
    "reconcileItems": lambda line: line.client.entries_of(BOOK, [LOSSES]),
    "takeAuditHead": anchor,
    "auditMarks": lambda line: line.client.marks("439901", "every-door", after=0),
    "lookUp": lambda line: line.client.person_by_number(line.somebody.holder.number),
    "news": lambda line: line.client.news("", scope=SCOPE),
    "snapshot": lambda line: line.client.snapshot_page(SCOPE, after="", limit=3),
    "reference": lambda line: line.client.catalogue(),
    "referenceDocument": lambda line: line.client.reference("banks"),
    "keepCase": keep_case,
    "case": take_up,
    "takeUpCase": take_up,
    "transferKey": lambda line: line.client.transfer_key(),
    "handIn": hand_in,
    "packStatements": lambda line: line.client.pack_statements(),
    "securityModule": reset_pin,
    "authenticateCard": reset_pin,
}


@pytest.mark.parametrize("name", sorted(contract.doors() | CALLS.keys()))
def test_the_client_uses_the_door_as_the_contract_says(name: str, line: Line) -> None:
    CALLS[name](line)
    done = set()
    for exchange in line.between.exchanges:
        method = exchange.head.split(" ", 1)[0]
        assert contract.request_faults(exchange.head, exchange.body) == []
        assert contract.answer_faults(exchange.path, method, exchange.answer) == []
        if exchange.answer.split(b" ", 2)[1].startswith(b"2"):
            done.add(contract.door(exchange.path, method))
    assert name in done, "nothing came to this door and was done"


@contextmanager
def _first_answer_lost(between: Proxy) -> Iterator[None]:
    def well_again() -> None:
        between.mode = "pass"

    between.mode, between.after_work = "cut-after", well_again
    yield


def _picture(line: Line) -> Picture:
    """No other test hands it over."""
    return picture_of(b"\xff\xd8" + line.somebody.holder.number.encode() + b"\xff\xd9")
