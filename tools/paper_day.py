"""A day at a practice counter, and every paper it gives out: made-up people, real procedures, an enrolled key.

Folder and platform are the day's own and end with it. Refuses to write a word of a paper: all come from the desk.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from counter_app.desk.desk import Desk
from counter_app.desk.views import OutcomeView, VisitView
from counter_app.desk.views_leaving import LeaveView
from counter_app.domain.errors import NeedsSecond
from counter_app.domain.holder import Person
from counter_app.domain.moments import today_in_china
from counter_app.domain.print_job import Document
from counter_app.wiring import Counter
from practice.population import cast
from tests.parts import practice_platform
from tests.parts.consenting import agreed
from tests.parts.counting import working
from tests.parts.four_eyes import digits
from tests.parts.practice_platform import Platform
from tests.parts.seen import SEEN

CLERK, SECOND = "0317", "0318"
_NO_AGENT = "R04"  # whoever came may not act for the holder
_STEPS = 4  # of the papers' way into the folder, a paper


@dataclass
class Day:
    """The counter, the platform behind it, and the papers so far by the names of their pictures."""

    counter: Counter
    desk: Desk
    lying: Desk
    platform: Platform
    printed: Path
    people: dict[str, Person] = field(default_factory=lambda: cast(now=datetime.now(UTC)))
    papers: dict[str, Document] = field(default_factory=dict)

    def take(self, name: str, kind: str, key: str, *, desk: Desk | None = None, english: bool = True) -> None:
        """The paper as it stands now, and with its English."""
        at = desk or self.desk
        self.papers[name] = at.paper_document(kind, key)
        if english:
            self.papers[f"{name}-english"] = at.paper_document(kind, key, bilingual=True)

    def visit(self, role: str) -> str:
        """That person stands at the window."""
        return self.desk.refresh(self.desk.open_number(self.people[role].holder.number).visit_id).visit_id

    def carry(self, visit: str, procedure: str, **answers: str) -> OutcomeView:
        """Carry a procedure out; a second clerk agrees where one must."""
        page: VisitView | OutcomeView = self.desk.begin(visit, procedure)
        given = {**SEEN, **answers}
        while isinstance(page, VisitView):
            page = self.filled(page, given)
            try:
                page = self.desk.forward(visit)
            except NeedsSecond:
                self.desk.agree(visit, SECOND, digits(SECOND))
                page = self.desk.forward(visit)
        return page

    def filled(self, page: VisitView, given: Mapping[str, str]) -> VisitView:
        """The page answered, one by one: who acts decides what is asked next."""
        for name, value in given.items():
            if name in {one.field.name for one in page.fields}:
                page = self.desk.answer(page.visit_id, {name: value})
        page = agreed(self.desk, page)
        assert page.missing is None, page.missing
        return page

    def send(self) -> None:
        """The platform hears of everything and answers."""
        while self.counter.courier().pass_once().more:
            pass

    def done(self, role: str, procedure: str, **answers: str) -> str:
        """Somebody comes, is served and goes; the number of the receipt."""
        visit = self.visit(role)
        number = self.carry(visit, procedure, **answers).receipt.number
        self.send()
        self.desk.end(visit)
        return number

    def printed_paper(self, key: str, *, copy: bool) -> bytes:
        """A receipt on its way through the print jobs, out of the folder that stands for a printer."""
        before = set(self.printed.rglob("*.pdf"))
        self.desk.print_paper("receipt", key, copy=copy)
        for _step in range(_STEPS):
            self.desk.press()
        (path,) = set(self.printed.rglob("*.pdf")) - before
        return path.read_bytes()


@contextmanager
def opened() -> Iterator[Day]:
    """A new practice counter with its clerk, on a platform of its own that makes cards at once."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="counter-papers-")))
        platform = stack.enter_context(practice_platform.running(home / "platform" / "platform.db"))
        platform.switch("making_seconds", "0")
        platform.switch("making_fails", "never")
        printed = home / "printed"
        printed.mkdir()
        sets = (f"platform.url={platform.url}", f"printers.receipt=folder:{printed}")
        counter, second = (
            stack.enter_context(working(home / "data", *sets, f"printers.receipt_paper={paper}"))
            for paper in ("80mm", "a5")
        )
        counter.courier().pass_once()
        desk, lying = counter.desk(), second.desk(seat="papers")
        for one in (desk, lying):
            one.sign_in(CLERK)
        yield Day(counter, desk, lying, platform, printed)


def papers() -> Mapping[str, Document]:
    """Every paper of such a day by the name of its picture."""
    with opened() as day:
        for scene in SCENES:
            scene(day)
        return day.papers


def loss_by_an_agent(day: Day) -> None:
    """The daughter of an old woman reports her card stolen; the papers as they come out at once."""
    visit, agent = day.visit("normal-2"), day.people["locked"].holder
    answers = {
        "actor": "agent",
        "actor_name": agent.name,
        "actor_number": agent.number,
        "relation": "child",
        "relation_proof": "letter",
        "scope": "both",
        "reason": "stolen",
        "when": "yesterday",
    }
    number = day.carry(visit, "formal-loss", **answers).receipt.number
    day.take("receipt-roll", "receipt", number)
    day.take("receipt-a5", "receipt", number, desk=day.lying)
    day.take("form-loss", "form", number, english=False)
    day.desk.end(visit)
    day.send()


def loss_not_submitted(day: Day) -> None:
    """All answered, and the person thinks again before the last key."""
    visit = day.visit("normal")
    day.filled(day.desk.begin(visit, "formal-loss"), {"scope": "both", "reason": "lost", "when": "today"})
    day.take("form-loss-not-submitted", "form-draft", visit, english=False)
    asked = day.desk.back(visit)
    assert isinstance(asked, LeaveView)
    day.desk.leave(visit, asked.reasons[0][0])
    day.desk.end(visit)


def rare_name(day: Day) -> None:
    """A name outside the basic plane; confirmed, printed, and printed again."""
    number = day.done("rare-character", "temporary-loss", scope="both")
    day.printed_paper(number, copy=False)
    again = day.printed_paper(number, copy=True)
    day.papers["receipt-roll-rare-copy"] = replace(day.desk.paper_document("receipt", number), pdf=again)


def first_card(day: Day) -> None:
    """Somebody without a card applies for one."""
    number = day.done("adult-no-card", "application", ground="live", bank="B01", photo="file", mobile="13900000046")
    day.take("form-application", "form", number)


def another_account(day: Day) -> None:
    """A damaged card is replaced by one of another bank, and handed in when the new one is collected."""
    answers = {"reason": "damaged", "keep_account": "no", "bank": "B02", "told_payers": "yes"}
    number = day.done("normal", "replacement", **answers)
    day.take("notice-account", "account-notice", number)
    day.done("normal", "activation", bank_side="taken", old_card_back="yes")


def cancelled(day: Day) -> None:
    """Somebody moves abroad; two clerks agree, the card is cut."""
    day.done("bank-closed", "cancellation", ground="abroad", card_handed_in="yes", actor="self")


def turned_away(day: Day) -> None:
    """Two who are not served today: papers are missing; whoever came may not act."""
    visit = day.visit("namesake-1")
    day.desk.begin(visit, "cancellation")
    missing = [one for one, _words in day.desk.turning_away(visit).papers[:2]]
    day.take("notice-missing", "notice", day.desk.turn_away(visit, "missing", missing=missing).number)
    visit = day.visit("namesake-2")
    day.desk.begin(visit, "formal-loss")
    day.take("notice-refusal", "notice", day.desk.turn_away(visit, "refused", reason=_NO_AGENT).number)


def own_data(day: Day) -> None:
    """Somebody asks for a copy of what is kept about them."""
    day.take("data-copy", "data-copy", day.done("temporary", "data-copy"), english=False)


def turned_down(day: Day) -> None:
    """A court has frozen an account, and the counter has not heard of it: the bank turns its half down."""
    visit = day.visit("middle-dot")
    card = day.people["middle-dot"].card
    assert card is not None
    day.platform.change("UPDATE account SET state = 'frozen' WHERE card = ?", card.number)
    day.carry(visit, "temporary-loss", scope="both")
    day.send()
    day.desk.end(visit)


def evening(day: Day) -> None:
    """One more whose answer has not come yet, then the sheets of the day; and a guide, which is always the same."""
    visit = day.visit("long-name")
    day.carry(visit, "temporary-loss", scope="both")
    day.desk.end(visit)
    today = today_in_china().isoformat()
    day.take("custody", "custody", today)
    day.take("day-end", "day-end", today)
    day.take("guide", "guide-sheet", "replacement")


SCENES: tuple[Callable[[Day], None], ...] = (
    loss_by_an_agent,
    loss_not_submitted,
    rare_name,
    first_card,
    another_account,
    cancelled,
    turned_away,
    own_data,
    turned_down,
    evening,
)
