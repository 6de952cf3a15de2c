"""Cards that are odd but say who the holder is: read, in few commands; and what is said of those that do not."""

import random
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.domain.card import ChipData
from counter_app.domain.errors import CardDamaged, NeedsAuthentication
from readers.ssc import read_chip
from tests.readers.cards import READS, Card, Facts, Manner, draw, records
from tests.readers.line import Line

Files = dict[int, list[bytes]]

TODAY = date(2026, 11, 21)
WAYS = ("all", "all-sfi", "number", "sfi", "tag")


def facts_of(seed: int = 7) -> Facts:
    """One made-up person and card, every date known."""
    facts, _ = draw(random.Random(seed))
    return replace(facts, name="何秀珍", expires=date(2034, 5, 6))


def read(files: Files, manner: Manner) -> ChipData:
    return read_chip(Line(Card(files, manner).answer), today=TODAY)


def asked(files: Files, manner: Manner) -> int:
    """How many commands a whole read takes."""
    line = Line(Card(files, manner).answer)
    assert read_chip(line, today=TODAY).name == "何秀珍"
    return line.asked


def change(files: Files, tag: int, made: Callable[[bytes], bytes]) -> Files:
    """One record made anew, all its bytes."""
    return {file: [made(r) if r[0] == tag else r for r in held] for file, held in files.items()}


def valued(files: Files, tag: int, value: bytes) -> Files:
    """One record with another value, its length byte right."""
    return change(files, tag, lambda _: bytes((tag, len(value))) + value)


# --- few commands -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "reads", "most"),
    [
        ("direct", ("all-sfi",), 3),
        ("6C", ("number",), 21),  # SELECT, one way in vain, then each file: SELECT, seven records, and no eighth
        ("cut", ("number",), 21),
        ("6700", ("number",), 22),
        ("61", ("number",), 36),  # GET RESPONSE after each
        ("6C", ("sfi",), 22),
        ("6C", ("tag",), 23),
    ],
)
def test_a_card_is_asked_no_more_than_needed(answers: str, reads: tuple[str, ...], most: int) -> None:
    """The lengths of the records are known, so they are asked for; what worked for one file is done for the next."""
    manner = Manner(answers=answers, reads=reads)
    assert asked(records(facts_of(), manner), manner) <= most


@pytest.mark.parametrize("answers", ["direct", "61", "6C", "6700", "cut"])
@pytest.mark.parametrize("dates", ["bcd", "ascii"])
@pytest.mark.parametrize("reads", [("all",), ("all-sfi",), ("number",), ("sfi",), ("tag",)])
def test_records_longer_or_placed_otherwise_than_asked(answers: str, dates: str, reads: tuple[str, ...]) -> None:
    """Dates of eight characters, and no second name record: the lengths asked for are not the card's."""
    facts, manner = facts_of(), Manner(answers=answers, reads=reads, dates=dates)
    files = records(replace(facts, version="1.00"), manner)
    files[6] = [record for record in files[6] if record[0] != 0x4E]
    said = read(files, manner)
    assert (said.name, said.issued_on, said.expires_on) == (facts.name, facts.issued, facts.expires)
    assert (said.sex, said.nation, said.birth_date) == (facts.sex, facts.nation, facts.born)


@pytest.mark.parametrize("p1", [0x00, 0x01, 0x02, 0x04, 0x08, 0x09])
def test_a_file_selected_in_any_of_the_forms(p1: int) -> None:
    manner = Manner(reads=("number",), select_p1=(p1,))
    assert read(records(facts_of(), manner), manner).name == "何秀珍"


# --- what does not decide who it is -------------------------------------------------------------------------------

UNIMPORTANT = {
    0x01: ("card_identifier", ""),
    0x02: ("card_class", ""),
    0x03: ("spec_version", ""),
    0x04: ("issuing_agency", ""),
    0x05: ("issued_on", None),
    0x06: ("expires_on", None),
    0x0A: ("sex", "0"),
    0x0B: ("nation", ""),
    0x0C: ("birthplace", ""),
    0x0D: ("birth_date", None),
}
ODD: dict[str, Callable[[Files, int], Files]] = {
    "of no length": lambda files, tag: valued(files, tag, b""),
    "missing": lambda files, tag: {f: [r for r in held if r[0] != tag] for f, held in files.items()},
    "too short": lambda files, tag: change(files, tag, lambda r: bytes((tag, len(r) - 3)) + r[2:-1]),
    "cut off": lambda files, tag: change(files, tag, lambda r: r[:-1]),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("odd", ODD)
def test_an_odd_record_that_does_not_decide_is_left_empty(odd: str, way: str) -> None:
    """The person is read, that field is empty, and every other one is as on a good card."""
    manner = Manner(reads=(way,))
    files = records(facts_of(), manner)
    good = asdict(read(files, manner))
    for tag, (field, empty) in UNIMPORTANT.items():
        assert asdict(read(ODD[odd](files, tag), manner)) == {**good, field: empty}, f"record {tag:02X} {odd}"


@pytest.mark.parametrize(
    ("tag", "value", "field", "empty"),
    [
        (0x05, bytes.fromhex("20211399"), "issued_on", None),
        (0x06, b"\xab\xcd\xef\x01", "expires_on", None),
        (0x0D, bytes.fromhex("19900231"), "birth_date", None),
        (0x0A, b"x", "sex", "0"),
        (0x0B, b"\xaf", "nation", ""),
        (0x02, b"\x01", "card_class", ""),
    ],
)
def test_a_value_of_no_sense_that_does_not_decide(tag: int, value: bytes, field: str, empty: str | None) -> None:
    manner = Manner(reads=("all-sfi",))
    files = records(facts_of(), manner)
    assert asdict(read(valued(files, tag, value), manner)) == {**asdict(read(files, manner)), field: empty}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("tag", "value", "field", "said"),
    [
        (0x0B, b"03", "nation", "03"),
        (0x0B, b"\x03\x00", "nation", "03"),
        (0x0B, b"\x20", "nation", "20"),
        (0x0C, b"439901", "birthplace", "439901"),
        (0x0C, b"\x43\x99\x01\xff", "birthplace", "439901"),
        (0x0A, b"\x02", "sex", "2"),
        (0x0A, b"2 ", "sex", "2"),
    ],
)
def test_codes_written_out_or_padded(way: str, tag: int, value: bytes, field: str, said: str) -> None:
    """Never more digits than the code has, whichever way the issuer wrote it."""
    manner = Manner(reads=(way,))
    files = records(facts_of(), manner)
    assert asdict(read(valued(files, tag, value), manner)) == {**asdict(read(files, manner)), field: said}


@pytest.mark.parametrize("way", WAYS)
def test_a_second_name_record_of_no_length(way: str) -> None:
    manner = Manner(reads=(way,))
    files = records(facts_of(), manner)
    assert read(valued(files, 0x4E, b""), manner) == read(files, manner)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("padding", [b"", b"\x00", b"\xff", b" "])
@pytest.mark.parametrize("part", [4, 6])
def test_a_date_that_names_no_day_is_none_and_the_card_is_read(part: int, padding: bytes, way: str) -> None:
    """A year, or a year and month: what is known of the holder and the card stays, no day is invented."""
    manner = Manner(reads=(way,))
    files = records(facts_of(), manner)
    good = asdict(read(files, manner))
    for tag, field in ((0x05, "issued_on"), (0x06, "expires_on"), (0x0D, "birth_date")):
        number = facts_of().number[6 : 6 + part] if tag == 0x0D else "203405"[:part]
        value = number.encode() + padding * (8 - part)
        assert asdict(read(valued(files, tag, value), manner)) == {**good, field: None}, f"record {tag:02X}"


# --- bytes after a record -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("more", [b"\x01", b"\xde\xad\xbe\xef", b"\x00\x00", b"\xff\x01"])
@pytest.mark.parametrize("answers", ["direct", "6C"])
def test_bytes_after_a_whole_record_are_nothing(more: bytes, way: str, answers: str) -> None:
    """After any one record, and after all of them at once."""
    manner = Manner(reads=(way,), answers=answers)
    files = records(facts_of(), manner)
    good = read(files, manner)
    for tag in (*UNIMPORTANT, 0x07, 0x08, 0x09, 0x4E):
        assert read(change(files, tag, lambda r: r + more), manner) == good, f"after {tag:02X}"
    assert read({file: [r + more for r in held] for file, held in files.items()}, manner) == good


@settings(max_examples=400)
@given(
    st.integers(0, 10**6),
    st.sampled_from((*UNIMPORTANT, 0x07, 0x08, 0x09, 0x4E)),
    st.integers(1, 40),
    st.sampled_from(WAYS),
    st.binary(max_size=6),
)
def test_no_field_is_ever_made_of_bytes_that_are_not_its_own(
    seed: int, tag: int, missing: int, way: str, more: bytes
) -> None:
    """One record cut off anywhere, or with anything behind it: each field is right or empty, or nobody is shown."""
    facts, manner = draw(random.Random(seed))
    manner = replace(manner, reads=(way,), root=False)
    files = records(facts, manner)
    good = asdict(read(files, manner))
    for made in (lambda r: r[: max(len(r) - missing, 2)], lambda r: r + more):
        try:
            said = asdict(read(change(files, tag, made), manner))
        except CardDamaged:
            continue
        wrong = {field: value for field, value in said.items() if value not in (good[field], "", "0", None)}
        assert not wrong, f"{wrong} from {good}"


# --- what is said -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("blank", [b"\x00", b"\x20", b"\xff"])
@pytest.mark.parametrize("tags", [(0x08, 0x09), (0x08,), (0x09,), (0x07, 0x08, 0x09)])
def test_a_card_of_generation_three_keeps_its_holder_to_itself(blank: bytes, tags: tuple[int, ...]) -> None:
    """Its files can be read, but who it is stands there only after external authentication."""
    for way in WAYS:
        manner = Manner(reads=(way,))
        files = records(replace(facts_of(), version="3.00"), manner)
        for tag in tags:
            files = change(files, tag, lambda r: r[:2] + blank * (len(r) - 2))
        with pytest.raises(NeedsAuthentication):
            read(files, manner)


def test_a_card_of_generation_three_that_tells_is_read() -> None:
    manner = Manner()
    assert read(records(replace(facts_of(), version="3.00"), manner), manner).name == "何秀珍"


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda files: valued(files, 0x08, b"\x00" * 18), "空白：社会保障号码"),
        (lambda files: valued(files, 0x09, b"\x20" * 30), "空白：姓名"),
        (lambda files: valued(files, 0x07, b"\xff" * 9), "空白：卡号"),
        (lambda files: valued(files, 0x08, b""), "过短：社会保障号码"),
        (lambda files: change(files, 0x08, lambda r: r[:-1]), "过短：社会保障号码"),
        (lambda files: change(files, 0x4E, lambda r: r[:-1]), "过短：姓名扩展"),
        (lambda files: ODD["missing"](files, 0x08), "缺少社会保障号码"),
        (lambda files: valued(files, 0x08, b"X" * 18), "校验不符：社会保障号码"),
        (lambda files: {5: files[5]}, "缺少 EF06 文件"),
    ],
)
def test_the_words_for_a_card_that_cannot_be_used_are_true(made: Callable[[Files], Files], words: str) -> None:
    for way in WAYS:
        manner = Manner(reads=(way,))
        with pytest.raises(CardDamaged) as raised:
            read(made(records(facts_of(), manner)), manner)
        assert words in raised.value.message.zh, f"by {way}"


def test_the_ways_here_are_all_there_are() -> None:
    assert set(WAYS) == set(READS)


@pytest.mark.parametrize("t1", [False, True])
@pytest.mark.parametrize("sfi", [5, 6])
@pytest.mark.parametrize("kept", [2, 3, 5, 6])
def test_all_records_at_once_that_end_between_two_of_them(kept: int, sfi: int, t1: bool) -> None:
    """A reader or card that passes on no more than so many bytes: the records behind them are asked for singly."""
    files = records(facts_of(), Manner())
    whole = read_chip(Line(Card(files, Manner()).answer, t1=t1), today=TODAY)

    class Short(Card):
        def _give(self, data: bytes, *, le: int) -> bytes:
            short = b"".join(files[sfi][:kept])
            return super()._give(short if data == b"".join(files[sfi]) else data, le=le)

    line = Line(Short(files, Manner(reads=("all-sfi", "sfi"))).answer, t1=t1)
    assert read_chip(line, today=TODAY) == whole
    assert line.asked <= 40
