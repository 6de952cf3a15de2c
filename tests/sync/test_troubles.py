"""What an HTTP answer means, and how long "not now" lasts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.errors import NoPlatform, NotNow, PlatformTrouble, TooOld
from sync.troubles import LONGEST_RETRY_AFTER, USUAL_RETRY_AFTER, judge, retry_after

PROBLEM = {"content-type": "application/problem+json"}


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("7", 7),
        ("0", 1),
        ("", USUAL_RETRY_AFTER),
        ("soon", USUAL_RETRY_AFTER),
        ("-5", USUAL_RETRY_AFTER),
        ("9" * 4000, LONGEST_RETRY_AFTER),
        ("٣", USUAL_RETRY_AFTER),
        ("Sat, 21 Nov 2026 10:00:42 GMT", 42),
        ("Fri, 20 Nov 2026 10:00:00 GMT", 1),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_RETRY_AFTER),
        ("Fri, 99 Dec 2026 23:59:59 GMT", USUAL_RETRY_AFTER),
    ],
)
def test_retry_after_in_seconds_or_as_a_date_by_the_platforms_own_clock(words: str, seconds: float) -> None:
    assert retry_after({"retry-after": words, "date": "Sat, 21 Nov 2026 10:00:00 GMT"}) == seconds


@given(words=st.text(max_size=60), date=st.text(max_size=60))
def test_retry_after_is_always_a_wait_that_can_be_kept(words: str, date: str) -> None:
    assert 1 <= retry_after({"retry-after": words, "date": date}) <= LONGEST_RETRY_AFTER


@pytest.mark.parametrize(
    ("status", "headers", "trouble"),
    [
        (503, {"retry-after": "5"}, NotNow),
        (429, PROBLEM, NotNow),
        (503, {"content-type": "text/html"}, NoPlatform),
        (500, PROBLEM | {"retry-after": "5"}, NoPlatform),
        (426, {}, TooOld),
        (302, {"location": "/"}, NoPlatform),
        (200, {"content-type": "text/html"}, NoPlatform),
        (200, {}, NoPlatform),
        (204, {}, NoPlatform),
        (400, PROBLEM, NoPlatform),
        (404, {}, NoPlatform),
    ],
)
def test_every_answer_but_the_platforms_good_one_is_told_apart(
    status: int, headers: dict[str, str], trouble: type[PlatformTrouble]
) -> None:
    with pytest.raises(trouble) as raised:
        judge(status, headers)
    assert type(raised.value) is trouble


def test_json_with_a_character_set_is_good() -> None:
    judge(200, {"content-type": "Application/JSON; charset=utf-8"})
