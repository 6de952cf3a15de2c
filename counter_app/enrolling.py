"""Keeps the counter enrolled at the platform: a key when there is none, a fresh one in time, a word when it is revoked.

A new key is kept before the platform hears of it, so a lost answer is asked for again with the same key, unless the
platform says that it was revoked since; the old one goes when the platform has answered. Processes on one folder take
turns. Refuses to enrol without a code, and to throw a revoked key in use away before another one is granted.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace

from counter_app import enrolment
from counter_app.domain.enrolment_errors import EnrolmentRevoked, KeyUnreadable, NotEnrolled
from counter_app.domain.errors import Damaged, PlatformTrouble, StoreTrouble
from counter_app.enrolment import Enrolled, EnrolmentDoor, Kept, KeyRefusal, PrivateKey
from counter_app.ports import Clock, Secrets

_RENEWED_IN_THE_LAST = 3  # third of its life
_ENDED = (KeyRefusal.REVOKED, KeyRefusal.TAKEN_OVER)
_log = logging.getLogger(__name__)


class Enrolling:
    """The `KeyRing` of a counter. `open_code` is the code a practice counter enrols with by itself, "" for real; `turn`
    keeps other processes of the folder away meanwhile. Methods may be called from any thread. Where the key cannot be
    read or kept, whoever signs is told KeyUnreadable: nothing can go, and work is taken as with no line.
    """

    def __init__(
        self,
        *,
        secrets: Callable[[], Secrets],
        door: Callable[[], EnrolmentDoor],
        clock: Clock,
        place: tuple[str, str],
        turn: Callable[[], AbstractContextManager[object]],
        open_code: str = "",
    ) -> None:
        self._secrets, self._door, self._clock, self._turn = secrets, door, clock, turn
        self._outlet, self._window = place
        self._open_code = open_code
        self._within = threading.RLock()
        self._known: Enrolled | None = None

    def key(self) -> PrivateKey:
        """The key in use; a practice counter that has none gets one now. Raises NotEnrolled, PlatformTrouble."""
        with self._within, _readable():
            known = self._known
            if known is None or known.revoked:  # another process may have enrolled the counter since
                known = self._look()
            if known is None and self._open_code:
                known = self._enrol(self._open_code)
            if known is None:
                raise NotEnrolled(handed_over=False)
            if known.revoked:
                raise enrolment.ended(known)
            return known.key

    def turned_down(self, key: enrolment.CounterKey, why: KeyRefusal) -> bool:
        """Whether another key stands here: renewed by another process, or got anew from a practice platform that does
        not know this one any more.
        """
        with self._within, _readable():
            known = self._look()
            if known is not None and known.key.key_id != key.key_id:
                return True
            if why is KeyRefusal.REPLACED and known is not None and not known.revoked:
                return self._renewed_before(known)
            if why in _ENDED and known is not None and not known.revoked:
                _log.warning("the platform takes key %s no more: %s", key.key_id, why.value)
                self._revoked(replace(known, taken_over=why is KeyRefusal.TAKEN_OVER), before=known)
            if why in (KeyRefusal.UNKNOWN, KeyRefusal.EXPIRED) and self._open_code:
                self._enrol(self._open_code)
                return True
            return False

    def enrol(self, code: str) -> Enrolled:
        """Enrol with a code of the administrator's, also where what was kept is no key now. Raises PlatformTrouble,
        CodeRefused, StoreTrouble.
        """
        with self._within:
            try:
                self._look()
            except Damaged:
                _log.warning("what was kept as the counter's key is none: a new one takes its place")
                enrolment.keep(self._secrets(), Kept())
            return self._enrol(code)

    def enrolled(self) -> Enrolled | None:
        """What is kept, None where nothing is. Raises StoreTrouble."""
        with self._within:
            return self._look()

    def see_to(self) -> None:
        """After a pass that reached the platform: get a key where a practice counter has none, renew in good time.

        Trouble is no trouble of the line: it is tried again after the next pass.
        """
        try:
            self.key()
            self.renew_if_due()
        except (PlatformTrouble, StoreTrouble) as error:
            _log.info("enrolment: %s", error.code)

    def ask(self) -> None:
        """Ask the platform what is granted to the key in use, and keep it where it is something else by now. Raises
        PlatformTrouble: NotEnrolled where the platform takes nothing from this counter.
        """
        key = self.key()
        grant = self._door().grant()
        with self._within, _readable():
            known = self._look()
            # Renewed or enrolled anew meanwhile: it was about another key.
            if known is not None and known.key.key_id == key.key_id and known.grant != grant:
                self._granted_otherwise(known, grant)

    def renew_if_due(self) -> bool:
        """Renew in the last third of the key's life. Raises PlatformTrouble."""
        with self._within:
            known = self._look()
            if known is None or known.revoked or not self._is_due(known):
                return False
            with self._turn():
                return self._renew()

    def _renew(self) -> bool:
        kept = enrolment.read(self._secrets())
        old = kept.enrolled
        if old is None or not self._is_due(old):  # another process was here first
            self._known = old
            return False
        successor = kept.successor or enrolment.new_key()
        enrolment.keep(self._secrets(), replace(kept, successor=successor))
        self._take(successor, self._door().renew(successor, old=old.key), beside=Kept(fresh=kept.fresh))
        return True

    def _enrol(self, code: str) -> Enrolled:
        before = self._known
        with self._turn():
            kept = enrolment.read(self._secrets())
            if kept.enrolled is not None and not kept.enrolled.revoked and kept.enrolled != before:
                self._known = kept.enrolled  # another process was here first
                return kept.enrolled
            try:
                return self._granted(code, kept)
            except EnrolmentRevoked:
                if kept.fresh is None:
                    raise
                _log.warning("the platform has revoked key %s, which it never answered for", kept.fresh.key_id)
                return self._granted(code, replace(kept, fresh=None))

    def _granted(self, code: str, kept: Kept) -> Enrolled:
        """Enrolled under the key that was made before and never answered for, else under a new one."""
        fresh = kept.fresh or enrolment.new_key()
        enrolment.keep(self._secrets(), replace(kept, fresh=fresh))
        place = {"outlet": self._outlet, "window": self._window, "replaces": kept.replaces}
        grant = self._door().enrol(code, fresh, **place)
        return self._take(fresh, grant, beside=Kept())

    def _take(self, new: PrivateKey, grant: enrolment.Grant, *, beside: Kept) -> Enrolled:
        """What is in use from now on; `beside`: what is still to be answered."""
        key = replace(new, counter_id=grant.counter_id)
        enrolled = Enrolled(key, grant, since=self._clock.now())
        enrolment.keep(self._secrets(), replace(beside, enrolled=enrolled))
        self._known = enrolled
        _log.info("enrolled as %s until %s, key %s", grant.counter_id, grant.until.date(), key.key_id)
        return enrolled

    def _revoked(self, known: Enrolled, *, before: Enrolled) -> None:
        ended = replace(known, revoked=True)
        with self._turn():
            kept = enrolment.read(self._secrets())
            if kept.enrolled == before:
                enrolment.keep(self._secrets(), replace(kept, enrolled=ended))
        self._known = ended

    def _granted_otherwise(self, known: Enrolled, grant: enrolment.Grant) -> None:
        with self._turn():
            kept = enrolment.read(self._secrets())
            if kept.enrolled == known:
                self._known = replace(known, grant=grant)
                enrolment.keep(self._secrets(), replace(kept, enrolled=self._known))
                _log.info("granted otherwise: %s until %s", grant.scope.kind.value, grant.until.date())

    def _renewed_before(self, known: Enrolled) -> bool:
        """The platform has granted a successor that was not kept here as granted: ask for the same grant again."""
        with self._turn():
            kept = enrolment.read(self._secrets())
            if kept.enrolled != known or kept.successor is None:
                return kept.enrolled is not None and kept.enrolled != known
            self._take(kept.successor, self._door().renew(kept.successor, old=known.key), beside=Kept(fresh=kept.fresh))
            return True

    def _look(self) -> Enrolled | None:
        self._known = enrolment.read(self._secrets()).enrolled
        return self._known

    def _is_due(self, known: Enrolled) -> bool:
        """By this machine's clock; one that is far off only renews too early or is told by the platform."""
        life = known.grant.until - known.since
        return self._clock.now() > known.grant.until - life / _RENEWED_IN_THE_LAST


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except StoreTrouble as error:
        raise KeyUnreadable(handed_over=False) from error
