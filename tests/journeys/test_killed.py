"""The window is killed at any moment, as a power cut does it: nothing lost, nothing twice, and the visit goes on where
it was."""

import os
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from counter_app.domain.holder import Person
from tests.journeys.clerk import Clerk, WindowGone
from tests.journeys.conftest import Stage
from tests.parts.processes import wait_until

KILLS = 6
LONGEST = 2.5  # seconds from the first key to the end of one person's visit, about
HOME, PERSON, ASKING, RESULT = "请放社保卡", "现在可办", "提交临时挂失", "受理号"
PAGES = (RESULT, ASKING, PERSON, HOME)
SEED = "COUNTER_JOURNEY_SEED"


@dataclass(slots=True)
class Course:
    """What a clerk saw and sent: `may` are the pages that may stand there after a kill, `certain` the losses with a
    receipt."""

    next_person: Callable[[], Person]
    person: Person
    may: set[str] = field(default_factory=lambda: {HOME})
    certain: list[str] = field(default_factory=list)

    def step(self, clerk: Clerk, key: str, page: str) -> None:
        """Press a key that leads to a page."""
        self.may.add(page)
        clerk.key(key)
        clerk.reads(page)
        self.may = {page}


def test_killed_at_six_moments(stage: Stage, somebody: Callable[[], Person]) -> None:
    """Reproducible with the printed seed in COUNTER_JOURNEY_SEED."""
    seed = int(os.environ.get(SEED) or random.SystemRandom().randrange(10**6))
    print(f"{SEED}={seed}")  # noqa: T201
    dice, course = random.Random(seed), Course(somebody, somebody())
    for _ in range(KILLS):
        with stage.window() as clerk:
            page = _signed_in(clerk)
            assert page in course.may, (page, course.may)
            course.may = {page}
            death = threading.Timer(dice.uniform(0, LONGEST), clerk.kill)
            death.start()
            try:
                _work_until_killed(clerk, course, page)
            except WindowGone:
                death.join()
    with stage.window() as clerk:
        page = _signed_in(clerk)
        assert page in course.may, (page, course.may)
        _to_the_end(clerk, course, page)
        _formal_loss_goes_on_with_its_answers(stage, clerk, somebody())
    with stage.window() as clerk:
        _reopened_formal_loss(clerk)
        _ten_enters(stage, clerk)
    _nothing_lost_nothing_twice(stage, course)


def _signed_in(clerk: Clerk) -> str:
    """The page that stands there after signing in."""
    clerk.sign_in()

    def now() -> str | None:
        told = clerk.page()
        return next((page for page in PAGES if page in told), None)

    page = wait_until(now, what="a page after signing in")
    clerk.reads(page)
    return page


def _work_until_killed(clerk: Clerk, course: Course, page: str) -> None:
    while True:
        page = _one_step(clerk, course, page)


def _to_the_end(clerk: Clerk, course: Course, page: str) -> None:
    """The visit that was open gets its receipt and ends."""
    while page != HOME:
        page = _one_step(clerk, course, page)


def _one_step(clerk: Clerk, course: Course, page: str) -> str:
    if page == HOME:
        if course.person.holder.number in course.certain:
            course.person = course.next_person()
        course.may.add(PERSON)
        clerk.find(course.person.holder.number)
        clerk.reads(PERSON)
        course.may = {PERSON}
        return PERSON
    if page == PERSON:
        course.step(clerk, "F4", ASKING)
        return ASKING
    if page == ASKING:
        course.step(clerk, "Return", RESULT)
        return RESULT
    if course.person.holder.number not in course.certain:
        course.certain.append(course.person.holder.number)
    course.step(clerk, "Return", HOME)
    return HOME


def _formal_loss_goes_on_with_its_answers(stage: Stage, clerk: Clerk, person: Person) -> None:
    clerk.find(person.holder.number)
    clerk.reads(PERSON)
    clerk.key("F5")
    clerk.reads("下一步：本人确认")
    clerk.key("6")
    clerk.chosen("他人占用")
    clerk.key("9")
    clerk.chosen("昨天")
    clerk.reads("下一步：本人确认")
    clerk.key("Return")
    clerk.reads("提交正式挂失")
    clerk.kill()


def _reopened_formal_loss(clerk: Clerk) -> None:
    clerk.sign_in()
    clerk.reads("提交正式挂失")
    assert "他人占用，昨天" in clerk.page()


def _ten_enters(stage: Stage, clerk: Clerk) -> None:
    """On the main button: one operation, and the result is not left by the rest of them."""
    before = len(stage.outbox())
    clerk.key(*["Return"] * 10)
    clerk.sees("社保功能 平台已确认：正式挂失")
    assert clerk.looks(RESULT)
    assert len(stage.outbox()) == before + 1


def _nothing_lost_nothing_twice(stage: Stage, course: Course) -> None:
    assert stage.command()("sync", "--until-empty", "--for", "20").status == 0
    rows = stage.outbox()
    assert {(row["state"], row["settlement"]) for row in rows} == {("settled", "accepted")}
    serials = sorted(int(row["receipt"].split("-")[3]) for row in rows)
    assert serials == list(range(1, len(rows) + 1)), "no receipt number is missing"
    taken = stage.platform.rows("SELECT operation_id, holder FROM answer")
    assert sorted(str(one) for one, _ in taken) == sorted(row["id"] for row in rows)
    holders = [str(holder) for _, holder in taken]
    assert sorted(holders) == sorted(set(holders)), "nobody twice"
    assert set(course.certain) <= set(holders)
    assert len(holders) == len(set(course.certain)) + 1
    assert all(len(stage.platform.effects(row["id"])) == 2 for row in rows), "each half changed once"
    assert stage.command()("audit", "verify").json["whole"]
