"""The signed code of a paper as text: one writing only, no changed character overlooked, and a judge from outside."""

from __future__ import annotations

import random
import shutil
import string
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from counter_app.domain import signature
from counter_app.domain.case import case_number
from counter_app.domain.receipt import receipt_number
from counter_app.domain.receipt_code import LONGEST, NoCode, ReceiptCode, Said, Standing, looks_like_code, read_code
from counter_app.domain.settlement import successor_number

DAY = date(2026, 11, 21)
AT = datetime(2026, 11, 21, 1, 30, 5, tzinfo=UTC)
PRIVATE, PUBLIC = signature.new_pair()
OTHERS = (
    string.ascii_letters + string.digits + "-/ .+\n\u017f\u0131\uff11\u00df"
)  # ſ ı １ ß: capitals of some are ASCII


def signed(**changes: object) -> ReceiptCode:
    """A code by the key of this file."""
    parts: dict[str, object] = {
        "number": receipt_number("439901", "01", DAY, 7),
        "at": AT,
        "standing": Standing.RECEIPT,
        "kind": "temporary-loss",
        "key_id": signature.name_of(PUBLIC),
        "words": "0123456789abcdef" * 2,
        **changes,
    }
    said = Said(**parts)  # type: ignore[arg-type]
    return ReceiptCode(said, signature.raw_of(signature.sign(PRIVATE, PUBLIC, said.message)))


def holds(code: ReceiptCode) -> bool:
    return signature.holds(PUBLIC, code.said.message, signature.der_of(code.signature))


CODE = signed()


@pytest.mark.parametrize(
    ("number", "standing", "place"),
    [
        (receipt_number("439901", "01", DAY, 7), Standing.RECEIPT, ("439901", "01")),
        (receipt_number("43990100123", "A12", DAY, 12345), Standing.VOID, ("43990100123", "A12")),
        (case_number("439901", "02", DAY, 3), Standing.NOTICE, ("439901", "02")),
        (successor_number("439901", "01", DAY, 1), Standing.SUCCESSOR, ("439901", "01")),
    ],
)
def test_a_code_reads_back_and_its_place_is_that_of_the_number(
    number: str, standing: Standing, place: tuple[str, str]
) -> None:
    code = signed(number=number, standing=standing, kind="consent-withdrawal")
    assert read_code(code.text) == code
    assert code.said.place == place
    assert holds(read_code(code.text))
    assert looks_like_code(code.text)


def test_small_letters_lines_and_the_dashes_of_an_input_method_are_the_same_code() -> None:
    text = CODE.text
    for typed in (text.lower(), f"  {text[:50]}\r\n{text[50:]}\n", text.replace("-", "\uff0d"), text.replace("-", "–")):
        assert read_code(typed) == CODE


def still_good(typed: str) -> bool:
    """Whether somebody who checks it would call it genuine."""
    try:
        return holds(read_code(typed))
    except NoCode:
        return False


def test_at_every_place_another_character_fails_or_is_the_same_code() -> None:
    chance, text = random.Random(7), CODE.text
    for at in range(len(text)):
        for other in [*chance.sample(OTHERS, 2), chr(ord(text[at]) ^ 1)]:
            changed = text[:at] + other + text[at + 1 :]
            same = "".join(changed.split()).upper() == text and changed.isascii()
            assert still_good(changed) == same, (at, text[at], other)


@given(at=st.integers(0, len(CODE.text) - 1), other=st.characters())
@example(at=0, other="\u017f")
@example(at=len(CODE.text) - 1, other="B")
def test_no_character_of_any_alphabet_passes_for_another(at: int, other: str) -> None:
    changed = CODE.text[:at] + other + CODE.text[at + 1 :]
    if still_good(changed):  # the same in another case, or with another dash
        assert read_code(changed) == CODE


@given(st.integers(0, len(CODE.text)), st.integers(0, len(CODE.text)))
def test_what_is_cut_or_said_twice_is_no_code(start: int, end: int) -> None:
    start, end = sorted((start, end))
    for other in (CODE.text[:start] + CODE.text[end:], CODE.text[:end] + CODE.text[start:]):
        if other != CODE.text:
            assert not still_good(other)


@given(st.text(max_size=400) | st.text(alphabet="SC1-0Z", max_size=400))
def test_what_is_none_is_told_so(typed: str) -> None:
    with pytest.raises(NoCode):
        read_code(typed)


def test_a_code_without_an_end_is_refused_at_once() -> None:
    with pytest.raises(NoCode, match="too long"):
        read_code("SSC1-" + "A" * (20 * LONGEST))


@pytest.mark.parametrize("changes", [{"words": "00" * 16}, {"kind": "release"}, {"standing": Standing.VOID}])
def test_each_thing_that_is_said_is_signed(changes: dict[str, object]) -> None:
    other = signed(**changes)
    assert not holds(ReceiptCode(other.said, CODE.signature))


def test_openssl_finds_the_signature_good_and_that_of_another_number_bad(tmp_path: Path) -> None:
    """An outside judge: GB/T 32918.2 over the identifier of GM/T 0009, by somebody else's program."""
    openssl = shutil.which("openssl")
    assert openssl, "apt-get install openssl"
    key, message, der = (tmp_path / name for name in ("key.pem", "message", "signature"))
    key.write_text(signature.pem_of(PUBLIC), encoding="ascii")
    code = read_code(CODE.text.lower())
    der.write_bytes(signature.der_of(code.signature))
    judged = [openssl, "pkeyutl", "-verify", "-pubin", "-inkey", str(key), "-rawin", "-digest", "sm3"]
    judged += ["-in", str(message), "-sigfile", str(der), "-pkeyopt", "distid:1234567812345678"]
    for said, status in ((code.said, 0), (signed(number=receipt_number("439901", "01", DAY, 8)).said, 1)):
        message.write_bytes(said.message)
        assert subprocess.run(judged, check=False, capture_output=True).returncode == status
