"""What `counter doctor` tells of the maker's driver: whether it can be loaded, by what, whether its reader counts as
having a key pad and why, and what it cannot do.

Loads it in its helper process and calls none of its functions: no card is touched. Refuses to judge the reader behind
it, of which the driver tells nothing until a card is read.
"""

from __future__ import annotations

from pathlib import PurePath

from counter_app.domain.chip_errors import DriverLacks
from counter_app.domain.text import Text
from counter_app.settings import Settings
from readers.driver.driver import driver_of
from readers.driver.pad import VERIFIES
from readers.driver.process import FUNCTIONS, Loaded


def examine(settings: Settings) -> Text | None:
    """File, bits, interpreter and missing functions of the driver that settings name; None where they name none.

    Raises DriverMissing, DriverCrashed, ReaderSilent, DriverLacks where it cannot even read a card.
    """
    driver = driver_of(settings)
    if driver is None:
        return None
    loaded = driver.look()
    if "iReadCardBas" not in loaded.functions:
        raise DriverLacks(number=-13, function="iReadCardBas")
    name, lacking = PurePath(settings["readers.driver"]).name, [f for f in FUNCTIONS if f not in loaded.functions]
    without = " ".join(lacking)
    keys = _keys(settings["readers.driver_pad"], loaded)
    what = Text(
        f"{name}，{loaded.bits} 位，Python {loaded.python}，{keys.zh}",
        f"{name}, {loaded.bits} bits, Python {loaded.python}, {keys.en}",
    )
    return Text(f"{what.zh}，没有 {without}", f"{what.en}, without {without}") if lacking else what


def _keys(setting: str, loaded: Loaded) -> Text:
    """Why its reader counts as having keys, or not. No function of the standard tells for certain."""
    if setting == "yes":
        return Text("设为有密码键盘", "set to have a key pad")
    if setting == "no":
        return Text("设为没有密码键盘", "set to have no key pad")
    if VERIFIES in loaded.functions:
        return Text(f"算有密码键盘（它有 {VERIFIES}）", f"counts as having a key pad (it has {VERIFIES})")
    return Text("没有密码键盘", "no key pad")
