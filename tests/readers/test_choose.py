"""Which reader is whose: the holder's, never the PSAM's; slots of one device, and two readers of one name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.errors import NoReader
from readers.pcsc import choose, device, says_sam

VIRTUAL = ["Virtual PCD 00 00", "Virtual PCD 00 01"]
DUAL = ["ACS ACR1281 1S Dual Reader ICC 00 00", "ACS ACR1281 1S Dual Reader PICC 00 01"]
WITH_SAM = ["ACS ACR1281 1S Dual Reader SAM 0 00 02", *DUAL]
TWINS = ["ACS ACR38 00 00", "ACS ACR38 01 00"]
SHARED = ["Feitian SCR301 00 00", *VIRTUAL]


@pytest.mark.parametrize(
    ("names", "wanted", "besides", "expected"),
    [
        (VIRTUAL, "auto", "auto", VIRTUAL[0]),
        (VIRTUAL[::-1], "auto", "auto", VIRTUAL[0]),  # the lowest slot, in whatever order they are listed
        (VIRTUAL, "auto", "off", VIRTUAL[0]),
        (VIRTUAL, "auto", "Virtual PCD 00 00", VIRTUAL[1]),
        (VIRTUAL, "auto", "not plugged in", VIRTUAL[0]),
        (VIRTUAL, "Virtual PCD 00 01", "auto", VIRTUAL[1]),
        (WITH_SAM, "auto", "auto", WITH_SAM[1]),
        (WITH_SAM, "picc", "auto", WITH_SAM[2]),
        (TWINS, "auto", "auto", TWINS[0]),
        (TWINS, "auto", "ACS ACR38 00 00", TWINS[1]),
        (TWINS, "ACS ACR38 01 00", "auto", TWINS[1]),
        (TWINS, "acr38", "auto", TWINS[0]),
        (SHARED, "auto", "Feitian", VIRTUAL[0]),
        (["A", "B"], "auto", "auto", "A"),  # Windows may name readers without a number
    ],
)
def test_the_holders_reader(names: list[str], wanted: str, besides: str, expected: str) -> None:
    assert choose(names, wanted, besides=besides) == expected


@pytest.mark.parametrize(
    ("names", "wanted", "besides"),
    [([], "auto", "auto"), (["X SAM 00 00"], "auto", "auto"), (["X 00 00"], "auto", "X"), (TWINS, "off", "auto")],
)
def test_no_reader_is_left(names: list[str], wanted: str, besides: str) -> None:
    with pytest.raises(NoReader):
        choose(names, wanted, besides=besides)


@pytest.mark.parametrize(
    ("name", "sam"),
    [
        ("ACS ACR1281 1S Dual Reader SAM 0 00 01", True),
        ("Some Reader [PSAM] 00 02", True),
        ("Reader SAM2 00 01", True),
        ("Samsung Reader 00 00", False),
        ("Example Sample Reader 00 00", False),
        ("Virtual PCD 00 01", False),
    ],
)
def test_a_name_that_says_sam(name: str, *, sam: bool) -> None:
    assert says_sam(name) is sam


def test_a_reader_that_settings_name_and_is_not_there_is_named() -> None:
    """Others are plugged in, so it is not that there is none."""
    with pytest.raises(NoReader, match="no reader named ACME") as raised:
        choose(["Virtual PCD 00 00"], "ACME")
    assert raised.value.code == "NoReader"
    assert "readers.ssc" in raised.value.what_next.zh
    with pytest.raises(NoReader, match="No card reader"):
        choose([], "ACME")


@given(names=st.lists(st.text(max_size=12), max_size=5), besides=st.text(max_size=5))
def test_whatever_readers_are_called(names: list[str], besides: str) -> None:
    """One of them, or NoReader; and slots of one device have one name."""
    try:
        assert choose(names, "auto", besides=besides) in names
    except NoReader:
        assert all(says_sam(name) or name == names[0] or besides for name in names)
    assert device("ACR38 00 00") == device("ACR38 00 01") != device("ACR38 01 00")
