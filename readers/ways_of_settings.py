"""The ways of a desk as its settings name them. Refuses to guess: a way that settings do not name is not gone."""

from __future__ import annotations

from counter_app.devices import SecurityModule
from counter_app.settings import Settings
from readers.attempt import DRIVER, Authentication, ByDriver, ReadsCards
from readers.authentication import CardKeys, TwoStep, Way
from readers.psam import Psam, PsamWay


def authentication_of(
    settings: Settings, *, security: SecurityModule, driver: ReadsCards | None, psam: SecurityModule | None = None
) -> Authentication:
    """PSAM, platform (`security`) and `driver` (None: none is installed) in the order of `readers.authentication`.

    `psam`: one that lies in no slot, for practice.
    """
    keys = CardKeys(read=int(settings["readers.card_key"], 16))
    in_slot = Psam(
        settings["readers.psam"],
        holder=settings["readers.ssc"],
        purpose=int(settings["readers.psam_purpose"], 16),
        key=int(settings["readers.psam_key"], 16),
    )
    two_step: dict[str, Way] = {
        "psam": TwoStep("psam", psam, keys=keys) if psam is not None else PsamWay(in_slot, keys=keys),
        "platform": TwoStep("platform", security, keys=keys),
    }
    ways: list[Way | ByDriver] = []
    for name in settings.names("readers.authentication"):
        if name in two_step:
            ways.append(two_step[name])
        elif name == DRIVER and driver is not None:
            ways.append(ByDriver(driver))
    return Authentication(ways)
