"""The one place where ports meet adapters: a data folder becomes a working counter, practice parts included.

Nothing here is opened before it is asked for, so that the window stands before the database is touched. Refuses to make
a practice folder real, or a real one practice: the folder's mark decides for life.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import cached_property, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app import settings as settings_file
from counter_app.clock import OnwardClock, PlatformClock
from counter_app.desk.views import Place
from counter_app.devices import CardPin, IdReader
from counter_app.domain.errors import BadInput, NoPlatform, RealFolder, StoreTrouble
from counter_app.domain.moments import local, today_in_china
from counter_app.domain.text import Language, Text, same
from counter_app.key_wiring import Lockable
from counter_app.paper_ports import PaperMaker, Printer
from counter_app.ports import CardReader, Courier, Platform, Secrets, Store
from counter_app.provinces import Loaded, peek
from counter_app.provinces.in_use import RulesInUse, pack_folders, rules_in_use, signing_key
from counter_app.settings import Settings

if TYPE_CHECKING:
    from counter_app.desk.desk import Desk
    from counter_app.device_wiring import DeskDevices
    from counter_app.domain.declaration import SignedStatement
    from counter_app.domain.province import Province
    from counter_app.enrolling import Enrolling
    from counter_app.signing_in import SigningIn
    from local_store.folder import OpenFolder
    from practice.service import ReaderService
    from practice.trainer import PracticeTrainer
    from sync.client import HttpPlatform
    from ui.parts import Parts

_log = logging.getLogger(__name__)


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def default_folder() -> Path:
    """Where a counter's data stands when no folder is named."""
    import platformdirs

    return Path(platformdirs.user_data_dir("counter", appauthor=False)) / "practice"


def open_counter(data: Path | None, pairs: Sequence[str]) -> Counter:
    """The counter of a data folder, with some settings for this run only. Raises BadInput, BadSettings, StoreTrouble.

    Nothing is made yet: an empty or missing folder becomes a practice folder when its store is first asked for.
    """
    from local_store.folder import mark_of

    folder = _absolute(data or default_folder())
    changes = dict(settings_file.parse_pair(pair) for pair in pairs)
    settings = settings_file.load(folder).with_values(changes)
    try:
        peek(settings["province"], **pack_folders(folder, settings))
    except BadInput as error:
        if "province" in changes:
            raise
        raise settings_file.bad_value(folder, "province", error) from error
    mark = mark_of(folder)
    practice = mark is None or mark.practice
    if not practice:
        _make_sure_of_wire(folder, settings, changes)
    return Counter(folder, settings, practice=practice)


def _make_sure_of_wire(folder: Path, settings: Settings, changes: Iterable[str]) -> None:
    from counter_app.wire_settings import URL, make_sure_of_run, make_sure_of_wire

    make_sure_of_run(changes)
    try:
        make_sure_of_wire(settings)
    except BadInput as error:
        raise settings_file.bad_value(folder, URL, error) from error


def _absolute(path: Path) -> Path:
    try:
        return path.expanduser().absolute()
    except RuntimeError as error:  # "~nobody": whose home it is cannot be told
        raise BadInput(
            what=same(str(path)), why=Text("没有这个用户的主目录", "there is no such home folder")
        ) from error


class Counter(Lockable):
    """One counter: its folder and settings, and its parts, each made when first asked for and once."""

    def __init__(self, folder: Path, settings: Settings, *, practice: bool) -> None:
        self.folder = folder
        self.settings = settings
        self.practice = practice
        self._opening = threading.RLock()
        self._asking = threading.RLock()
        self._on_duty: Callable[[], str] = lambda: ""

    def must_be_practice(self) -> None:
        """What is asked for is of the practice province alone. Raises RealFolder."""
        if not self.practice:
            raise RealFolder

    @property
    def language(self) -> Language:
        return Language(self.settings["language"])

    def place(self, province: Province | None = None) -> Place:
        """Where this counter stands; from the pack's heading alone while it is not loaded."""
        name, version = peek(self.settings["province"], **pack_folders(self.folder, self.settings))
        return Place(
            outlet=self.settings["outlet"],
            outlet_name=self.settings["outlet_name"],
            window=self.settings["window"],
            province_name=province.name if province else name,
            pack=province.version if province else version,
            draft=province.draft if province else False,
            hotline=province.hotline if province else "12333",
            practice=self.practice,
            nearby=self.settings.names("nearby"),
        )

    @cached_property
    def _opened(self) -> OpenFolder:
        from local_store.folder import open_or_make
        from local_store.seats import sweep

        opened = open_or_make(self.folder, practice=self.practice, unlocked=self.unlocked)
        if opened.practice:
            from practice.opening import fill_mirror

            fill_mirror(opened.store, now=SystemClock().now())
        sweep(opened.store, now=SystemClock().now())
        return opened

    @cached_property
    def _platform(self) -> HttpPlatform:
        from counter_app.platform_wiring import platform_at

        return platform_at(self._platform_url, self.settings, lambda: self.enrolling, practice=self.practice)

    @cached_property
    def enrolling(self) -> Enrolling:
        """The counter's own key at the platform."""
        from counter_app.platform_wiring import enrolling

        at = (self.settings["outlet"], self.settings["window"])
        clock = PlatformClock(SystemClock(), lambda: self.store().contact())
        return enrolling(self.folder, self.secrets, lambda: self._platform, clock, place=at, practice=self.practice)

    def _platform_url(self) -> str:
        """Where the platform is; a real folder never gets a practice one. Raises NoPlatform."""
        url = self.settings["platform.url"]
        if not url and not self.practice:
            raise NoPlatform(why=Text("没有设省平台地址", "no platform address is set"), handed_over=False)
        return url or self._trainer.platform_url()

    @cached_property
    def _courier(self) -> Courier:
        from counter_app.line_wiring import line_courier

        return line_courier(self, SystemClock())

    @cached_property
    def onward(self) -> OnwardClock:
        """The clock of what goes on record here. Raises StoreTrouble."""
        return OnwardClock(SystemClock(), self.store().last_moment, self.store().clock_taken_back)

    def longest_wait(self) -> float:
        """Seconds between two tries at most: the setting in practice; for real the province's pack may make it
        longer."""
        said = self.settings.number("courier.longest_wait")
        return said if self.practice else max(said, self.rules().province.longest_wait)

    @cached_property
    def _devices(self) -> DeskDevices:
        from counter_app.device_wiring import DeskDevices

        return DeskDevices(
            self.folder, self.settings, lambda: self._platform, practice=self.practice, today=self._today
        )

    def _today(self) -> date:
        """The last day known here, which no machine's clock that was reset takes back; the machine's where the store
        was not opened or cannot be read: a card is read all the same.
        """
        try:
            return local(self.onward.now()).date() if self.is_open else today_in_china()
        except StoreTrouble as trouble:
            _log.warning("the last day known here cannot be read: %s", trouble.code)
            return today_in_china()

    def reader_service(self) -> ReaderService | None:
        """The smart card service as practice found or started it, None for real; asked once, which may take seconds,
        and nobody else is kept waiting meanwhile.
        """
        with self._asking:
            return self._devices.service if self.practice else None

    @cached_property
    def _paper(self) -> PaperMaker:
        from printing.maker import maker_of

        return maker_of(self.settings)

    @cached_property
    def _printer(self) -> Printer:
        from printing.printers import printers_of

        return printers_of(self.settings, self.folder)

    @cached_property
    def _trainer(self) -> PracticeTrainer:
        from practice.trainer import PracticeTrainer

        self.must_be_practice()
        return PracticeTrainer(self.folder)

    @property
    def is_open(self) -> bool:
        """Whether its store has been opened."""
        return "_opened" in self.__dict__

    def store(self) -> Store:
        """The encrypted store, filled with the practice people of this outlet when it is new. Raises StoreTrouble."""
        with self._opening:
            return self._opened.store

    def secrets(self) -> Secrets:
        """Where the keys of this counter stand. Raises StoreTrouble."""
        with self._opening:
            return self._opened.secrets

    def platform(self) -> Platform:
        with self._opening:
            return self._platform

    def courier(self) -> Courier:
        with self._opening:
            return self._courier

    def reader(self) -> CardReader:
        self.reader_service()
        with self._opening:
            return self._devices.reader

    def id_reader(self) -> IdReader:
        """The identity card reader; one that is switched off or missing says so when it is asked."""
        with self._opening:
            return self._devices.id_reader

    def card_pin(self) -> CardPin:
        """The PIN of the card on the reader: over PC/SC, by the maker's driver where only it has a key pad."""
        self.reader_service()
        with self._opening:
            return self._devices.card_pin

    def paper(self) -> PaperMaker:
        with self._opening:
            return self._paper

    def printer(self) -> Printer:
        with self._opening:
            return self._printer

    def trainer(self) -> PracticeTrainer:
        with self._opening:
            return self._trainer

    def desk(self, *, seat: str = "window", pin: Callable[[], CardPin] | None = None) -> Desk:
        """A desk of its own for `seat`; `pin`: another way to the card's PIN than that of the settings. Raises
        StoreTrouble, BadInput, RulesNotInForce.
        """
        from counter_app.desk.desk import Desk
        from counter_app.desk_wiring import station_of

        station = station_of(self, seat=seat, pin=pin or self.card_pin)
        if seat == "window":
            self._on_duty = lambda: station.session.clerk if station.session is not None else ""
        return Desk(station)

    def rules(self, *, on: date | None = None) -> Loaded:
        """The province's rules of a day (today), the last good ones where a newer file has a mistake. Raises BadInput,
        StoreTrouble.
        """
        return self.rules_in_use.loaded(on=on)

    @cached_property
    def rules_in_use(self) -> RulesInUse:
        """By which rules this counter works, and what the platform has signed about them."""
        key = partial(signing_key, self.settings, self._trainer.signing_key if self.practice else None)
        return rules_in_use(
            self.folder, self.settings, key=key, ask=self._published, practice=self.practice, clock=SystemClock()
        )

    def _published(self) -> Sequence[SignedStatement]:
        return self._platform.pack_statements()

    def command_seat(self) -> str:
        """A seat for one run of a command."""
        from local_store.seats import command_seat

        return command_seat()

    def parts(self) -> Parts:
        """What the window is handed: doors that open when it asks."""
        from counter_app.line_wiring import LINE_MODULES, by_hand, courier_stays
        from counter_app.trail_doors import save_sheet, verify_trail
        from counter_app.window_wiring import back_up, repairing
        from ui.parts import Parts

        return Parts(
            settings=self.settings,
            place_guess=self.place(),
            open_desk=self.desk,
            open_courier=self.courier,
            line_steps=(*(partial(import_module, name) for name in LINE_MODULES), self._ready_line),
            open_reader=self.reader,
            open_id_reader=None if self.settings["readers.id"] == "off" else self.id_reader,
            keep_setting=self._keep_setting,
            trainer=self.trainer() if self.practice and not self.settings["platform.url"] else None,
            printer_set=bool(self.settings["printers.receipt"]),
            pages_printed=bool(self.settings["printers.a4"]),
            unlock=self.unlock,
            verify_trail=partial(verify_trail, self),
            save_sheet=save_sheet,
            courier_stays=partial(courier_stays, self),
            open_by_hand=partial(by_hand, self),
            back_up=partial(back_up, self),
            open_repair=partial(repairing, self),
            open_signing_in=self._signing_in,
        )

    def _signing_in(self) -> SigningIn:
        from counter_app.sign_in_wiring import signing_in

        return signing_in(self)

    def _ready_line(self) -> None:
        with self._opening:
            platform = self._platform
        platform.get_ready()

    def _keep_setting(self, name: str, value: str) -> None:
        from counter_app.audit_wiring import note_settings

        before, self.settings = self.settings, self.settings.with_values({name: value})
        settings_file.keep(self.folder, {name: value})
        note_settings(self, before, self.settings, clerk=self._on_duty())

    def close(self) -> None:
        """Let go of everything that was opened. Twice is harmless."""
        with self._opening:
            if "_devices" in self.__dict__:
                self._devices.close()
            if "_platform" in self.__dict__:
                self._platform.close()
            if "_trainer" in self.__dict__:
                self._trainer.close()
            if "_opened" in self.__dict__:
                self._opened.store.close()
