"""The four layouts, read over a real pty from a reader that shares nothing with the program."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import date

import pytest

from counter_app.commands.identity import document_as_json
from counter_app.domain.document import DocumentType, IdentityDocument
from counter_app.domain.errors import CardDamaged, CardTrouble, WrongCard
from readers.identity.reader import id_reader
from tests.readers.identity import papers
from tests.readers.identity.sam_v import READ, Document, Manner, SamV, frame

ADDRESS = "甲省丁市新街 2 号 3 栋"


def read(document: Document, manner: Manner | None = None) -> IdentityDocument:
    """What the program makes of a document on that reader."""
    with SamV(document, manner) as sam:
        return id_reader(sam.port, baud=115_200).read()


@contextmanager
def refused(error: type[CardTrouble], *secrets: str) -> Iterator[pytest.ExceptionInfo[CardTrouble]]:
    """Read as nobody, and without a word of what was read."""
    with pytest.raises(error) as raised:
        yield raised
    assert raised.value.code == error.__name__
    told = raised.value.message.zh + raised.value.message.en + raised.value.what_next.zh + str(raised.value)
    assert not [secret for secret in secrets if secret and secret in told]


def test_a_resident_card() -> None:
    photo = bytes(range(256)) * 4
    said = read(papers.resident(photo=photo))
    assert said == IdentityDocument(
        document_type=DocumentType.RESIDENT,
        name="张小明",
        sex="1",
        nation="01",
        birth_date=date(1990, 1, 2),
        address="甲省乙市丙区幸福路 1 号",
        id_number=papers.checked("43990119900102001"),
        issuer="乙市公安局丙分局",
        valid_from=date(2015, 1, 1),
        valid_to=date(2035, 1, 1),
    )
    assert not [f.name for f in fields(said) if isinstance(getattr(said, f.name), bytes)], "the photo is left behind"


def test_a_permit_of_hong_kong_macao_and_taiwan() -> None:
    """J: no nation, a pass number."""
    assert read(papers.permit()) == IdentityDocument(
        document_type=DocumentType.HMT_PERMIT,
        name="陈大文",
        sex="2",
        birth_date=date(1992, 3, 4),
        address="甲省乙市海边街 8 号",
        id_number=papers.checked("81000019920304002"),
        issuer="乙市公安局",
        valid_from=date(2019, 9, 1),
        valid_to=date(2024, 9, 1),
        pass_number="H12345678",
    )


def test_a_foreigners_card_of_2017() -> None:
    """I: the name in letters first, a number of 15 characters, the birth date at the end."""
    assert read(papers.foreigner_2017()) == IdentityDocument(
        document_type=DocumentType.FOREIGNER_2017,
        name="简多伊",
        foreign_name="DOE, JANE MARY",
        sex="2",
        birth_date=date(1990, 1, 2),
        id_number="UTO439901900102",
        valid_from=date(2018, 2, 3),
        valid_to=date(2028, 2, 2),
        nationality="UTO",
    )


@pytest.mark.parametrize(
    "foreign",
    [
        "DOE, JOHN PETER",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHI",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGH LAST",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHI LAST",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRST",
    ],
)
def test_a_foreigners_card_of_2023(foreign: str) -> None:
    """Y: a name of up to 46 letters over two fields, split anywhere; a number of 18 that begins with 9."""
    said = read(papers.foreigner_2023(foreign))
    assert said == IdentityDocument(
        document_type=DocumentType.FOREIGNER_2023,
        name="约翰",
        foreign_name=foreign,
        sex="1",
        birth_date=date(1988, 5, 6),
        id_number=papers.checked("91143919880506001"),
        valid_from=date(2024, 1, 1),
        valid_to=date(2034, 1, 1),
        nationality="UTO",
    )


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("张 小 明", "张 小 明"),
        ("阿依古丽·买买提", "阿依古丽·买买提"),
        ("𠮷田𪚥", "𠮷田𪚥"),
        ("𠮷𠮷𠮷𠮷𠮷𠮷𠮷", "𠮷𠮷𠮷𠮷𠮷𠮷𠮷"),
        ("张\ue81e", "张\u9fb4"),
        ("王\ue816", "王\U00020087"),
        ("一二三四五六七八九十一二三四五", "一二三四五六七八九十一二三四五"),
    ],
)
def test_names(written: str, read_as: str) -> None:
    """Spaces inside stay; characters beyond 16 bits; private-use ones that GB 18030 named later."""
    assert read(papers.resident(written)).name == read_as


def test_only_one_of_the_two_names_of_a_foreigner() -> None:
    said = read(papers.foreigner_2017(name=""))
    assert (said.name, said.foreign_name) == ("", "DOE, JANE MARY")
    assert read(papers.foreigner_2023("")).name == "约翰"


@pytest.mark.parametrize("pad", ["\0", "\uffff", "\u3000"])
def test_other_padding(pad: str) -> None:
    """Spaces are the rule; what else stands after a value is no part of it."""
    document = papers.resident()
    text = document.text.decode("utf-16-le")
    padded = text[:15].rstrip().ljust(15, pad) + text[15:26] + text[26:61].rstrip().ljust(35, pad) + text[61:]
    assert read(Document(padded.encode("utf-16-le"))) == read(document)


@pytest.mark.parametrize("end", ["长期", "长期有效"])
def test_valid_without_end(end: str) -> None:
    said = read(papers.resident(end=end))
    assert (said.valid_from, said.valid_to, said.long_term) == (date(2015, 1, 1), None, True)
    assert not said.expired(date(2999, 1, 1))
    assert said.valid_on(date(2999, 1, 1))


def test_no_last_day_is_not_valid_without_end() -> None:
    """A card that does not say how long it is valid never looks as if it were valid for ever."""
    said = read(papers.resident(end=""))
    assert (said.valid_from, said.valid_to, said.long_term) == (date(2015, 1, 1), None, False)
    assert not said.valid_on(date(2016, 1, 1))
    assert not {"valid_to", "long_term"} & set(document_as_json(said, full=True))
    for end in ("2035010A", "20350231", "长", "203501"):
        with refused(CardDamaged):
            read(papers.resident(end=end))


@pytest.mark.parametrize("word", [False, True])
def test_the_newest_address_counts(word: bool) -> None:
    """With and without a length before it; the last of several; a blank one is none."""
    one, two, none = (papers.field(each, 70) for each in ("甲省丙市旧街 9 号", ADDRESS, ""))
    manner = Manner(address_word=word)
    for newer, expected in (
        (two, ADDRESS),
        (one + two, ADDRESS),
        (one + two + none, ADDRESS),
        (none, "甲省乙市丙区幸福路 1 号"),
        (b"", "甲省乙市丙区幸福路 1 号"),
    ):
        assert read(papers.resident(newer=newer), manner).address == expected


@pytest.mark.parametrize("prints", [0, 512, 1024])
def test_answers_with_fingerprints(prints: int) -> None:
    """Some readers put three lengths before the text."""
    document = papers.resident()
    assert read(document, Manner(fingerprints=prints)) == read(document)


def test_bytes_after_the_photo_are_passed_over() -> None:
    """More data than the lengths say."""
    manner = Manner(spoils=lambda command, answer: (_longer(answer) if command == READ else answer,))
    document = papers.resident()
    assert read(document, manner) == read(document)


def _longer(answer: bytes) -> bytes:
    return frame(0x90, answer[10:-1] + b"\x01\x02\x03")


def test_what_is_left_blank_is_left_out() -> None:
    said = read(papers.resident(birth="", sex="", address=""))
    assert (said.birth_date, said.sex, said.address) == (None, "", "")
    assert read(papers.resident(birth="19900231")).birth_date is None


def changed(document: Document, at: int, text: str) -> Document:
    """The same with other characters at one place of its text."""
    written = text.encode("utf-16-le")
    return replace(document, text=document.text[:at] + written + document.text[at + len(written) :])


GOOD = papers.checked("43990119900102001")
WRONG_NUMBERS = [
    GOOD[:17] + ("0" if GOOD[17] != "0" else "1"),
    papers.checked("43990119900231001"),
    papers.checked("43990120990102001"),
    papers.checked("00990119900102001"),
    papers.checked("91143919880506001"),
    "43990119900102",
    "４３９９０１１９９００１０２００１７",
    "",
]


@pytest.mark.parametrize("number", WRONG_NUMBERS)
def test_a_number_that_fails_its_rules_is_nobody(number: str) -> None:
    """Check digit, date, a day to come, region, a foreigner's number on a resident card, length, full-width, blank."""
    document = papers.resident(number=number or " ")
    with refused(CardDamaged, number):
        read(document)


CONTRADICTIONS = {
    "resident, birth date": papers.resident(birth="19900103"),
    "permit, birth date": changed(papers.permit(), 36, "19920305"),
    "foreigner of 2023, birth date": changed(papers.foreigner_2023(), 36, "19880507"),
}


@pytest.mark.parametrize("which", CONTRADICTIONS)
def test_a_document_that_contradicts_its_number_is_nobodys(which: str) -> None:
    """Named by the fact that differs, and nothing of it told."""
    with refused(CardDamaged, GOOD) as raised:
        read(CONTRADICTIONS[which])
    said = raised.value.message
    assert "出生日期" in said.zh
    assert (raised.value.code, "号码不符" in said.zh) == ("CardDamaged", True)


def test_numbers_that_say_neither_contradict_nothing() -> None:
    """Of 2017; a document that leaves the birth date blank; a sex that is another one, for registers hold mistakes."""
    assert read(changed(papers.foreigner_2017(), 220, "19910203")).birth_date == date(1991, 2, 3)
    for sex in ("1", "2"):
        assert read(changed(papers.foreigner_2023(), 30, sex)).sex == sex
        assert read(papers.resident(sex=sex, number=GOOD)).sex == sex
    assert read(papers.resident(birth="", sex="")).id_number == GOOD


@pytest.mark.parametrize("number", ["UT0439901900102", "UTO43990190010", "uto4399O1900102", "439901199001020"])
def test_a_2017_number_has_its_own_shape(number: str) -> None:
    with refused(CardDamaged, number):
        read(papers.foreigner_2017(number=number))


def test_a_2023_number_begins_with_nine_and_keeps_its_check_digit() -> None:
    good = papers.checked("91143919880506001")
    for number in (good[:17] + ("0" if good[17] != "0" else "1"), papers.checked("43990119900102001")):
        with refused(CardDamaged, number):
            read(papers.foreigner_2023(number=number))


@pytest.mark.parametrize("name", ["", "张\n明", "张\u202e明", "张\0明"])
def test_a_name_that_is_none(name: str) -> None:
    with refused(CardDamaged, papers.checked("43990119900102001")):
        read(papers.resident(name))


def test_half_a_character_in_the_name() -> None:
    """A lone half of a pair is no character."""
    text = bytearray(papers.resident("张").text)
    text[2:4] = b"\x42\xd8"
    with refused(CardDamaged):
        read(Document(bytes(text)))


@pytest.mark.parametrize("letter", ["K", "1", "中"])
def test_an_unknown_type_letter_is_another_kind_of_document(letter: str) -> None:
    text = bytearray(papers.resident().text)
    text[248:250] = letter.encode("utf-16-le")
    with refused(WrongCard):
        read(Document(bytes(text)))


@pytest.mark.parametrize(("text", "photo"), [(254, 1024), (0, 1024), (256, 1025), (0xFFFF, 0xFFFF)])
def test_lengths_that_do_not_fit(text: int, photo: int) -> None:
    """What the answer says of itself is not there: nobody."""

    def spoilt(command: bytes, answer: bytes) -> tuple[bytes, ...]:
        if command != READ:
            return (answer,)
        return (frame(0x90, text.to_bytes(2, "big") + photo.to_bytes(2, "big") + answer[14:-1]),)

    with refused(CardDamaged):
        read(papers.resident(), Manner(spoils=spoilt))
