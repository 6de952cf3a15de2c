"""A machine without a keyring: the key of the data stands under a passphrase, never in the open."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from counter_app.domain.errors import CounterError, Damaged, WrongKey
from counter_app.domain.key_errors import NeedsPassphrase, PassphraseShut, PassphraseUnfit, WrongPassphrase
from local_store.folder import mark_of, open_or_make, unlock
from local_store.passphrase import SealedSecrets, renew, seal, unseal
from tests.contracts.samples import draft, entry, operation
from tests.parts.under_passphrase import CHEAP, made, opened, passphrase

KEY, FOLDER = "ab" * 32, "0f8a2d1e"


@pytest.fixture
def sealed(tmp_path: Path) -> SealedSecrets:
    return seal(tmp_path, folder_id=FOLDER, store_key=KEY, new=passphrase(), cost=CHEAP)


def test_without_a_keyring_a_real_folder_opens_by_its_passphrase_alone(tmp_path: Path) -> None:
    """Nobody who has not said it gets in, what was recorded is there for whoever has, and no file tells a secret."""
    folder = tmp_path / "real"
    there = made(folder)
    there.store.record(operation(), draft(), entry())
    there.secrets.put("other", "a secret of the counter")
    key = there.secrets.get("store-key")
    there.store.close()
    mark = mark_of(folder)
    assert mark is not None
    assert (mark.practice, mark.under_passphrase, mark.whole) == (False, True, True)
    with pytest.raises(NeedsPassphrase):
        open_or_make(folder, practice=False)
    with pytest.raises(WrongPassphrase):
        unlock(folder, passphrase("another one, also long 1"))
    again = opened(folder)
    assert len(again.store.works()) == 1
    assert again.secrets.get("other") == "a secret of the counter"
    assert again.secrets.get("missing") is None
    again.store.close()
    assert key is not None
    for file in (one for one in folder.rglob("*") if one.is_file()):
        raw = file.read_bytes()
        assert key.encode() not in raw
        assert bytes.fromhex(key) not in raw
        assert b"a secret of the counter" not in raw


def test_wrong_ones_are_counted_on_disk_and_every_fifth_makes_the_next_wait(
    tmp_path: Path, sealed: SealedSecrets
) -> None:
    """Also for the right one, and over a restart: each look here is a program of its own."""
    now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    for _try in range(5):
        with pytest.raises(WrongPassphrase):
            unseal(tmp_path, passphrase("wrong and wrong again 1"), now=lambda: now)
    with pytest.raises(PassphraseShut) as shut:
        unseal(tmp_path, passphrase(), now=lambda: now)
    assert "15" in shut.value.message.zh
    later = now + timedelta(minutes=15)
    assert unseal(tmp_path, passphrase(), now=lambda: later).get("store-key") == KEY
    assert not (tmp_path / "unlock.tries").exists()


def test_another_passphrase_takes_the_place_of_the_old_one(tmp_path: Path, sealed: SealedSecrets) -> None:
    sealed.put("kept", "as it was")
    renew(sealed, passphrase("a new one, 2026-11-22"), cost=CHEAP)
    with pytest.raises(WrongPassphrase):
        unseal(tmp_path, passphrase(), now=lambda: datetime.now(UTC))
    fresh = unseal(tmp_path, passphrase("a new one, 2026-11-22"), now=lambda: datetime.now(UTC))
    assert (fresh.get("kept"), fresh.get("store-key")) == ("as it was", KEY)


@pytest.mark.parametrize("words", ["short1", "aaaaaaaaaaaaaaa", "onlylettersallalong"])
def test_a_weak_one_is_not_taken(tmp_path: Path, sealed: SealedSecrets, words: str) -> None:
    with pytest.raises(PassphraseUnfit):
        renew(sealed, passphrase(words), cost=CHEAP)
    with pytest.raises(PassphraseUnfit):
        seal(tmp_path / "new", folder_id=FOLDER, store_key=KEY, new=passphrase(words), cost=CHEAP)
    assert unseal(tmp_path, passphrase(), now=lambda: datetime.now(UTC)).get("store-key") == KEY


def test_a_box_that_was_changed_opens_nothing(tmp_path: Path, sealed: SealedSecrets) -> None:
    """One letter of any text in it, another folder's name, costs without end, no JSON: never a crash, never a key."""
    path = tmp_path / "secrets.sealed"
    good = json.loads(path.read_text(encoding="utf-8"))
    changes: list[object] = [{**good, name: _flipped(good[name])} for name in ("by_passphrase", "content", "salt")]
    changes += [
        {**good, "folder_id": "another"},
        {**good, "memory_cost": 1 << 40},
        {**good, "memory_cost": 1},
        {**good, "time_cost": -1},
    ]
    changes += [{**good, "time_cost": True}, {**good, "version": 2}, {**good, "more": 1}, {}, [], None]
    changes += [{**good, "content": 7}, {**good, "folder_id": 7}, {**good, "content": ""}, {**good, "salt": "zz"}]
    for number, change in enumerate(changes):
        path.write_text(json.dumps(change), encoding="utf-8")
        (tmp_path / "unlock.tries").unlink(missing_ok=True)
        with pytest.raises(CounterError) as trouble:
            unseal(tmp_path, passphrase(), now=lambda: datetime.now(UTC)).get("store-key")
        assert isinstance(trouble.value, (Damaged, WrongPassphrase)), number
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(Damaged):
        unseal(tmp_path, passphrase(), now=lambda: datetime.now(UTC))


def test_tries_nobody_can_read_shut_the_door(tmp_path: Path, sealed: SealedSecrets) -> None:
    """They do not start at none."""
    tries, now = tmp_path / "unlock.tries", datetime.now(UTC)
    garbled = ('{"failures": "?"}', '{"failures": 1e999, "until": null}', "[" * 100_000, '{"failures": 1, "until": ""}')
    for text in (*garbled, "\udcff"):
        tries.write_text(text, encoding="utf-8", errors="surrogateescape")
        with pytest.raises(Damaged):
            unseal(tmp_path, passphrase(), now=lambda: now)
    without_zone = (now + timedelta(days=3)).replace(tzinfo=None).isoformat()
    tries.write_text(json.dumps({"failures": 5, "until": without_zone}), encoding="utf-8")
    with pytest.raises(PassphraseShut):
        unseal(tmp_path, passphrase(), now=lambda: now)


def test_a_key_of_another_folder_is_told_from_its_own(tmp_path: Path) -> None:
    """A sealed box carried over from another folder opens by its own passphrase and opens no data."""
    for name in ("one", "other"):
        made(tmp_path / name).store.close()
    (tmp_path / "one" / "secrets.sealed").write_bytes((tmp_path / "other" / "secrets.sealed").read_bytes())
    with pytest.raises(WrongKey):
        opened(tmp_path / "one")


def _flipped(text: str) -> str:
    return text[:-1] + ("0" if text[-1] != "0" else "1")
