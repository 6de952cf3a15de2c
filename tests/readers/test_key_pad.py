"""The reader's own key pad by PC/SC part 10 rev 2.02.09. The virtual reader refuses every control code, so the calls go
through a hand-written connection at the process edge, checked against the published byte layouts; no real key pad was
there. The last test compares with the structures of pcsc-lite's own header.
"""

import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.domain import chip_errors
from counter_app.domain.card import CardIdentity
from counter_app.domain.errors import CardTrouble, ReaderSilent
from readers import key_pad
from readers.desk_pin import DeskPin
from readers.key_pad import Features
from tests.parts.processes import program, wait_until
from tests.readers.key_pad_reader import BOTH, MODIFY_CODE, VERIFY_CODE, HangingKeys, KeyPadReader
from tests.readers.pin_card import TRIES
from tests.readers.pin_desk import Reader, drawn, identity_of

# bTimeOut, bTimeOut2, bmFormatString, bmPINBlockString, bmPINLengthFormat, wPINMaxExtraDigit,
# bEntryValidationCondition, bNumberMessage, wLangId, bMsgIndex, bTeoPrologue, ulDataLength, abData
VERIFY_BYTES = bytes.fromhex("14 0F 81 03 00 0606 02 01 0408 00 000000 08000000 0020000003FFFFFF")
# ... wPINMaxExtraDigit comes after bInsertionOffsetOld and bInsertionOffsetNew, then bConfirmPIN; three message indices
MODIFY_BYTES = bytes.fromhex(
    "14 0F 81 03 00 00 04 0606 03 02 03 0408 00 01 02 000000 0C000000 805E010007FFFFFFFFFFFFFF"
)


def desk(reader: KeyPadReader) -> DeskPin:
    return DeskPin(Reader(reader, key_pad.features(reader)))


def at_keys(*pressed: str, seed: int = 11, says: str = "") -> tuple[DeskPin, KeyPadReader, CardIdentity]:
    facts, card = drawn(seed)
    reader = KeyPadReader(card, *pressed, says=says)
    return desk(reader), reader, identity_of(facts, card)


def test_the_structures_are_byte_for_byte_as_published() -> None:
    assert key_pad.verify_block() == VERIFY_BYTES
    assert key_pad.modify_block() == MODIFY_BYTES


def test_a_reader_is_given_up_a_few_seconds_after_its_own_limits() -> None:
    """Seconds until the first key and from it on, as the structures say, for one entry and for three."""
    one = VERIFY_BYTES[0] + VERIFY_BYTES[1]
    assert (key_pad.VERIFY_WITHIN, key_pad.CHANGE_WITHIN) == (one + 5, 3 * one + 5)


def test_the_features_are_read_from_their_entries() -> None:
    _, card = drawn(11)
    assert key_pad.features(KeyPadReader(card)) == Features({6: VERIFY_CODE, 7: MODIFY_CODE, 10: 0x4233000A})


@pytest.mark.parametrize("answer", ["", "06", "0604", "060442330006 07", "0605423300060A", "060342330006FF"])
def test_a_reader_that_answers_nonsense_has_no_key_pad(answer: str) -> None:
    _, card = drawn(11)
    reader = KeyPadReader(card, features=bytes.fromhex(answer))
    assert key_pad.features(reader) == Features({})
    assert not desk(reader).has_key_pad


def test_only_verifying_keys_are_not_a_whole_key_pad() -> None:
    _, card = drawn(11)
    assert not desk(KeyPadReader(card, features=BOTH[:6])).has_key_pad
    assert desk(KeyPadReader(card)).has_key_pad


def test_the_right_pin_on_the_keys_is_verified_once() -> None:
    pin, reader, holder = at_keys("314159")
    pin.verify(holder)
    assert reader.blocks == [VERIFY_BYTES]
    assert len(reader.card.touched) == 1


def test_a_wrong_pin_on_the_keys_tells_the_tries() -> None:
    pin, _, holder = at_keys("000000")
    with pytest.raises(chip_errors.PinWrong) as told:
        pin.verify(holder)
    assert told.value.facts == {"left": TRIES - 1}


def test_old_and_new_twice_on_the_keys_change_the_pin() -> None:
    pin, reader, holder = at_keys("314159", "271828", "271828")
    pin.change(holder)
    assert reader.card.pin == bytes.fromhex("271828")
    assert reader.blocks == [MODIFY_BYTES]


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("6400", chip_errors.PinTimedOut),
        ("6401", chip_errors.PinCancelled),
        ("6402", chip_errors.PinsDiffer),
        ("6403", chip_errors.PinBadLength),
        ("6B80", chip_errors.NoKeyPad),
        ("90", chip_errors.PinUnsettled),
    ],
)
@pytest.mark.parametrize("what", ["verify", "change"])
def test_what_the_keys_themselves_say(what: str, word: str, kind: type[CardTrouble]) -> None:
    pin, reader, holder = at_keys(says=word)
    with pytest.raises(kind):
        (pin.verify if what == "verify" else pin.change)(holder)
    assert reader.card.touched == [], "the card was not asked a second time"


@pytest.fixture
def hanging() -> Iterator[tuple[DeskPin, CardIdentity]]:
    """A desk whose keys hang, waited for half a second; in the end they come back."""
    facts, card = drawn(11)
    reader = HangingKeys(card)
    cards = Reader(reader, key_pad.features(reader))
    yield DeskPin(cards, silent_after=0.5, keys_within=(0.5, 0.5)), identity_of(facts, card)
    reader.free.set()
    wait_until(lambda: not [one for one in threading.enumerate() if one.name == "card-pin"], what="its thread to end")


@pytest.mark.parametrize("what", ["verify", "change"])
def test_keys_that_hang_leave_it_unsettled(hanging: tuple[DeskPin, CardIdentity], what: str) -> None:
    """The holder may have pressed every key: it is not told as a reader that only says nothing."""
    pin, holder = hanging
    with pytest.raises(chip_errors.PinUnsettled):
        (pin.verify if what == "verify" else pin.change)(holder)


def test_keys_that_hang_are_still_keys(hanging: tuple[DeskPin, CardIdentity]) -> None:
    """Nobody is sent to the screen for it; the next entry on them meets the reader's own trouble."""
    pin, holder = hanging
    assert pin.has_key_pad
    with pytest.raises(chip_errors.PinUnsettled):
        pin.verify(holder)
    assert pin.has_key_pad
    with pytest.raises(ReaderSilent):
        pin.verify(holder)


def test_a_reader_without_keys_after_one_with_them_has_none() -> None:
    _, card = drawn(11)
    cards = Reader(KeyPadReader(card), key_pad.features(KeyPadReader(card)))
    pin = DeskPin(cards)
    assert pin.has_key_pad
    cards.known = Features({})
    assert not pin.has_key_pad


def test_no_key_pad_no_pin() -> None:
    facts, card = drawn(11)
    reader = KeyPadReader(card, features=b"")
    with pytest.raises(chip_errors.NoKeyPad):
        desk(reader).verify(identity_of(facts, card))
    assert card.seen == []


def test_the_keys_never_reset() -> None:
    """A reset needs a code over the new PIN, and a key pad hands no PIN out."""
    pin, reader, holder = at_keys()
    with pytest.raises(chip_errors.PadCannotReset) as told:
        pin.reset(holder)
    assert told.value.code == "NoKeyPad"
    assert reader.card.seen == []


def test_another_persons_card_gets_no_pin_from_the_keys() -> None:
    (facts, mine), (_, theirs) = drawn(11), drawn(12)
    reader = KeyPadReader(theirs, "314159")
    with pytest.raises(chip_errors.WrongPerson):
        desk(reader).verify(identity_of(facts, mine))
    assert reader.blocks == []
    assert theirs.touched == []


_READ_BACK = r"""
#include <stdint.h>
#include <stdio.h>
#include <reader.h>
int main(void) {
    static uint8_t raw[256];
    size_t got = fread(raw, 1, sizeof raw, stdin);
    if (got < 64) {}
    PIN_VERIFY_STRUCTURE *v = (void *)raw;
    PIN_MODIFY_STRUCTURE *m = (void *)(raw + 128);
    printf("%zu %x %x %x %x %x %x %x %x\n", sizeof *v, v->bTimerOut2, v->bmFormatString, v->bmPINBlockString,
        v->wPINMaxExtraDigit, v->bEntryValidationCondition, v->wLangId, v->ulDataLength, v->abData[4]);
    printf("%zu %x %x %x %x %x %x %x %x %x\n", sizeof *m, m->bmFormatString, m->bInsertionOffsetOld,
        m->bInsertionOffsetNew, m->wPINMaxExtraDigit, m->bConfirmPIN, m->wLangId, m->bMsgIndex3, m->ulDataLength,
        m->abData[4]);
    return 0;
}
"""


def test_the_header_of_the_smart_card_service_reads_the_same_fields(tmp_path: Path) -> None:
    source, made = tmp_path / "read_back.c", tmp_path / "read_back"
    source.write_text(_READ_BACK, encoding="ascii")
    compiler = program("gcc", package="gcc")
    subprocess.run([compiler, "-I/usr/include/PCSC", str(source), "-o", str(made)], check=True, timeout=60)
    blocks = key_pad.verify_block().ljust(128, b"\0") + key_pad.modify_block().ljust(128, b"\0")
    said = subprocess.run([str(made)], input=blocks, capture_output=True, check=True, timeout=10).stdout.decode()
    assert said.splitlines() == ["19 f 81 3 606 2 804 8 3", "24 81 0 4 606 3 804 2 c 7"]
