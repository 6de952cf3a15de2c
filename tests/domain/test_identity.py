"""Numbers of every paper a person can show, and what they say of their owner."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from id_validator import validator
from stdnum.cn import ric

from counter_app.domain.holder import Holder
from counter_app.domain.identity import IdentityKind, age_on, birth_of, kinds_of, number_fault, person_kind, same_paper
from counter_app.domain.numbers import birth_date_fits, identity_check_digit
from counter_app.domain.province import PersonKind

TODAY = date(2026, 11, 21)


def whole(first17: str) -> str:
    return first17 + identity_check_digit(first17)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("11010519491231002X", IdentityKind.RESIDENT),  # the standard's own sample
        ("810000199408230021", IdentityKind.HMT_PERMIT),
        (whole("82000019500101001"), IdentityKind.HMT_PERMIT),
        ("830000199201300022", IdentityKind.HMT_PERMIT),
        ("911124198108030024", IdentityKind.RESIDENCE_2023),
        ("ZZZ110000000000", IdentityKind.RESIDENCE_2017),
        ("H00000000", IdentityKind.HM_TRAVEL),
        ("M0000000001", IdentityKind.HM_TRAVEL),
        ("00000000", IdentityKind.TW_TRAVEL),
        ("0000000001", IdentityKind.TW_TRAVEL),
        ("ZZ0000000", IdentityKind.PASSPORT),
    ],
)
def test_each_kind_is_known_by_its_form(number: str, kind: IdentityKind) -> None:
    assert kinds_of(number, today=TODAY)[0] is kind
    assert number_fault(number, today=TODAY) is None


@pytest.mark.parametrize(
    ("number", "part"),
    [
        ("110105194912310021", "校验"),
        ("110105194913310020", "出生日期"),
        ("990105194912310A2X", "17 位数字"),
        ("", "现为 0 位"),
        ("1101051949123100", "应为 18 位，现为 16 位"),
        ("11010519491231002X1", "现为 19 位"),
        ("11010519491231002", "应为 18 位，现为 17 位"),
        ("ABCDEFGHI", "不是身份证"),
        ("H0000000", None),  # a letter and seven digits: some passports are so
        ("X" * 13, "现为 13 位"),
    ],
)
def test_what_is_of_no_kind_says_why(number: str, part: str | None) -> None:
    fault = number_fault(number, today=TODAY)
    assert (fault is None) if part is None else (fault is not None and part in fault.zh and bool(fault.en))


@pytest.mark.parametrize(
    ("number", "papers"),
    [
        ("H0000000102", ("H0000000102", "H00000001")),
        ("0000000102", ("0000000102", "00000001")),
        ("H00000001", ("H00000001",)),
        ("ZZ00000102", ("ZZ00000102",)),
        ("11010519491231002X", ("11010519491231002X",)),
        ("٠٠٠٠٠٠٠٠٠٠", ("٠٠٠٠٠٠٠٠٠٠",)),
    ],
)
def test_renewals_are_counted_behind_the_number_of_a_pass(number: str, papers: tuple[str, ...]) -> None:
    assert same_paper(number) == papers


@pytest.mark.parametrize("number", ["ZZZ439919850101", "H1985010101", "198501010101", "43990119850101001"])
def test_no_birth_date_is_read_out_of_another_number(number: str) -> None:
    """Not even where digits of it look like one."""
    assert birth_of(Holder(number, "某某")) is None
    assert birth_of(Holder(number, "某某", birth_date=TODAY)) == TODAY
    assert birth_date_fits(number, TODAY)


@pytest.mark.parametrize(
    ("number", "born", "kind"),
    [
        ("H00000001", date(1990, 1, 1), PersonKind.HMT),
        ("00000001", date(2015, 1, 1), PersonKind.MINOR),
        ("0000000102", None, PersonKind.HMT),
        ("ZZZ439900000053", date(1990, 1, 1), PersonKind.FOREIGNER),
        ("ZZ0000054", date(2012, 1, 1), PersonKind.MINOR),
        ("ZZ0000054", None, PersonKind.FOREIGNER),
    ],
)
def test_kind_of_person_where_the_number_tells_no_age(number: str, born: date | None, kind: PersonKind) -> None:
    assert person_kind(Holder(number, "某某", birth_date=born), today=TODAY) is kind


@given(st.text(max_size=24))
def test_nothing_that_is_typed_breaks_it(typed: str) -> None:
    assert (number_fault(typed, today=TODAY) is None) is bool(kinds_of(typed, today=TODAY))


@given(st.sampled_from(("11", "43", "44", "46", "50", "45")), st.dates(date(1985, 1, 1), TODAY), st.integers(0, 999))
def test_two_libraries_that_know_regions_never_take_what_is_refused_here(region: str, born: date, serial: int) -> None:
    """Oracles that know counties; where one of them takes a resident's number it is one here."""
    number = whole(f"{region}0100{born:%Y%m%d}{serial:03d}")
    if ric.is_valid(number) or validator.is_valid(number):
        assert kinds_of(number, today=TODAY) == (IdentityKind.RESIDENT,)


@given(st.dates(date(1900, 1, 1), TODAY), st.dates(date(2000, 1, 1), TODAY))
def test_age_grows_by_one_a_year_and_never_falls(born: date, day: date) -> None:
    age = age_on(born, day)
    assert (age >= 0) is (born <= day)
    assert born.year + age <= day.year < born.year + age + 2


def test_sixteen_is_reached_on_the_birthday() -> None:
    born = date(2010, 11, 22)
    assert [age_on(born, date(2026, 11, day)) for day in (21, 22)] == [15, 16]
    assert [age_on(date(2008, 2, 29), day) for day in (date(2025, 2, 28), date(2025, 3, 1))] == [16, 17]


@pytest.mark.parametrize(
    ("first17", "kind"),
    [
        ("43990119580312204", PersonKind.RESIDENT),
        ("43990120150312204", PersonKind.MINOR),
        ("81000019940823002", PersonKind.HMT),
        ("82000020150823002", PersonKind.MINOR),
        ("91112419810803002", PersonKind.FOREIGNER),
    ],
)
def test_kind_of_person_by_number(first17: str, kind: PersonKind) -> None:
    assert person_kind(Holder(whole(first17), "某某"), today=TODAY) is kind
