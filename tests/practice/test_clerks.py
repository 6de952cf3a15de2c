"""Clerks at the practice platform, on each kind of database: locked over a restart, sessions that end, one time for
all.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from argon2 import extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY

from counter_app.domain.lockout import TRIES
from counter_app.domain.password import Password, fits, verifier, weakness
from counter_app.enrolment import Scope, ScopeKind
from practice.clerks import CLERKS, PASSWORD, VERIFIER
from practice.platform import clerks
from practice.platform import database as db
from practice.platform.clerks import ChangeForm, SignInForm
from practice.platform.connection import Connection
from practice.platform.enrolment import Caller
from practice.population import OUTLET
from tests.parts.clerks import CHEAP

HERE = Caller("C1", "k1", Scope(ScopeKind.OUTLET, OUTLET))
THERE = Caller("C2", "k2", Scope(ScopeKind.CITY, "4399"))
WRONG, FRESH = "lianxi-guitai-27", "xin-mima-2026-guitai"
NOW = datetime(2026, 11, 22, 1, tzinfo=UTC)


@contextmanager
def standing(where: Path | str) -> Iterator[Connection]:
    """A platform's database, opened once more; what is remembered of the usual password is cheap to judge."""
    with closing(db.opened(where)) as connection:
        with db.writing(connection):
            cheap = verifier(Password(PASSWORD), CHEAP)
            connection.execute("UPDATE clerk SET verifier = ? WHERE verifier = ?", (cheap, VERIFIER))
        yield connection


def sign_in(
    connection: Connection, clerk: str, words: str = PASSWORD, *, at: datetime = NOW, caller: Caller = HERE
) -> dict[str, Any]:
    return clerks.sign_in(connection, caller, SignInForm(clerk=clerk, password=words), at)


def no(ask: Callable[..., object], *given: Any, **named: Any) -> clerks.No:
    """What these doors say no with."""
    with pytest.raises(clerks.No) as said:
        ask(*given, **named)
    return said.value


def test_the_usual_password_is_one_the_rules_take_and_its_verifier_is_the_programs_own() -> None:
    assert fits(VERIFIER, Password(PASSWORD))
    assert extract_parameters(VERIFIER) == RFC_9106_LOW_MEMORY
    for one in CLERKS:
        assert weakness(Password(PASSWORD), clerk=one.clerk.number) is None


def test_wrong_ones_lock_a_number_over_a_restart_whether_anybody_has_it_or_not(platform_database: Path | str) -> None:
    soon, then = NOW + timedelta(minutes=14), NOW + timedelta(minutes=15)
    with standing(platform_database) as connection:
        for number in ("0317", "9999"):
            said = [no(sign_in, connection, number, WRONG).kind for _ in range(TRIES)]
            assert said == ["clerk-or-password-wrong"] * TRIES
    with standing(platform_database) as connection:
        told = [no(sign_in, connection, number, at=soon) for number in ("0317", "9999")]
        assert [one.kind for one in told] == ["clerk-locked"] * 2
        assert told[0].besides == told[1].besides
        assert sign_in(connection, "0318")["clerk"]["name"] == "李强"
        assert sign_in(connection, "0317", at=then)["clerk"]["name"] == "张敏"
        assert no(sign_in, connection, "0317", WRONG, at=then).kind == "clerk-or-password-wrong"


def test_a_session_belongs_to_its_counter_and_ends(platform_database: Path | str) -> None:
    with standing(platform_database) as connection:
        token = sign_in(connection, "0319")["session"]
        assert no(clerks.sign_out, connection, THERE, token, NOW).kind == "session-ended"
        assert no(clerks.sign_out, connection, HERE, token, NOW + timedelta(hours=8)).kind == "session-ended"
        clerks.sign_out(connection, HERE, token, NOW + timedelta(hours=7))
        assert no(clerks.sign_out, connection, HERE, token, NOW).kind == "session-ended"
        kept = [tuple(row) for row in connection.execute("SELECT * FROM clerk_session").fetchall()]
        assert token not in repr(kept)


def test_who_is_of_another_outlet_is_told_so_where_the_password_is_right(platform_database: Path | str) -> None:
    with standing(platform_database) as connection:
        assert no(sign_in, connection, "0321").kind == "not-of-this-outlet"
        assert no(sign_in, connection, "0321", WRONG).kind == "clerk-or-password-wrong"
        assert sign_in(connection, "0317", caller=THERE)["clerk"]["number"] == "0317"


def test_a_password_that_must_be_changed_is_changed_and_then_too_old_after_ninety_days(
    platform_database: Path | str,
) -> None:
    with standing(platform_database) as connection:
        told = no(sign_in, connection, "0322")
        assert told.kind == "password-to-be-changed"
        token = str(told.besides["session"])

        def change(old: str, new: str) -> dict[str, Any]:
            return clerks.change_password(connection, HERE, token, ChangeForm(old=old, new=new), NOW)

        assert no(change, PASSWORD, PASSWORD).kind == "password-unfit"
        assert no(change, PASSWORD, "short").kind == "password-unfit"
        for known in ("Qianyong-439901", "qianyong@qianyong", "Password-1234"):  # 0322 is called 钱勇
            assert "猜到" in str(no(change, PASSWORD, known).besides["reason"])
        assert no(change, WRONG, FRESH).kind == "clerk-or-password-wrong"
        clerks.sign_out(connection, HERE, change(PASSWORD, FRESH)["session"], NOW)
        assert no(change, FRESH, PASSWORD).kind == "session-ended"
        last = NOW + clerks.PASSWORD_LIFE
        assert sign_in(connection, "0322", FRESH, at=last - timedelta(seconds=1))["offline_days"] == 7
        assert no(sign_in, connection, "0322", FRESH, at=last).kind == "password-to-be-changed"
    with standing(platform_database) as connection:
        assert no(sign_in, connection, "0322", PASSWORD).kind == "clerk-or-password-wrong"


def test_a_changed_password_ends_every_other_session_of_that_clerk(platform_database: Path | str) -> None:
    with standing(platform_database) as connection:
        here, there = (sign_in(connection, "0317", caller=at)["session"] for at in (HERE, THERE))
        anothers = sign_in(connection, "0318")["session"]
        form = ChangeForm(old=PASSWORD, new=FRESH)
        fresh = clerks.change_password(connection, HERE, here, form, NOW)["session"]
        for caller, token in ((HERE, here), (THERE, there)):
            assert no(clerks.standing, connection, caller, token, NOW).kind == "session-ended"
        for token in (fresh, anothers):
            assert clerks.standing(connection, HERE, token, NOW)["expires_at"]


def test_a_number_nobody_has_takes_as_long_as_a_wrong_password(tmp_path: Path) -> None:
    """Of the processor, by the quicker of two each: without a verifier for it, it would be thirty times quicker."""
    with closing(db.opened(tmp_path / "platform.db")) as connection:

        def quickest(number: str) -> float:
            spent = []
            for _ in range(2):
                begun = time.process_time()
                assert isinstance(no(sign_in, connection, number, WRONG), clerks.Wrong)
                spent.append(time.process_time() - begun)
            return min(spent)

        assert 1 / 4 < quickest("9999") / quickest("0317") < 4


def test_the_window_and_the_platform_know_the_same_practice_clerks() -> None:
    """By number, name, roles, bank and entrustment."""
    from counter_app.desk.duty import PRACTICE_CLERKS

    there = {one.clerk.number: one.clerk for one in CLERKS}
    for here in PRACTICE_CLERKS:
        who = there[here.clerk]
        assert (here.name, here.roles, here.bank, here.entrusted) == (who.name, who.roles, who.bank, who.entrusted)
