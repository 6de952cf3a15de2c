"""A picture of each page: the real program on a virtual screen of its own, worked with keys as a clerk does it.

`make tour` needs no display. Practice folder, platform, card, screen and buses are the tour's own and end with it. The
pictures stand in build/tour/; with `--keep` the few that the documents show are written to docs/pictures/ too.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from counter_app.domain.errors import CardTrouble
from counter_app.domain.holder import Person
from practice.platform.file import connect
from practice.population import cast, residents
from practice.supervisor import DATABASE
from practice.trainer import PracticeTrainer
from tests.journeys.clerk import TITLE, TITLE_EN, Clerk, at_window
from tests.parts import buses, pcscd, screen
from tests.parts.command import Command
from tests.parts.under_passphrase import made
from tools import tour_duty, tour_life, tour_readers
from tools.camera import Camera

ROOT = Path(__file__).resolve().parent.parent
PICTURES, KEPT = ROOT / "build" / "tour", ROOT / "docs" / "pictures"
HOME, PERSON = "请放社保卡", "现在可办"
# Pictures of the documents: name there, name in the tour.
DOCUMENTS = {
    "sign-in": "01-sign-in",
    "home": "02-home",
    "person": "03-person",
    "procedure": "06-formal-loss",
    "result": "08-result-confirmed",
    "preview": "08c-preview",
    "waiting": "11-waiting",
    "follow-up": "18-follow-up",
    "bank-choice": "42-bank-choice",
    "application": "43-application-confirm",
    "guide": "52-guide",
    "notice": "54-notice",
    "identity-card": "30-person-by-identity-card",
    "pin": "33-pin",
    "pin-entry": "34-pin-entry",
    "practice": "16-practice",
    "person-dark": "20-person-dark",
    "person-large": "22-person-large",
    "home-english": "24-home-english",
}


@dataclass
class Tour:
    """The practice counter that is shown, and who comes to it."""

    env: dict[str, str]
    folder: Path
    camera: Camera
    trainer: PracticeTrainer = field(init=False)
    people: dict[str, Person] = field(default_factory=lambda: cast(now=datetime.now(UTC)))

    def __post_init__(self) -> None:
        self.trainer = PracticeTrainer(self.folder)

    @contextmanager
    def window(self, *sets: str, folder: Path | None = None, title: str = TITLE) -> Iterator[Clerk]:
        """The window on the practice folder."""
        with at_window(self.env, folder or self.folder, *sets, title=title) as clerk:
            clerk.hands.rest()
            yield clerk

    def before_today(self) -> None:
        """Work done before the first picture, so that no page stands empty."""
        command = Command(self.folder)
        seen = {"identity_checked": "card-seen"}
        done: tuple[tuple[str, str, dict[str, str]], ...] = (
            ("temporary-loss", "normal-2", {}),
            ("formal-loss", "temporary", seen),
            ("release", "temporary-both", seen),
        )
        for procedure, role, answers in done:
            said = command.carry_out(procedure, self.people[role].holder.number, **answers)
            assert said.status == 0, said

    def freeze(self, person: Person) -> None:
        """A court freezes the account behind a person's card, and the counter has not heard of it."""
        assert person.card is not None
        with closing(connect(self.folder / DATABASE)) as province:
            province.execute("UPDATE account SET state = 'frozen' WHERE card = ?", (person.card.number,))

    def lay_on(self, clerk: Clerk, person: Person) -> None:
        """The person's card on the reader; where there is no reader to be had, the number is typed."""
        try:
            self.trainer.put(person.holder.number)
        except CardTrouble as trouble:
            print(f"（{trouble.message.zh}，按号码打开）", file=sys.stderr)
            clerk.find(person.holder.number)
        clerk.reads(PERSON)


def morning(tour: Tour, clerk: Clerk) -> None:
    """Sign in, a card, a formal loss that the platform confirms."""
    take = tour.camera.take
    clerk.reads("本机数据 完好", seconds=40)
    clerk.strip_says("在线", seconds=20)
    take("01-sign-in")
    clerk.sign_in()
    clerk.reads(HOME)
    take("02-home")
    clerk.key("ctrl+l")
    clerk.reads("窗口已锁定")
    take("02c-locked")
    clerk.key("Return")
    clerk.reads(HOME)
    person = tour.people["normal"]
    tour.lay_on(clerk, person)
    take("03-person")
    tour.trainer.take()
    clerk.key("F4")
    clerk.reads("提交临时挂失")
    take("05-temporary-loss")
    clerk.key("Escape")
    clerk.reads(PERSON)
    clerk.key("F5")
    clerk.reads("下一步：本人确认")
    take("06-formal-loss")
    clerk.key("Return")
    clerk.reads("提交正式挂失")
    take("07-formal-loss-confirm")
    clerk.key("1")
    clerk.chosen("看过本人身份证原件，读卡器读不了")
    clerk.key("Return")
    clerk.reads("社保功能 平台已确认：正式挂失")
    take("08-result-confirmed")
    clerk.key("ctrl+u")
    clerk.reads("适合宽度")
    take("08c-preview")
    clerk.key("Escape")
    finish(clerk)


def finish(clerk: Clerk) -> None:
    """On to the next person."""
    clerk.reads("办结，下一位")
    clerk.key("Return")
    clerk.reads(HOME)


def refusals(tour: Tour, clerk: Clerk) -> None:
    """A bank of its own, and one half that is turned down."""
    take = tour.camera.take
    clerk.find(tour.people["bank-separate"].holder.number)
    clerk.reads(PERSON)
    clerk.key("F4")
    clerk.reads("提交临时挂失")
    take("05b-temporary-loss-separate-bank")
    clerk.key("Return")
    clerk.reads("社保功能 平台已确认：临时挂失")
    take("08b-result-separate-bank")
    finish(clerk)
    clerk.find(tour.people["bank-separate"].holder.number)
    clerk.reads(PERSON)
    take("04-person-separate-bank")
    clerk.key("Escape")
    clerk.reads(HOME)
    person = tour.people["middle-dot"]
    clerk.find(person.holder.number)
    clerk.reads(PERSON)
    clerk.key("F4")
    clerk.reads("提交临时挂失")
    tour.freeze(person)
    clerk.key("Return")
    clerk.reads("平台只确认了一半")
    take("09-result-partly-refused")
    finish(clerk)


def without_a_line(tour: Tour, clerk: Clerk) -> None:
    """Kept here, and said so; somebody nobody knows here."""
    take = tour.camera.take
    tour.trainer.cut_line(True)
    clerk.strip_says("离线 自")
    for role in ("namesake-1", "rare-character"):
        clerk.find(tour.people[role].holder.number)
        clerk.reads(PERSON)
        clerk.key("F4")
        clerk.reads("提交临时挂失")
        take("05c-temporary-loss-offline")
        clerk.key("Return")
        clerk.reads("已受理，等待平台确认")
        take("10-result-waiting")
        finish(clerk)
    take("02b-home-offline")
    clerk.find(tour.people["rare-character"].holder.number)
    clerk.reads("等待平台确认")
    take("04b-person-waiting")
    clerk.key("Escape")
    clerk.reads(HOME)
    clerk.key("alt+2")
    clerk.reads("等待与例外")
    clerk.reads("撤销并告知")
    take("11-waiting")
    clerk.key("alt+1")
    clerk.reads(HOME)
    clerk.write_chinese("沈佳", field="查找")
    clerk.reads("沈*怡")
    take("12-search")
    clerk.key("ctrl+k", "ctrl+a")
    clerk.write(residents(now=datetime.now(UTC), size=2000)[-1].person.holder.number)
    clerk.key("Return")
    clerk.reads("按号码和姓名受理挂失")
    take("13-search-unknown")
    clerk.key("Down", "Return")
    clerk.reads("姓名待填")
    take("14-person-unknown")
    clerk.key("F4")
    clerk.reads("持卡人姓名")
    clerk.key("Return")
    take("15-loss-by-name")
    clerk.key("Escape")
    clerk.reads("姓名待填")
    clerk.key("Escape")
    clerk.reads(HOME)


def practice_and_settings(tour: Tour, clerk: Clerk) -> None:
    """The pages beside the work."""
    clerk.key("alt+3")
    clerk.reads("今天到期的临时挂失")
    tour.camera.take("18-follow-up")
    clerk.key("alt+4")
    clerk.reads("练习用的人")
    tour.camera.take("16-practice")
    clerk.key("alt+5")
    clerk.reads("改动立即生效")
    tour.camera.take("17-settings")
    clerk.key("alt+1")
    clerk.reads(HOME)


def trouble(tour: Tour) -> None:
    """A damaged store: told in full, no work taken. Data under a passphrase: asked for first."""
    damaged = tour.folder.with_name("damaged")
    shutil.copytree(tour.folder, damaged)
    for path in damaged.glob("*.db"):
        if path.name != DATABASE:
            path.write_bytes(b"\xa5" * path.stat().st_size)
    with tour.window("readers.ssc=off", folder=damaged) as clerk:
        clerk.reads("再试", seconds=30)
        tour.camera.take("19-store-trouble")
    locked = tour.folder.with_name("locked")
    made(locked, practice=True).store.close()
    with tour.window("readers.ssc=off", folder=locked) as clerk:
        clerk.reads("本机数据已上锁", seconds=30)
        tour.camera.take("19b-locked")


@dataclass(frozen=True)
class Look:
    """Another look: setting, name of its pictures, and the words its pages are known by."""

    setting: str
    name: str
    first: int
    home: str = HOME
    person: str = PERSON
    formal: str = "下一步"
    done: str = "平台已确认"
    preview: str = "适合宽度"
    next: str = "办结，下一位"
    title: str = TITLE


LOOKS = (
    Look("theme=dark", "dark", 19),
    Look("text_size=large", "large", 21),
    Look("language=en", "english", 24, "Place card", "Can be done", "Next:", "onfirmed", "Fit width", "Done", TITLE_EN),
)


def another_look(tour: Tour, look: Look, person: Person) -> None:
    """Home, person, question and result in another look; the card of the person lies on the reader."""
    take, first = tour.camera.take, look.first
    with tour.window(look.setting, title=look.title) as clerk:
        clerk.sign_in()
        clerk.reads(look.home)
        take(f"{first:02d}-home-{look.name}")
        clerk.find(person.holder.number)
        clerk.reads(look.person)
        take(f"{first + 1:02d}-person-{look.name}")
        clerk.key("F5")
        clerk.reads(look.formal)
        take(f"{first + 1:02d}b-formal-loss-{look.name}")
        clerk.key("Return")
        clerk.wait_for_enter()
        take(f"{first + 1:02d}c-confirm-{look.name}")
        clerk.key("1")
        clerk.wait_for_enter()
        clerk.key("Return")
        clerk.reads(look.done)
        take(f"{first + 1:02d}d-result-{look.name}")
        clerk.key("ctrl+u")
        clerk.reads(look.preview)
        take(f"{first + 1:02d}f-preview-{look.name}")
        clerk.key("Escape")
        clerk.reads(look.next)
        clerk.key("Return")
        clerk.reads(look.home)
        clerk.key("alt+2")
        clerk.wait_for_enter()
        take(f"{first + 1:02d}e-waiting-{look.name}")


def surroundings(stack: ExitStack) -> dict[str, str]:
    """Screen, buses and, where it can be had, the smart card service with the virtual reader for this tour alone."""
    display = stack.enter_context(screen.xvfb())
    env = {**os.environ, **stack.enter_context(buses.session_bus())}
    env |= {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "LC_ALL": "C.UTF-8"}
    try:
        stack.enter_context(pcscd.pcscd())
        stack.enter_context(pcscd.virtual_reader())
    except AssertionError as missing:
        print(f"（没有虚拟读卡器：{missing}）", file=sys.stderr)
    return env


def main() -> int:
    """Take every picture; where they are is printed."""
    parser = argparse.ArgumentParser(description="逐页截图 / a picture of each page")
    parser.add_argument("--keep", action="store_true", help="也写入 docs/pictures / also write docs/pictures")
    parser.add_argument("--only", default="", help="只拍某一段 / only the scenes with this name")
    options = parser.parse_args()
    with ExitStack() as stack:
        env = surroundings(stack)
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="counter-tour-")))
        tour = Tour(env, home / "data", Camera(env["DISPLAY"], PICTURES))
        stack.callback(tour.trainer.close)
        stack.callback(tour.trainer.take_document)
        stack.callback(tour.trainer.take)
        show(tour, options.only)
    if options.keep:
        keep()
    print(json.dumps({"pictures": len(tour.camera.taken), "folder": str(PICTURES.relative_to(ROOT))}))
    return 0


def show(tour: Tour, only: str) -> None:
    """All scenes in their order, or those of one name."""
    tour.before_today()
    scenes: tuple[Callable[[Tour, Clerk], None], ...] = (
        morning,
        *tour_life.SCENES,
        *tour_readers.SCENES,
        refusals,
        without_a_line,
        practice_and_settings,
    )
    if not only or any(only == scene.__name__ for scene in scenes):
        with tour.window() as clerk:
            for scene in scenes:
                scene(tour, clerk)
    for look, role in zip(LOOKS, ("namesake-2", "long-name", "lapsed"), strict=True):
        if only in ("", look.name):
            tour.trainer.cut_line(False)
            another_look(tour, look, tour.people[role])
    # A duty ends with a visit that waits for a supervisor: last, for the next window would open with it.
    for beside in (trouble, tour_duty.duty, tour_duty.repair):
        if only in ("", beside.__name__):
            tour.trainer.cut_line(False)
            beside(tour)


def keep() -> None:
    """The pictures of the documents."""
    KEPT.mkdir(parents=True, exist_ok=True)
    for name, source in DOCUMENTS.items():
        shutil.copyfile(PICTURES / f"{source}.png", KEPT / f"{name}.png")


if __name__ == "__main__":
    sys.exit(main())
