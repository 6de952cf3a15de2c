"""Damaged data of a real counter: an administrator proves number and password at the copy, and nobody else does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from counter_app.auditing import RESTORED
from counter_app.domain.backup import Offer
from counter_app.domain.errors import CounterError
from counter_app.domain.holder import Person
from counter_app.domain.password import Password
from counter_app.domain.sign_in_errors import WrongClerkOrPassword
from counter_app.repair_wiring import Repairing
from counter_app.rights import NotAllowed
from counter_app.wiring import open_counter
from local_store.restoring import set_aside
from practice.clerks import PASSWORD
from tests.commands.test_real_folder import LOST, audited, code, in_keyring, real, sign_in, town
from tests.parts.command import Command

__all__ = ["in_keyring", "real", "town"]


def _damage(command: Command) -> None:
    store = command.folder / "store.db"
    content = bytearray(store.read_bytes())
    content[100] ^= 1
    store.write_bytes(content)


def _refused(repair: Repairing, offer: Offer, number: str, password: str, why: type[CounterError]) -> None:
    with pytest.raises(why), Password(password) as given:
        repair.put_back(offer, number, given)


def test_only_an_administrator_puts_a_real_counter_back(real: Command, somebody: Callable[[], Person]) -> None:
    sign_in(real, "0317")
    assert code(real("backup", "make")) == "NotAllowed"
    real.carry_out("formal-loss", somebody().holder.number, **LOST)
    sign_in(real, "0501")
    assert real("backup", "make").json["state"] == "good"
    _damage(real)
    counter = open_counter(real.folder, [])
    repair = Repairing(counter)
    try:
        offer = repair.look()
        _refused(repair, offer, "0317", PASSWORD, NotAllowed)
        _refused(repair, offer, "0501", "guessed-at-random", WrongClerkOrPassword)
        assert set_aside(real.folder) == (), "nothing was put back"
        with Password(PASSWORD) as given:
            repair.put_back(offer, "0501", given)
    finally:
        counter.close()
    assert real("audit", "verify").json["whole"] is True
    assert [one.clerk for one in audited(real, RESTORED)] == ["0501"]
    assert len(audited(real, "operation.recorded")) == 1
