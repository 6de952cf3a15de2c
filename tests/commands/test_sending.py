"""`counter sync` as somebody at a shell meets it: how the line stands, told to end, and a terminal without log
lines."""

import json
import re
import signal
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from counter_app.domain.holder import Person
from practice.platform.database import MINIMUM_VERSION
from tests.parts import practice_platform
from tests.parts.command import Command, ended
from tests.parts.practice_folder import NOWHERE
from tests.parts.proxy import proxy

Somebody = Callable[[], Person]
FOREIGN = rb"\g<1>00000000-0000-7000-8000-000000000000"


def until(there: Callable[[], bool]) -> None:
    """Wait for a condition, a minute at the most."""
    beat = threading.Event()
    for _ in range(3000):
        if there():
            return
        beat.wait(0.02)
    raise AssertionError("it did not come")


def test_sync_says_how_the_line_stands_and_what_is_wrong(inside: Command, somebody: Somebody) -> None:
    away = replace(inside, sets=(f"platform.url={NOWHERE}",))
    away.carry_out("temporary-loss", somebody().holder.number)
    said = away("sync")
    assert (said.status, said.json["line"], said.json["trouble"]) == (1, "no_platform", "NoPlatform")
    words = away.words("sync").out
    assert "还等 1" in words
    assert "线路：有网络，未连上省平台" in words
    assert "Line: a network, but no platform" in away.having("language=en").words("sync").out
    done = inside("sync")
    assert (done.status, done.json["line"], done.json["trouble"]) == (0, "online", None)
    assert "线路：在线" in inside.words("sync").out


def test_a_program_that_is_too_old_is_told_so(
    inside: Command, somebody: Somebody, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """426 is not "no platform": no cable helps, an update does."""
    with practice_platform.running(tmp_path_factory.mktemp("newer") / "platform.db") as newer:
        newer.switch(MINIMUM_VERSION, "99.0")
        old = replace(inside, sets=(f"platform.url={newer.url}",))
        old.carry_out("temporary-loss", somebody().holder.number)
        said, words = old("sync"), old.words("sync").out
        assert (said.status, said.json["left"], said.json["trouble"]) == (1, 1, "TooOld")
        assert "程序版本太旧" in words
        assert "更新程序" in words
        newer.switch(MINIMUM_VERSION, None)
        assert old("sync").json["accepted"] == 1


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)], ids=["TERM", "INT"])
@pytest.mark.parametrize("form", [(), ("--json",)], ids=["words", "json"])
def test_a_sync_told_to_end_says_what_it_did(
    counter: Command, somebody: Somebody, number: signal.Signals, status: int, form: tuple[str, ...]
) -> None:
    away = replace(counter, sets=(f"platform.url={NOWHERE}",))
    replace(away, inside=True).carry_out("temporary-loss", somebody().holder.number)
    log = counter.folder / "logs" / "counter.log"
    log.unlink(missing_ok=True)
    running = away.begin("sync", "--until-empty") if form else away.begin_words("sync", "--until-empty")
    until(lambda: log.exists() and "line: NoPlatform" in log.read_text(encoding="utf-8"))
    running.send_signal(number)
    said = ended(running, seconds=10)
    assert (said.status, said.err) == (status, "")
    if form:
        assert json.loads(said.out)["left"] == 1
    else:
        assert "还等 1" in said.out


def test_what_the_courier_logs_stands_in_the_log_and_not_on_the_terminal(
    counter: Command, somebody: Somebody, platform: practice_platform.Platform
) -> None:
    """An answer to an operation nobody sent is worth a line to whoever mends it; no name and no number is in it."""
    person = somebody()
    with proxy(platform.port) as line:
        line.edit_answer = lambda body: re.sub(rb'("operation_id": ?")[0-9a-f-]{36}', FOREIGN, body)
        odd = replace(counter, sets=(f"platform.url={line.url}",))
        said = odd.carry_out("temporary-loss", person.holder.number)
    assert (said.status, said.err, said.json["state"]) == (0, "", "in_flight")
    log = (counter.folder / "logs" / "counter.log").read_text(encoding="utf-8")
    assert "not sent was left out" in log
    for secret in (person.holder.number, person.holder.name, person.cards[0].number):
        assert secret not in log
