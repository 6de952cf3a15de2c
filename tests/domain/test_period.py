"""A temporary loss whose period is over before it was ever sent, and since when the period counts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from counter_app.domain.card import Half
from counter_app.domain.operation import Operation, Verdict, Work, WorkState, new_operation_id
from counter_app.domain.period import LAPSED_UNSENT, lapsed, lapsed_answer, over_at, said_here
from counter_app.domain.reconciling import NOT_RESENDABLE

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
LOSS = Operation(
    id=new_operation_id(),
    procedure="temporary-loss",
    holder_number="439901195803122047",
    holder_name="林晓岚",
    card_number=None,
    changes={Half.SSC: "4", Half.BANK: "temporary-loss"},
    facts={"days": "7"},
    accepted_at=NOON,
    clerk="0317",
    outlet="439901",
    window="01",
    province="hunan",
    pack="2026.3",
    urgent=True,
)


def test_it_has_lapsed_when_the_told_days_have_passed_since_it_was_accepted() -> None:
    assert over_at(LOSS) == NOON + timedelta(days=7)
    assert not lapsed(LOSS, NOON + timedelta(days=7) - timedelta(seconds=1))
    assert lapsed(LOSS, NOON + timedelta(days=7))


def test_nothing_else_lapses() -> None:
    for other in (
        replace(LOSS, changes={Half.SSC: "2"}),
        replace(LOSS, changes={}),
        replace(LOSS, facts={}),
        replace(LOSS, facts={"days": "soon"}),
    ):
        assert over_at(other) is None
        assert not lapsed(other, NOON + timedelta(days=900))


def test_the_counters_own_refusal_never_passes_for_the_platforms() -> None:
    work = Work(LOSS, 1, WorkState.WAITING, NOON, "439901-01-261122-0001-1")
    answer = lapsed_answer(work, NOON)
    assert (answer.verdict, answer.code, answer.halves) == (Verdict.REFUSED, LAPSED_UNSENT, ())
    assert said_here(answer.code)
    assert not said_here("1303")
    assert answer.reason is not None
    assert "没有送出" in answer.reason.zh
    sent = lapsed_answer(replace(work, sent_at=NOON), NOON)
    assert sent.code == NOT_RESENDABLE
    assert sent.reason is not None
    assert "没有送出" not in sent.reason.zh
