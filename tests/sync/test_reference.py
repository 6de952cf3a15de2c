"""Reference data: the newest good version is kept and used offline; a forged or rolled-back one is told and left."""

from __future__ import annotations

import base64
import json
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from counter_app.domain import signature
from counter_app.domain.declaration import SignedStatement
from counter_app.domain.errors import NoNetwork, NoPlatform
from counter_app.feed import Listed
from counter_app.reference import Shelf
from practice.platform import database as db
from practice.platform import packs, reference
from sync.client import HttpPlatform
from sync.reference import ReferenceNews, read_catalogue, read_document
from tests.parts import contract
from tests.parts.practice_platform import Platform
from tests.parts.proxy import Proxy

OTHER = [{"code": "B09", "name": {"zh": "示例银行九", "en": "Sample Bank Nine"}}]


@dataclass
class Publisher:
    """A platform's reference data; `forge` changes what goes out."""

    database: Path
    forged: SignedStatement | None = None
    listed: Listed | None = None
    cut: bool = False
    fetched: list[str] = field(default_factory=list)

    def catalogue(self) -> tuple[Listed, ...]:
        if self.cut:
            raise NoNetwork(handed_over=False)
        with closing(db.open_database(self.database)) as connection:
            told = {"documents": reference.catalogue(connection, datetime.now(UTC))}
        lines = read_catalogue(json.dumps(told).encode())
        return tuple(self.listed if self.listed and one.name == self.listed.name else one for one in lines)

    def reference(self, name: str) -> SignedStatement | None:
        self.fetched.append(name)
        if self.forged is not None:
            return self.forged
        with closing(db.open_database(self.database)) as connection:
            kept = reference.envelope(connection, name, datetime.now(UTC))
        return None if kept is None else read_document(json.dumps(kept).encode())

    def publish(self) -> None:
        with closing(db.open_database(self.database)) as connection:
            reference.publish(connection, "banks", OTHER, datetime.now(UTC))

    def key(self) -> str:
        with closing(db.open_database(self.database)) as connection:
            return packs.public_key(connection)

    def line(self) -> Listed:
        return next(one for one in self.catalogue() if one.name == "banks")


@pytest.fixture
def publisher(platform: Platform) -> Publisher:
    return Publisher(platform.database)


def asked(publisher: Publisher, shelf: Shelf) -> None:
    ReferenceNews(publisher, shelf, every=0.0)()


def banks(shelf: Shelf) -> tuple[int, tuple[str, ...], bool]:
    """Version and codes in use, and whether there is a doubt."""
    standing = shelf.standing("banks")
    document = standing.document
    codes = tuple(code for code, _name in document.items) if document else ()
    return document.version if document else 0, codes, standing.doubt is not None


def test_what_has_another_version_is_fetched_and_the_rest_is_not(publisher: Publisher, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, publisher.key)
    asked(publisher, shelf)
    first = banks(shelf)
    assert first[1]
    assert sorted(publisher.fetched) == ["banks", "counter-keys", "outlets"]
    asked(publisher, shelf)
    assert len(publisher.fetched) == 3
    publisher.publish()
    asked(publisher, shelf)
    assert publisher.fetched[3:] == ["banks"]
    assert banks(shelf) == (first[0] + 1, ("B09",), False)
    publisher.cut = True
    asked(publisher, shelf)
    assert banks(Shelf(tmp_path, publisher.key)) == (first[0] + 1, ("B09",), False)


def test_forged_rolled_back_and_swapped_are_refused_and_the_last_good_one_stays(
    publisher: Publisher, tmp_path: Path
) -> None:
    shelf = Shelf(tmp_path, publisher.key)
    old, line = publisher.reference("banks"), publisher.line()
    publisher.publish()
    asked(publisher, shelf)
    good = banks(shelf)
    now = publisher.reference("banks")
    assert old is not None
    assert now is not None
    private, public = signature.new_pair()
    text = now.statement.replace("示例银行九", "别的银行")
    mine = signature.sign(private, public, text.encode())
    sealed = replace(now, statement=text, signature=base64.b64encode(mine).decode())
    outlets = publisher.reference("outlets")
    assert outlets is not None
    for forged, listed in (
        (old, line),
        (replace(now, statement=text), None),
        (sealed, None),
        (replace(sealed, key_id=signature.name_of(public)), None),
        (outlets, None),
        (replace(now, algorithm="none"), None),
        (replace(now, signature="AAAAAAAA"), None),
    ):
        publisher.forged = forged
        publisher.listed = listed or replace(publisher.line(), digest=signature.sm3(forged.statement.encode())[::-1])
        asked(publisher, shelf)
        assert banks(shelf) == (*good[:2], True)
    publisher.forged, publisher.listed = None, None
    publisher.publish()
    asked(publisher, shelf)
    assert banks(shelf) == (good[0] + 1, ("B09",), False)


def test_what_is_kept_is_checked_anew_and_fetched_again_where_it_was_spoilt(
    publisher: Publisher, tmp_path: Path
) -> None:
    shelf = Shelf(tmp_path, publisher.key)
    asked(publisher, shelf)
    good, file = banks(shelf), tmp_path / "banks.json"
    for spoilt in (file.read_text(encoding="utf-8").replace("B0", "B1"), "{", "[]", '{"statement": 7}'):
        file.write_text(spoilt, encoding="utf-8")
        assert banks(shelf) == (0, (), True)
        asked(publisher, shelf)
        assert banks(shelf) == good
    assert banks(Shelf(tmp_path, lambda: ""))[0] == 0


def test_the_doors_keep_the_contract(between: Proxy, client: HttpPlatform) -> None:
    for listed in client.catalogue():
        signed = client.reference(listed.name)
        assert signed is not None
        assert contract.named("Reference", json.loads(signed.statement)) == []
        assert signature.sm3(signed.statement.encode()) == listed.digest
    assert client.reference("nothing") is None
    with pytest.raises(ValueError, match="not a name"):
        client.reference("../hello")
    with httpx.Client(trust_env=False, headers={"Counter-Version": "1.0.0"}) as raw:
        assert raw.get(between.url + "/v1/reference").status_code == 200
    for exchange in between.exchanges:
        assert contract.request_faults(exchange.head, exchange.body) == []
        assert contract.answer_faults(exchange.path, "GET", exchange.answer) == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"documents":7}', b'{"documents":[1]}', b"\xff"])
def test_anything_else_is_no_answer(body: bytes) -> None:
    for read in (read_catalogue, read_document):
        with pytest.raises(NoPlatform):
            read(body)
