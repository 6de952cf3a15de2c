"""The counter's key on bad days: it cannot be read, what was granted was not kept, or it was revoked in between."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from counter_app.domain.enrolment_errors import KeyUnreadable
from counter_app.domain.errors import Damaged, PlatformTrouble
from counter_app.enrolment import NAME, new_key
from practice.enrolment import OPEN_CODE
from practice.platform import database as db
from practice.platform import enrolment as register
from sync import enrolment_wire
from tests.parts.practice_platform import Platform
from tests.parts.proxy import Proxy
from tests.sync.test_enrolling import Outlet, code, keys_of, opened, revoked

__all__ = ["code", "opened"]


def test_a_key_that_cannot_be_read_is_trouble_of_the_line_and_a_new_code_mends_it(
    opened: Callable[..., Outlet], between: Proxy, code: str
) -> None:
    """So work is taken as with no line; what looks after the key says nothing worse either."""
    opened(open_code=OPEN_CODE).works()
    one = opened()
    one.secrets.put(NAME, "{}")
    between.exchanges.clear()
    with pytest.raises(KeyUnreadable) as raised:
        one.works()
    assert isinstance(raised.value, PlatformTrouble)
    assert "照常受理" in raised.value.what_next.zh
    one.ring.see_to()
    assert between.paths() == [], "no byte without a key"
    with pytest.raises(Damaged):
        one.ring.enrolled()
    one.ring.enrol(code)
    assert one.works()


def test_a_granted_key_that_was_not_kept_is_asked_for_again(opened: Callable[..., Outlet], between: Proxy) -> None:
    """The fresh key was used before the power went, so the platform takes the old one no more."""
    one = opened(open_code=OPEN_CODE)
    assert one.works()
    one.clock.ahead = timedelta(days=300)
    between.mode, between.only = "cut-after", "/v1/counters/renewals"
    one.ring.see_to()
    not_kept = one.secrets.get(NAME)
    between.mode = "pass"
    one.ring.see_to()
    assert one.works()
    granted = one.ring.enrolled()
    assert not_kept is not None
    one.secrets.put(NAME, not_kept)
    later = opened()
    assert later.works()
    found = later.ring.enrolled()
    assert found is not None
    assert granted is not None
    assert found.key.key_id == granted.key.key_id


def test_a_key_revoked_since_its_call_was_admitted_gets_no_successor(
    opened: Callable[..., Outlet], platform: Platform
) -> None:
    one = opened(open_code=OPEN_CODE)
    assert one.works()
    enrolled = one.ring.enrolled()
    assert enrolled is not None
    caller = register.Caller(enrolled.grant.counter_id, enrolled.key.key_id, enrolled.grant.scope)
    revoked(platform, caller.counter_id)
    fresh = new_key()
    form = register.RenewalForm.model_validate_json(enrolment_wire.write_renewal(fresh, old=enrolled.key))
    with closing(db.open_database(platform.database)) as connection, pytest.raises(register.Revoked):
        register.renew(connection, caller, form, datetime.now(UTC))
    assert {state for _, state in keys_of(platform, caller.counter_id)} == {"revoked"}
