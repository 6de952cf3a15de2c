"""The keys of all counters reach every counter: enrolled, renewed, revoked, taken over; signed by the province, kept
for work with no line.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from counter_app import enrolment as counter_enrolment
from counter_app.domain import signature
from counter_app.domain.declaration import SignedStatement
from counter_app.enrolment import PrivateKey, Scope, ScopeKind
from counter_app.feed import Listed
from counter_app.receipt_codes import KnownKey
from counter_app.reference import KEYS, Shelf
from practice.platform import database as db
from practice.platform import enrolment, reference
from practice.platform.connection import Connection
from practice.platform.enrolment import Caller, EnrolmentForm, RenewalForm
from tests.parts import contract
from tests.parts.practice_platform import Platform
from tests.sync.test_reference import Publisher, asked

TOWN = Scope(ScopeKind.TOWNSHIP, "439901")


@pytest.fixture
def publisher(platform: Platform) -> Publisher:
    return Publisher(platform.database)


@pytest.fixture
def connection(platform: Platform) -> Iterator[Connection]:
    with closing(db.open_database(platform.database)) as opened:
        yield opened


def enrolled(connection: Connection, window: str, *, replaces: str | None = None) -> tuple[PrivateKey, str]:
    """A counter of that window, and the platform's name for it."""
    key, now = counter_enrolment.new_key(), datetime.now(UTC)
    form = EnrolmentForm(
        code=enrolment.issue_code(connection, TOWN, now),
        public_key=signature.pem_of(key.public),
        outlet="439977",
        window=window,
        replaces=replaces,
    )
    return key, str(enrolment.enrol(connection, form, now)["counter"])


def heard(publisher: Publisher, shelf: Shelf, key: PrivateKey) -> KnownKey | None:
    """What is known here of that key once the platform was asked."""
    asked(publisher, shelf)
    document = Shelf(shelf.folder, shelf.key).standing(KEYS).document
    return document.keys.get(key.key_id) if document is not None else None


def test_an_enrolled_key_is_known_everywhere_with_its_window(
    publisher: Publisher, connection: Connection, tmp_path: Path
) -> None:
    shelf = Shelf(tmp_path, publisher.key)
    key, _ = enrolled(connection, "31")
    found = heard(publisher, shelf, key)
    assert found is not None
    assert (found.public, found.outlet, found.window, found.revoked_at) == (key.public, "439977", "31", None)
    assert found.since is not None
    assert found.until is not None
    assert (found.until - found.since).days == 365
    fetched = list(publisher.fetched)
    asked(publisher, shelf)
    assert publisher.fetched == fetched, "nothing has changed, so nothing is fetched"
    publisher.cut = True
    assert heard(publisher, shelf, key) == found, "known with no line"
    signed = Publisher(publisher.database).reference(KEYS)
    assert signed is not None
    assert contract.named("Reference", json.loads(signed.statement)) == []


def test_a_renewed_key_stays_listed_beside_its_successor(
    publisher: Publisher, connection: Connection, tmp_path: Path
) -> None:
    shelf, now = Shelf(tmp_path, publisher.key), datetime.now(UTC)
    old, counter = enrolled(connection, "32")
    fresh = counter_enrolment.new_key()
    said = f"ssc-counter-renewal/1 {old.key_id} {fresh.key_id}".encode("ascii")
    proof = base64.b64encode(fresh.sign(said)).decode("ascii")
    form = RenewalForm(public_key=signature.pem_of(fresh.public), proof=proof)
    enrolment.renew(connection, Caller(counter, old.key_id, TOWN), form, now)
    for key in (old, fresh):
        found = heard(publisher, shelf, key)
        assert found is not None
        assert (found.window, found.revoked_at) == ("32", None)


def test_revoked_and_taken_over_keys_stay_listed_with_the_moment(
    publisher: Publisher, connection: Connection, tmp_path: Path
) -> None:
    shelf = Shelf(tmp_path, publisher.key)
    key, counter = enrolled(connection, "33")
    lost, machine = enrolled(connection, "34")
    before = datetime.now(UTC)
    enrolment.revoke(connection, counter, before)
    revoked = heard(publisher, shelf, key)
    assert revoked is not None
    assert revoked.revoked_at == before
    enrolment.revoke(connection, counter, datetime.now(UTC))
    assert heard(publisher, shelf, key) == revoked, "revoked once more is revoked then"
    successor, same = enrolled(connection, "34", replaces=machine)
    assert same == machine
    ended, on = heard(publisher, shelf, lost), heard(publisher, shelf, successor)
    assert ended is not None
    assert ended.revoked_at is not None
    assert on is not None
    assert on.revoked_at is None


def test_a_list_the_province_did_not_sign_gives_no_key(
    publisher: Publisher, connection: Connection, tmp_path: Path
) -> None:
    """Somebody on the line, or at a platform without the signing key, adds a key of his own: it is not taken."""
    shelf = Shelf(tmp_path, publisher.key)
    good, _ = enrolled(connection, "35")
    assert heard(publisher, shelf, good) is not None
    enrolled(connection, "36")
    now = publisher.reference(KEYS)
    assert now is not None
    mine, said = counter_enrolment.new_key(), json.loads(now.statement)
    said["version"] += 1
    said["items"][-1]["public_key"] = base64.b64encode(mine.public).decode("ascii")
    text = json.dumps(said, ensure_ascii=False)
    sealed = base64.b64encode(mine.sign(text.encode())).decode("ascii")
    publisher.listed = Listed(KEYS, said["version"], signature.sm3(text.encode()))  # the catalogue is his too
    for name in (now.key_id, mine.key_id):
        publisher.forged = SignedStatement(text, now.algorithm, name, sealed)
        assert heard(publisher, shelf, mine) is None
        assert heard(publisher, shelf, good) is not None, "the list of before stays"


@pytest.mark.parametrize(
    "change",
    [
        {"public_key": "AAAA"},
        {"public_key": 7},
        {"valid_from": "2026-11-22T08:00:00"},
        {"revoked_at": "soon"},
        {"outlet": ""},
        {"window": None},
    ],
)
def test_a_list_with_one_entry_that_is_none_is_refused_whole(
    change: dict[str, object], publisher: Publisher, connection: Connection, tmp_path: Path
) -> None:
    shelf = Shelf(tmp_path, publisher.key)
    good, _ = enrolled(connection, "37")
    items = enrolment.listed(connection)
    reference.publish(connection, KEYS, [*items[:-1], {**items[-1], **change}], datetime.now(UTC))
    signed = publisher.reference(KEYS)
    assert signed is not None
    version = json.loads(signed.statement)["version"]
    assert not shelf.take(signed, Listed(KEYS, version, signature.sm3(signed.statement.encode("utf-8"))))
    assert shelf.standing(KEYS).doubt is not None
    assert heard(publisher, shelf, good) is not None, "the next one is whole again"
