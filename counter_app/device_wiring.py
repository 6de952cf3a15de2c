"""The devices on this counter's desk, real or of practice: part of `counter_app.wiring`.

Each is made when first asked for and once; nothing is imported before that. Refuses to lock: `Counter` takes turns.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app.devices import CardPin, IdReader, SecurityModule
from counter_app.ports import CardReader
from counter_app.settings import Settings

if TYPE_CHECKING:
    from practice.service import ReaderService
    from readers.attempt import Authentication
    from readers.driver.driver import Driver


class DeskDevices:
    """Readers of a data folder; `platform` is asked when a card wants to be authenticated by the platform. `today`:
    the day that bounds the birth date in a number.
    """

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        platform: Callable[[], SecurityModule],
        *,
        practice: bool,
        today: Callable[[], date],
    ) -> None:
        self._folder = folder
        self._settings = settings
        self._platform = platform
        self._practice = practice
        self._today = today

    @cached_property
    def reader(self) -> CardReader:
        wanted, besides = self._settings["readers.ssc"], self._settings["readers.psam"]
        if not self._practice:
            from readers.desk_reader import DeskReader

            return DeskReader(wanted, besides=besides, authentication=self._authentication, today=self._today)
        from practice.reader import card_reader

        return card_reader(
            self._folder,
            wanted=wanted,
            besides=besides,
            authentication=self._authentication,
            service=self.service,
            today=self._today,
        )

    @cached_property
    def service(self) -> ReaderService:
        """The smart card service as practice found or started it; for practice only."""
        from practice.service import ensure_pcscd

        return ensure_pcscd()

    @cached_property
    def card_pin(self) -> CardPin:
        from readers.desk_pin import DeskPin
        from readers.pin_choice import PinOfEither
        from readers.pin_reader import PinReader

        wanted, besides = self._settings["readers.ssc"], self._settings["readers.psam"]
        if self._practice:
            from practice.reader import pin_reader

            cards = pin_reader(self._folder, wanted=wanted, besides=besides, service=self.service)
        else:
            cards = PinReader(wanted, besides=besides)
        ways = self._authentication
        desk = DeskPin(cards, authority=ways, authenticate=ways.on_card)
        return PinOfEither(desk, self._driver) if self._driver is not None else desk

    @cached_property
    def id_reader(self) -> IdReader:
        if self._practice and self._settings["readers.id"] == "auto":
            from practice import identity

            return identity.id_reader(self._folder, today=self._today)
        from readers.identity.reader import id_reader

        baud = self._settings.count("readers.id_baud")
        return id_reader(self._settings["readers.id"], baud=baud, today=self._today)

    @cached_property
    def _authentication(self) -> Authentication:
        from readers.ways_of_settings import authentication_of

        psam: SecurityModule | None = None
        if self._practice:
            from practice.psam import in_process

            psam = in_process(self._folder, wanted=self._settings["readers.psam"], service=self.service)
        return authentication_of(self._settings, security=self._platform(), driver=self._driver, psam=psam)

    @cached_property
    def _driver(self) -> Driver | None:
        from readers.driver.driver import driver_of

        return driver_of(self._settings, security=self._platform(), today=self._today)

    def close(self) -> None:
        """Let go of what was made."""
        made = self.__dict__
        if "reader" in made:
            made["reader"].stop()
        if made.get("_driver") is not None:
            made["_driver"].close()
        if "id_reader" in made:
            made["id_reader"].stop()
