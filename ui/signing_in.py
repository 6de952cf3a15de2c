"""Who is on duty at the window: signing in, covering it, uncovering it, handing it over, signing out.

A covered window shows nobody's name or number and hears only who may uncover it; what was under way goes on beneath.
Refuses to judge a password, and to keep one: it is handed on once and wiped.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.clerks import ClerkSession, Role
from counter_app.domain.errors import CounterError
from counter_app.domain.text import Text
from counter_app.ports import LineKind
from counter_app.rights import Right, may
from ui.idle import IdleWatch
from ui.lanes import Lane

if TYPE_CHECKING:
    from collections.abc import Collection

    from counter_app.desk.desk import Desk
    from counter_app.desk.views import Session
    from counter_app.desk.views_handing_over import HandOverView
    from counter_app.domain.password import Password
    from counter_app.signing_in import SigningIn
    from ui.serving import Open, Serving

AGAIN_MS = 200
ASK_EVERY_S = 60.0
_LANDS: tuple[tuple[Right, str], ...] = (
    (Right.SERVE, "home"),
    (Right.READ_AUDIT, "audit"),
    (Right.SETTINGS, "settings"),
    (Right.TRAIN, "practice"),
)


@dataclass(frozen=True, slots=True)
class _Came:
    """Who has come on duty. `open`: the visit to go on with; `left`: those others left open; `replaced`: what the one
    before was signed in by.
    """

    session: Session
    signed: ClerkSession | None
    before: str
    open: Open | None
    left: HandOverView | None
    replaced: ClerkSession | None


class Duty(QObject):
    """`covered`, `uncovered`: the lock page comes and goes; `landed(place)`: whoever came begins there, `gone`: nobody
    is signed in any more. `refused(CounterError)`: for the page that asked; `change_wanted(number)`: the password must
    be changed first.
    """

    covered = Signal()
    uncovered = Signal()
    landed = Signal(str)
    gone = Signal()
    refused = Signal(object)
    change_wanted = Signal(str)

    def __init__(self, serving: Serving) -> None:
        super().__init__(serving)
        self._serving = serving
        self.locked = False
        self.ask_from = 0.0
        self.why = ""  # "asked", "idle" or "over"
        self._wanted = ""  # to be covered for that reason as soon as what is under way has ended
        self.idle = IdleWatch(self, seconds=60.0 * serving.parts.settings.count("duty.lock_minutes"))
        self.idle.due.connect(self.lock)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(lambda: self.lock(self._wanted))

    @property
    def minutes(self) -> int:
        """After how many without a touch the window is covered."""
        return round(self.idle.seconds / 60)

    # --- coming --------------------------------------------------------------------------------------------------

    def sign_in(self, clerk: str, password: Password | None) -> None:
        """Sign in, uncover the window, or take it over, whoever comes. None: a practice clerk is only named."""
        self._ask(clerk, lambda desk: self._prove(desk, clerk, password), password)

    def change(self, clerk: str, old: Password, new: Password) -> None:
        """Change a password at the platform and come on duty by it. Both are wiped."""

        def job(desk: Desk) -> tuple[ClerkSession | None, ClerkSession | None]:
            with old, new:
                signed = self._serving.parts.open_signing_in().prove_anew(clerk, old, new)
            return signed, desk.come(signed)

        self._ask(clerk, job, old, new)

    def _prove(
        self, desk: Desk, clerk: str, password: Password | None
    ) -> tuple[ClerkSession | None, ClerkSession | None]:
        if password is None:
            return None, desk.come_named(clerk)
        with password:
            signed = self._serving.parts.open_signing_in().prove(clerk, password)
        return signed, desk.come(signed)

    def _ask(
        self,
        clerk: str,
        come: Callable[[Desk], tuple[ClerkSession | None, ClerkSession | None]],
        *typed: Password | None,
    ) -> None:
        desk, serving = self._serving.desk, self._serving
        if desk is None or serving.moving:
            for one in typed:
                if one is not None:
                    one.wipe()
            return
        before = serving.standing.session

        def job() -> _Came:
            signed, replaced = come(desk)
            session = desk.session
            if session is None:
                raise TypeError("whoever came is on duty")
            serves = may(session.roles, Right.SERVE)
            left = desk.left_open() if serves else None
            was = before.clerk if before is not None else ""
            return _Came(session, signed, was, desk.resume() if serves else None, left, replaced)

        serving.move(job, self._came, partial(self._not_come, clerk))

    def _not_come(self, clerk: str, trouble: CounterError) -> None:
        from counter_app.domain.errors import StoreTrouble
        from counter_app.domain.sign_in_errors import PasswordToBeChanged

        if isinstance(trouble, PasswordToBeChanged):
            self.change_wanted.emit(clerk)
        elif isinstance(trouble, StoreTrouble) and not self.locked:
            self._serving.tell(trouble)
        else:
            self.refused.emit(trouble)

    def _came(self, came: _Came) -> None:
        serving, signed = self._serving, came.signed
        back = self.locked and came.session.clerk == came.before
        self.locked, self.why = False, ""
        self.idle.begin(lasts=None if signed is None else (signed.until - signed.since) / timedelta(seconds=1))
        serving.set_standing(session=came.session, approvals=0)
        self._end(came.replaced)
        if back:
            if came.open is not None:
                serving.found_again(came.open)
            self.uncovered.emit()
            serving.news()
        else:
            self._begin(came)
        if signed is not None and not signed.with_line:
            self._say_without_line(signed)
        serving.meeting.late()

    def _begin(self, came: _Came) -> None:
        """Somebody else's turn: first what was left open, else what lies on the readers, else the first page."""
        serving = self._serving
        serving.visit, serving.page, serving.finding.wanted = None, None, None
        place = first_place(came.session.roles, practice=serving.parts.trainer is not None)
        if came.open is not None:
            serving.show(came.open)
            serving.meeting.signed_in(serving_goes_on=True)
            serving.said.emit(Text("接着办上次没办完的", "Going on where it stopped"), Text("", ""))
        elif came.left is not None and came.left.visits:
            serving.show(came.left)
        elif place != "home":
            self.landed.emit(place)
        elif not serving.meeting.signed_in(serving_goes_on=False):
            serving.home()

    def _say_without_line(self, signed: ClerkSession) -> None:
        from counter_app.domain.moments import say_full

        until = say_full(signed.until)
        self._serving.said.emit(
            Text("没有连上省平台，凭上次联网登录进入", "No line: signed in by what the platform said last time"),
            Text(f"这次登录到 {until}", f"This sign-in holds until {until}"),
        )

    # --- covering ------------------------------------------------------------------------------------------------

    def lock(self, why: str = "asked") -> None:
        """Cover the window; what a card, a key pad or the desk is at is let come to its end first."""
        serving, desk = self._serving, self._serving.desk
        if self.locked or desk is None or serving.standing.session is None:
            self._wanted = ""
            return
        if serving.moving:
            self._wanted = self._wanted or why
            self._again.start(AGAIN_MS)
            return
        serving.carrying.keep_typed()
        serving.pin.keep_typed()
        self.locked, self.why, self._wanted = True, why, ""
        self.idle.stop()
        serving.lanes.tear_up(serving.finding)
        self.covered.emit()
        serving.pin.stumble()  # what a holder was about to enter is called off
        serving.lanes.desk.run(partial(desk.lock, why), lambda _none: None, serving.tell)

    def ask_there(self) -> None:
        """With a pass that reached the platform, once a minute: whether it still holds whoever is on duty for signed
        in. Where it does not (the password was changed elsewhere) the sign-in is over here too.
        """
        serving, desk = self._serving, self._serving.desk
        if desk is None or serving.standing.session is None or self.locked or monotonic() < self.ask_from:
            return
        self.ask_from = monotonic() + ASK_EVERY_S
        told = partial(self._told_there, serving.standing.session)
        serving.lanes.platform.run(desk.still_signed_in, told, lambda _trouble: None)

    def _told_there(self, whose: Session, holds: bool) -> None:
        if not holds and self._serving.standing.session is whose:
            self.lock("over")

    # --- handing over and going ----------------------------------------------------------------------------------

    def hand_over(self) -> None:
        """What others left open here; told where there is nothing."""
        desk = self._serving.desk
        if desk is not None:
            self._serving.move(desk.left_open, self._left_came)

    def _left_came(self, left: HandOverView) -> None:
        if left.visits:
            self._serving.show(left)
        else:
            nothing = Text("没有待接手的办理", "Nothing is waiting to be taken over")
            self._serving.said.emit(nothing, Text("", ""))

    def accept(self, visit_id: str) -> None:
        """Take one of them over. With a visit of the clerk's own still open it waits."""
        desk, serving = self._serving.desk, self._serving
        if desk is None:
            return
        if serving.visit is not None:
            first = Text("先办结或结束手上这位，再接手", "End the visit that is open first")
            serving.said.emit(first, Text("", ""))
            return
        serving.move(partial(desk.accept, visit_id), self._accepted)

    def _accepted(self, view: Open) -> None:
        self._serving.show(view)
        self._serving.meeting.signed_in(serving_goes_on=True)

    def sign_out(self) -> None:
        """Nobody is on duty; open visits stay for whoever comes next."""
        desk, serving = self._serving.desk, self._serving
        if desk is not None and serving.standing.session is not None:
            serving.move(desk.go, self._went)

    def _went(self, replaced: ClerkSession | None) -> None:
        serving = self._serving
        self.locked = False
        self.idle.stop()
        serving.visit, serving.page, serving.finding.wanted = None, None, None
        serving.set_standing(session=None, approvals=0)
        self.gone.emit()
        self._end(replaced)

    def close(self, seconds: float) -> None:
        """The window closes: whoever is on duty is signed out, at the platform too where there is a line. Waits no
        longer than `seconds`: what was not said there by then ends there by itself.
        """
        desk, serving = self._serving.desk, self._serving
        if desk is None or serving.standing.session is None:
            return
        until = monotonic() + seconds
        went: SimpleQueue[ClerkSession | None] = SimpleQueue()
        serving.lanes.desk.run(lambda: went.put(desk.go()), lambda _none: None)
        with suppress(Empty):
            replaced, line = went.get(timeout=seconds), serving.standing.line
            serving.set_standing(session=None, approvals=0)
            if replaced is not None and line is not None and line.kind is LineKind.ONLINE:
                said: SimpleQueue[bool] = SimpleQueue()
                job = partial(_leave, serving.parts.open_signing_in, replaced)
                Lane("leaving", serving.lanes).run(lambda: said.put(job()), lambda _none: None)  # the others may hang
                said.get(timeout=max(0.0, until - monotonic()))

    def _end(self, replaced: ClerkSession | None) -> None:
        """What somebody was signed in by is ended at the platform too, where there is a line."""
        if replaced is not None:
            job = partial(_leave, self._serving.parts.open_signing_in, replaced)
            self._serving.lanes.platform.run(job, lambda _ended: None, self._serving.tell)


def _leave(signing_in: Callable[[], SigningIn], replaced: ClerkSession) -> bool:
    return signing_in().leave(replaced)


def first_place(roles: Collection[Role], *, practice: bool) -> str:
    """Where on the rail a person of those roles begins."""
    fits = (place for right, place in _LANDS if may(roles, right) and (practice or place != "practice"))
    return next(fits, "settings")
