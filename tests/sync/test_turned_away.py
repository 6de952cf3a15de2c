"""A counter that is greeted and may hand nothing over is as alone as one without a line: its days count on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from counter_app import enrolment
from counter_app.domain.alone import alone
from counter_app.domain.operation import Operation
from sync.client import HttpPlatform
from tests.parts import counter_folder as parts
from tests.parts.practice_platform import Platform
from tests.parts.proxy import Proxy
from tests.parts.signing import admit_at, signer


def test_days_count_on_while_the_platform_turns_the_counter_away(
    platform: Platform, between: Proxy, loss: Callable[[], Operation], tmp_path: Path
) -> None:
    """Over a restart too, until it is admitted again; the clocks are compared all the while."""
    key, clock = enrolment.new_key(), parts.SetClock()
    admit_at(platform.database, key)
    with (
        closing(HttpPlatform(lambda: between.url, version="1.0.0", signer=signer(key))) as line,
        parts.open_store(tmp_path) as store,
    ):
        parts.courier(tmp_path, store, line, clock=clock).pass_once()
        heard = store.contact().heard
        parts.record(store, loss())
        platform.change("UPDATE counter_key SET state = 'revoked' WHERE key_id = ?", key.key_id)
        clock.ahead = timedelta(days=9)
        for _ in range(2):
            assert parts.courier(tmp_path, store, line, clock=clock).pass_once().trouble == "EnrolmentRevoked"
            known = store.contact()
            assert known.heard == heard
            assert abs((known.offset or 0) + 9 * 86400) < 30
            assert alone(known.heard, known.unsent, now=clock.now()).days == 9
        platform.change("UPDATE counter_key SET state = 'in_force' WHERE key_id = ?", key.key_id)
        assert parts.courier(tmp_path, store, line, clock=clock).pass_once().accepted == 1
        assert store.contact().heard > datetime.now(UTC) + timedelta(days=8)
