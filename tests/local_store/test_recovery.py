"""Two administrators' shares open a folder whose key is gone: keyring lost, passphrase forgotten."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from counter_app.domain.errors import Damaged, WrongKey
from counter_app.domain.key_errors import WrongPassphrase
from counter_app.domain.password import Password
from counter_app.domain.shares import Share, ShareOfAnother, SharesDoNotOpen, SharesMixed, ShareTwice
from local_store.folder import open_or_make
from local_store.recovery import make_shares, recover
from tests.contracts.samples import draft, entry, operation
from tests.parts.under_passphrase import made, opened, passphrase

NEW = "hou-lai-de-kouling-27"


def test_any_two_shares_open_a_folder_whose_passphrase_was_forgotten(tmp_path: Path) -> None:
    """The work and every other secret are still there; the forgotten passphrase opens nothing any more."""
    there = made(tmp_path)
    there.store.record(operation(), draft(), entry())
    there.secrets.put("enrolment", "the counter's own key")
    shares = make_shares(tmp_path, there.secrets)
    there.store.close()
    assert [share.number for share in shares] == [1, 2, 3]
    recover(tmp_path, shares[2], shares[0], new_passphrase=lambda: passphrase(NEW))
    again = opened(tmp_path, NEW)
    assert len(again.store.works()) == 1
    assert again.secrets.get("enrolment") == "the counter's own key"
    again.store.close()
    with pytest.raises(WrongPassphrase):
        opened(tmp_path)


def test_every_pair_gives_the_key_and_no_share_holds_a_part_of_it(folder: Path) -> None:
    there = open_or_make(folder, practice=True)
    key = there.secrets.get("store-key")
    shares = make_shares(folder, there.secrets)
    there.store.close()
    assert key is not None
    for share in shares:
        assert share.secret[:16].hex() not in key
        assert share.secret[16:].hex() not in key
    for one, other in combinations(shares, 2):
        (folder / "practice.key").unlink()
        with pytest.raises(WrongKey):
            open_or_make(folder, practice=True)
        assert recover(folder, other, one, new_passphrase=_never).get("store-key") == key
        open_or_make(folder, practice=True).store.close()


def test_wrong_mixed_foreign_and_doubled_shares_open_nothing(folder: Path, tmp_path: Path) -> None:
    there, foreign = (open_or_make(one, practice=True) for one in (folder, tmp_path / "foreign"))
    shares, later = (make_shares(folder, there.secrets) for _time in range(2))
    strange = make_shares(tmp_path / "foreign", foreign.secrets)
    there.store.close()
    foreign.store.close()
    (folder / "practice.key").unlink()
    forged = Share(shares[1].folder, shares[1].together, 2, bytes(32))
    for pair, trouble in (
        ((shares[0], shares[0]), ShareTwice),
        ((shares[0], later[1]), SharesMixed),
        ((shares[0], strange[1]), ShareOfAnother),
        ((strange[0], strange[1]), ShareOfAnother),
        ((shares[0], forged), SharesDoNotOpen),
    ):
        with pytest.raises(trouble):
            recover(folder, *pair, new_passphrase=_never)
    assert not (folder / "practice.key").exists()
    recover(folder, later[1], later[2], new_passphrase=_never)
    open_or_make(folder, practice=True).store.close()


def test_a_box_taken_away_is_made_anew_by_the_shares(tmp_path: Path) -> None:
    """What stood in it beside the key of the data is gone: the counter enrols again."""
    there = made(tmp_path)
    there.secrets.put("enrolment", "gone")
    shares = make_shares(tmp_path, there.secrets)
    there.store.close()
    (tmp_path / "secrets.sealed").unlink()
    with pytest.raises(Damaged):
        opened(tmp_path)
    recover(tmp_path, shares[0], shares[1], new_passphrase=lambda: passphrase(NEW))
    again = opened(tmp_path, NEW)
    assert again.secrets.get("enrolment") is None
    again.store.close()


_RUN = """
import json, os, sys
from pathlib import Path
from counter_app.domain.errors import CounterError
from counter_app.domain.password import Password
from counter_app.domain.shares import lines_of, share_of
from local_store.folder import open_or_make, unlock
from local_store.recovery import make_shares, place_of, recover
folder, given = Path(sys.argv[1]), json.loads(sys.stdin.read())
words = lambda: Password("hou-lai-de-kouling-27")

def made():
    there = open_or_make(folder, practice=False)
    given[:] = [lines_of(share) for share in make_shares(folder, there.secrets)]
    there.store.close()
    return len(given)

def emptied():
    import secretstorage
    line = secretstorage.dbus_init()
    for item in secretstorage.get_default_collection(line).search_items({"service": "ssc-counter"}):
        item.delete()
    line.close()

def recovered():
    return recover(folder, share_of(given[0]), share_of(given[2]), new_passphrase=words).describe().en

def opened(unlocked=None):
    there = open_or_make(folder, practice=False, unlocked=unlocked)
    there.store.close()
    return there.practice

def said(step):
    try:
        return step()
    except CounterError as error:
        return error.code

steps = {"make": made, "empty": emptied, "open": opened, "recover": recovered, "place": lambda: place_of(folder),
         "unlock": lambda: opened(unlock(folder, words()))}
print(json.dumps([given, [said(steps[name]) for name in sys.argv[2:]]], default=list))
"""


def test_a_keyring_that_was_emptied_gets_its_key_back(tmp_path: Path, keyring_service: dict[str, str]) -> None:
    """Never a new key: another one would open nothing and hide that the old one is lost."""
    steps = ("make", "empty", "open", "recover", "open")
    _shares, said = _ran(tmp_path / "real", steps, keyring_service)
    assert said == [3, None, "KeyGone", "Keys are in the OS keyring", False]


def test_a_keyring_that_is_gone_for_good_is_told_and_a_passphrase_takes_its_place(
    tmp_path: Path, keyring_service: dict[str, str]
) -> None:
    shares, _said = _ran(tmp_path / "real", ("make",), keyring_service)
    none = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}
    _shares, said = _ran(tmp_path / "real", ("open", "recover", "place", "open", "unlock"), none, shares)
    words = "No OS keyring: the keys stand under a passphrase"
    assert said == ["NoKeyring", words, "passphrase", "NeedsPassphrase", False]


def _ran(folder: Path, steps: Sequence[str], env: dict[str, str], shares: Sequence[object] = ()) -> tuple[Any, Any]:
    """A program of its own that does these steps; the shares it knows at the end, and what each step said."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN, str(folder), *steps],
        check=False,
        env={**os.environ, **env},
        input=json.dumps(shares),
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert done.returncode == 0, done.stderr
    known, said = json.loads(done.stdout)
    return known, said


def _never() -> Password:
    raise AssertionError("nobody is asked for a passphrase where the key goes back to where it was")
