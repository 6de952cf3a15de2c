"""What a verification of the trail reckons many times over, the short way, is what the long way gives: a link that was
written by any program of ours goes on being right.
"""

from __future__ import annotations

import hashlib
import json
import re

from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.audit_faults import AuditFault
from counter_app.domain.numbers import tidy
from counter_app.ports import Store
from local_store.audit_people import digester, digests, numbers_in
from local_store.codec import plain, plain_row, sm3
from local_store.store import SqlStore
from tests.contracts.samples import entry, number_of

WORDS = st.text() | st.sampled_from(["11010519491231002x", "４３９901 1949-12", 'a\u2028"\\\n\x00', "²", "Ⅷ", "K²٣"])
ASKED = "SELECT value FROM meta WHERE name = 'audit-people-key'"


def _tidied(typed: str) -> str:
    wide = "".join(chr(ord(c) - 0xFEE0) if "\uff01" <= c <= "\uff5e" else c for c in typed)
    return re.sub(r"[\s\u3000\u2010-\u2015\u2212-]+", "", wide).upper()


@given(st.lists(WORDS | st.integers() | st.none() | st.sampled_from(AuditFault)))
def test_a_row_is_written_as_any_json_is(values: list[str | int | None]) -> None:
    assert plain_row(values) == plain(values) == json.dumps(values, ensure_ascii=False, separators=(",", ":"))


@given(WORDS)
def test_a_digest_is_sm3(text: str) -> None:
    """As another library reckons it, and as often as it is asked for."""
    written = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    assert sm3(written) == sm3(written) == hashlib.new("sm3", written.encode()).hexdigest()


@given(WORDS)
def test_a_number_is_tidied_as_ever(typed: str) -> None:
    assert tidy(typed) == _tidied(typed)
    long_way = [one for one in (_tidied(part) for part in typed.split(",")) if len(one) >= 6]
    expected = tuple(dict.fromkeys(one for one in long_way if any(c.isdigit() for c in one)))
    assert numbers_in({"text": typed}) == expected


def test_by_many_people_are_found_as_by_one(store: Store) -> None:
    for holder in (1, 2, 1):
        store.note(entry("person.opened", number=number_of(holder)))
    assert isinstance(store, SqlStore)
    with store._database.reading() as connection:  # noqa: SLF001  (what a verification is given)
        key = bytes.fromhex(str(connection.exec_driver_sql(ASKED).scalar()))
        many = digester(connection)
        for number in (number_of(1), number_of(2), number_of(1)):
            code = HMAC(key, SM3())
            code.update(number.encode())
            assert many([number]) == digests(connection, [number]) == (code.finalize().hex(),)
    assert store.verify_audit().whole
