"""The maker's driver as a reader of cards and of PINs: `Driver.read`, and the `CardPin` port on the reader's key pad.

Every PIN function reads the card right before and is not called for another person's. Refuses a PIN that was typed into
this program: the driver takes it on keys of its own; and to repeat a PIN command whose answer never came.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import PurePath

from counter_app.devices import SecurityModule
from counter_app.domain.card import CardIdentity, ChipData, PinState
from counter_app.domain.chip_errors import (
    DriverCrashed,
    DriverLacks,
    DriverMissing,
    DriverOverran,
    DriverSilent,
    DriverStopped,
    PinBlocked,
    PinCalledOff,
    PinGivenUp,
    PinUnsettled,
    PinWrong,
    WrongPerson,
)
from counter_app.domain.errors import CardTakenAway, CardTrouble, NeedsAuthentication, ReaderSilent
from counter_app.domain.moments import today_in_china
from counter_app.domain.secret import SecretDigits
from counter_app.domain.text import Text
from counter_app.settings import Settings
from readers.budget import Budget
from readers.driver import answers
from readers.driver.answers import Basics, Holder
from readers.driver.codes import ASK_THE_PLATFORM, GOOD, NO_NEED_OF_THE_PLATFORM, NO_SUCH_COMMAND, trouble_of
from readers.driver.pad import Pad
from readers.driver.process import HelperProcess, Loaded
from readers.driver.steps import PURPOSES, Platform

_LOG = logging.getLogger(__name__)

AUTO = 3  # iType: by itself, contacts first
BY_KEY = 2  # iAuthType
KEY_PAD = 60.0  # seconds the holder may take for an entry (LD/T 33: 15 to 60), which the reader itself ends
AFTER_THE_KEYS = 5.0  # seconds for a driver to come back once its reader has ended the last entry
_LAST_WAIT = 1.0  # seconds for a call to end by itself when the program ends
_NOT_NEEDED = b"0" * 32 + b"|"  # a card that needs no security module takes anything here


def driver_of(
    settings: Settings, *, security: SecurityModule | None = None, today: Callable[[], date] = today_in_china
) -> Driver | None:
    """The driver that settings name, None where they name none.

    `security`: the platform's, for the two-step way; not used where `readers.authentication` leaves the platform out.
    `today` bounds the birth date in a number.
    """
    if not settings["readers.driver"]:
        return None
    helper = HelperProcess(
        settings["readers.driver"],
        python=settings["readers.driver_python"],
        calls=settings["readers.driver_calls"],
        timeout=settings.number("readers.driver_timeout"),
    )
    allowed = security if "platform" in settings.names("readers.authentication") else None
    platform, pad = Platform(allowed, settings["readers.card_key"]), Pad(settings["readers.driver_pad"])
    return Driver(helper, platform=platform, pad=pad, today=today)


class Driver:
    """One maker's driver. From any thread; a second caller waits until the first is done.

    Each method starts the helper process and ends it: a driver that kept its reader open would shut out everybody
    else, our own PC/SC reading among them.
    """

    name = "driver"

    def __init__(
        self,
        helper: HelperProcess,
        *,
        platform: Platform | None = None,
        pad: Pad | None = None,
        today: Callable[[], date] = today_in_china,
    ) -> None:
        self._helper = helper
        self._platform = platform or Platform(None, "")
        self._pad = pad or Pad()
        self._today = today
        self._turn = threading.Lock()
        self._border = threading.Lock()  # between what is waited for and `stop_waiting`
        self._waited_for = False
        self._tells_holder = True

    def read(self, budget: Budget | None = None) -> ChipData:
        """Read the card on the driver's reader. `atr` holds the historical bytes only: more the driver does not tell.

        `budget`: what all calls together may take, each no longer than it may by itself. Raises CardTrouble: NoReader,
        NoCard, WrongCard, CardDamaged, NeedsAuthentication and its kinds, DriverSilent at the deadline of a call, also
        while the driver is at work for somebody else, DriverTrouble and its kinds.
        """
        with self._session(budget):
            basics = self._basics()
            return answers.chip_data(basics, self._holder(basics), reader=PurePath(self._helper.library).name)

    @property
    def has_key_pad(self) -> bool:
        """As `readers.driver_pad` says; auto: as the library shows. Loads it, once: not for a GUI thread."""
        self._look_for_keys()
        return self._pad.there

    @property
    def resets_on_keys(self) -> bool:
        """The driver asks for the new PIN on the keys, where there are keys and it has the function."""
        self._look_for_keys()
        return self._pad.resets

    def _look_for_keys(self) -> None:
        if self._pad.known:
            return
        try:
            self._pad.learn(self.look().functions)
        except DriverMissing as error:  # soon told, and may be mended while the program runs
            _LOG.info("no key pad by the driver: %s", error.code)
        except CardTrouble as error:
            self._pad.learn(())
            _LOG.warning("no key pad by the driver from here on: %s", error.code)

    def look(self) -> Loaded:
        """Load the driver and call nothing: its interpreter and functions. Raises DriverMissing, DriverCrashed,
        ReaderSilent.
        """
        with self._session():
            return self._helper.load()

    def state(self, expected: CardIdentity) -> PinState:
        """Unknown: the driver has no function that tells. Raises WrongPerson and what `read` raises."""
        with self._order():
            self._make_sure(expected)
            return PinState(tries_left=None)

    def verify(self, expected: CardIdentity, pin: SecretDigits | None = None) -> None:
        """The holder enters the PIN on the key pad. Raises what `CardPin` says, PinUnsettled when no answer came."""
        _must_be_on_the_pad(pin)
        with self._order():
            self._by_its_holder("iVerifyPIN", expected, entries=1)

    def change(self, expected: CardIdentity, old: SecretDigits | None = None, new: SecretDigits | None = None) -> None:
        """The holder enters the old PIN and twice the new one on the key pad. Raises as `verify`."""
        _must_be_on_the_pad(old, new)
        with self._order():
            self._by_its_holder("iChangePIN", expected, entries=3)

    def reset(self, expected: CardIdentity, new: SecretDigits | None = None) -> None:
        """The holder enters the new PIN twice on the key pad. Raises as `verify`, NeedsAuthentication and its kinds."""
        _must_be_on_the_pad(new)
        with self._order():
            self._under_a_key("iReloadPIN", self._make_sure(expected), entries=2)

    def unblock(self, expected: CardIdentity) -> None:
        """Raises as `reset`."""
        with self._order():
            self._under_a_key("iUnblockPIN", self._make_sure(expected), entries=0)

    def stop_waiting(self) -> None:
        """See `CardPin`: the helper process is ended, and the next call starts one anew."""
        with self._border:
            if self._waited_for:
                self._helper.cut_off()

    def when_late(self, tell: Callable[[CardTrouble | None], None]) -> None:
        """Never: whoever might answer was ended."""
        del tell

    def close(self) -> None:
        """End the helper process, and a call that is under way: when the program ends, nobody waits for a driver.
        Twice is harmless.
        """
        if not self._turn.acquire(timeout=_LAST_WAIT):
            self._helper.cut_off()
            self._turn.acquire()
        try:
            self._helper.close()
        finally:
            self._turn.release()

    @contextmanager
    def _session(self, budget: Budget | None = None) -> Iterator[None]:
        limit = budget or Budget()
        if not self._turn.acquire(timeout=min(limit.left, threading.TIMEOUT_MAX)):
            raise DriverSilent
        try:
            self._helper.budget = limit
            yield
        finally:
            self._helper.close()
            self._turn.release()

    @contextmanager
    def _order(self) -> Iterator[None]:
        """A session about the PIN, which may be stopped. Raises PinCalledOff when it was before any PIN command."""
        with self._session():
            self._wait_for(True)
            try:
                yield
            except DriverStopped as error:
                raise PinCalledOff from error
            finally:
                self._wait_for(False)

    def _wait_for(self, waited_for: bool) -> None:
        with self._border:
            self._waited_for = waited_for

    def _say(self, function: str, *arguments: int | bytes) -> bytes:
        """Call a function; what it answered. Raises its trouble."""
        returned = self._helper.call(function, *arguments)
        if returned.code != GOOD:
            raise trouble_of(returned.code, function=function)
        return returned.out

    def _on_the_pad(self, function: str, *arguments: int | bytes, entries: int) -> bytes:
        """Call a function that acts on the PIN, its holder entering something `entries` times. Never called again by
        itself: after PinUnsettled nobody knows whether it counted.
        """
        code, out = self._touching(function, *arguments, entries=entries)
        if code != GOOD:
            raise trouble_of(code, function=function, pin=True)
        return out

    def _touching(self, function: str, *arguments: int | bytes, entries: int) -> tuple[int, bytes]:
        seconds = entries * KEY_PAD + AFTER_THE_KEYS if entries else self._helper.timeout
        try:
            returned = self._helper.call(function, *arguments, seconds=seconds)
        except DriverStopped as error:
            raise PinGivenUp from error
        except (ReaderSilent, DriverCrashed, DriverOverran) as error:
            raise PinUnsettled from error
        self._pad.answered(function, returned.code)
        return returned.code, returned.out

    # --- reading ---

    def _basics(self) -> Basics:
        returned = self._helper.call("iReadCardBas", AUTO)
        if returned.code == GOOD and not answers.says_nobody(returned.out):
            return answers.basics(returned.out, today=self._today())
        if returned.code == GOOD:
            out = self._basics_by_platform(NeedsAuthentication())
        elif returned.code in ASK_THE_PLATFORM:
            out = self._basics_by_platform(trouble_of(returned.code, function="iReadCardBas"))
        else:
            raise trouble_of(returned.code, function="iReadCardBas")
        if answers.says_nobody(out):
            raise NeedsAuthentication
        return answers.basics(out, today=self._today())

    def _basics_by_platform(self, why: CardTrouble) -> bytes:
        """In two steps. `why` is what the driver could not do by itself; it stands where it has no steps either."""
        try:
            first = self._helper.call("iReadCardBas_HSM_Step1", AUTO)
        except DriverLacks as error:
            raise why from error
        if first.code == NO_NEED_OF_THE_PLATFORM:
            return self._say("iReadCardBas_HSM_Step2", _NOT_NEEDED)
        if first.code == NO_SUCH_COMMAND:
            raise why
        if first.code != GOOD:
            raise trouble_of(first.code, function="iReadCardBas_HSM_Step1") from why
        step = answers.basics_step(first.out)
        key = self._platform.cryptogram(step, within=self._helper.budget.left)
        return self._say("iReadCardBas_HSM_Step2", key if step.algorithm == "sm4" else key + b"|")

    def _holder(self, of: Basics) -> Holder | None:
        """Sex, nation, birthplace, date of birth and a long name, where the driver gives them. A card is read without
        them, so trouble with them does not count, and a driver that hung or crashed over them is not asked again.
        """
        if not self._tells_holder:
            return None
        try:
            return answers.holder(self._file_of_holder(of), of=of)
        except WrongPerson as error:
            raise CardTakenAway from error
        except CardTakenAway:
            raise
        except (ReaderSilent, DriverCrashed, DriverOverran, DriverLacks) as error:
            self._tells_holder = False
            _LOG.info("the driver's iReadCard is left alone from here on: %s", error.code)
        except CardTrouble as error:
            _LOG.info("the driver's iReadCard gave nothing: %s", error.code)
        return None

    def _file_of_holder(self, of: Basics) -> bytes:
        returned = self._helper.call("iReadCard", AUTO, BY_KEY, of.card_info, answers.EF06)
        if returned.code not in ASK_THE_PLATFORM or self._platform.module is None:
            if returned.code != GOOD:
                raise trouble_of(returned.code, function="iReadCard")
            return returned.out
        step = answers.step(self._say("iReadCard_HSM_Step1", AUTO, of.card_info, answers.EF06))
        key = self._platform.cryptogram(step, card=of, within=self._helper.budget.left)
        return self._say("iReadCard_HSM_Step2", key)

    # --- the PIN ---

    def _make_sure(self, expected: CardIdentity) -> Basics:
        """The card that lies there now, which must be the expected one. Raises WrongPerson."""
        there = self._basics()
        if not (
            expected.card_identifier.upper() == there.identifier
            and expected.social_security_number.upper() == there.number
            and answers.same_answer_to_reset(there.history, expected.atr)
        ):
            raise WrongPerson
        return there

    def _by_its_holder(self, function: str, expected: CardIdentity, *, entries: int) -> None:
        """Verify or change. These functions are not told which card they are for, and the holder has time to lay on
        another: what they say holds for the expected card only if that lies there afterwards too.
        """
        self._make_sure(expected)
        try:
            self._on_the_pad(function, AUTO, entries=entries)
        except (PinWrong, PinBlocked):
            self._make_sure_it_was(expected)
            raise
        self._make_sure_it_was(expected)

    def _make_sure_it_was(self, expected: CardIdentity) -> None:
        try:
            self._make_sure(expected)
        except DriverStopped as error:
            raise PinGivenUp from error
        except CardTrouble as error:
            raise PinUnsettled from error

    def _under_a_key(self, function: str, card: Basics, *, entries: int) -> None:
        """RELOAD or UNBLOCK: under a key of the driver's PSAM, else in three steps under one of the platform."""
        code, _ = self._touching(function, AUTO, card.card_info, entries=entries)
        if code == GOOD:
            return
        trouble = trouble_of(code, function=function, pin=True)
        if code not in ASK_THE_PLATFORM:
            raise trouble
        purpose = PURPOSES[function]
        try:
            out = self._say(f"{function}_HSM_Step1", AUTO, card.card_info)
        except DriverLacks as error:  # what it could not do by itself says more
            raise trouble from error
        key = self._platform.cryptogram(answers.step(out), card=card)
        second = answers.step(self._on_the_pad(f"{function}_HSM_Step2", key, entries=entries))
        code_over_it = self._platform.code(second, purpose=purpose, card=card)
        self._on_the_pad(f"{function}_HSM_Step3", code_over_it, entries=0)


def _must_be_on_the_pad(*typed: SecretDigits | None) -> None:
    if any(pin is not None for pin in typed):
        raise DriverLacks(number=0, function=Text("程序传入的密码", "a PIN typed into the program"))
