"""Made-up identity documents as the chip holds them: the four layouts, laid out byte by byte as it is described."""

from tests.readers.identity.sam_v import Document

FOREIGNER_2017_NUMBER = "UTO439901900102"


def checked(first17: str) -> str:
    """With its check digit (ISO 7064 MOD 11-2), reckoned here."""
    remainder = 0
    for digit in first17:
        remainder = (remainder + int(digit)) * 2 % 11
    return first17 + "0123456789X"[(12 - remainder) % 11]


def field(text: str, size: int) -> bytes:
    """UTF-16LE, padded with spaces to `size` bytes."""
    value = text.encode("utf-16-le")
    assert len(value) <= size, text
    return value + " ".encode("utf-16-le") * ((size - len(value)) // 2)


def block(*fields: tuple[str, int]) -> bytes:
    """A whole text block."""
    whole = b"".join(field(text, size) for text, size in fields)
    assert len(whole) == 256
    return whole


def resident(
    name: str = "张小明",
    number: str = "",
    *,
    address: str = "甲省乙市丙区幸福路 1 号",
    end: str = "20350101",
    birth: str | None = None,
    sex: str | None = None,
    newer: bytes | None = None,
    photo: bytes = b"\x57\x4c\x66\x00" * 256,
) -> Document:
    """A resident identity card; birth date and sex are those of the number, where they are not given."""
    number = number or checked("43990119900102002" if sex == "2" else "43990119900102001")
    birth, sex = number[6:14] if birth is None else birth, sex_in(number) if sex is None else sex
    text = block(
        (name, 30), (sex, 2), ("01", 4), (birth, 16), (address, 70), (number, 36), ("乙市公安局丙分局", 30),
        ("20150101", 16), (end, 16), ("", 36),
    )  # fmt: skip
    return Document(text, photo, newer)


def sex_in(number: str) -> str:
    """Odd for a man."""
    return "1" if number[16:17] in ("1", "3", "5", "7", "9") else "2"


def permit(name: str = "陈大文", number: str = "") -> Document:
    """A residence permit for Hong Kong, Macao and Taiwan residents."""
    number = number or checked("81000019920304002")
    return Document(
        block(
            (name, 30), (sex_in(number), 2), ("", 4), (number[6:14], 16), ("甲省乙市海边街 8 号", 70), (number, 36),
            ("乙市公安局", 30), ("20190901", 16), ("20240901", 16), ("H12345678", 18), ("01", 4), ("", 6), ("J", 2),
            ("", 6),
        )
    )  # fmt: skip


def foreigner_2017(
    foreign: str = "DOE, JANE MARY", name: str = "简多伊", number: str = FOREIGNER_2017_NUMBER
) -> Document:
    """A foreigner's permanent residence card of 2017."""
    return Document(
        block(
            (foreign, 120), ("2", 2), (number, 30), ("UTO", 6), (name, 30), ("20180203", 16), ("20280202", 16),
            ("19900102", 16), ("01", 4), ("4399", 8), ("I", 2), ("", 6),
        )
    )  # fmt: skip


def foreigner_2023(foreign: str = "DOE, JOHN PETER", name: str = "约翰", number: str = "") -> Document:
    """A foreigner's permanent residence card of 2023; a long name goes on in a second field."""
    number = number or checked("91143919880506001")
    return Document(
        block(
            (name, 30), ("1", 2), ("00", 4), (number[6:14], 16), (foreign[:35], 70), (number, 36), ("", 30),
            ("20240101", 16), ("20340101", 16), (foreign[35:46], 22), ("UTO", 6), ("Y", 2), ("", 6),
        )
    )  # fmt: skip
