"""Readers that are plugged into USB and that no driver serves, each with the driver it needs, for `counter doctor`.

On Linux from the tree of USB devices (sysfs), on Windows from what Plug and Play says; the Windows branch is written
from Microsoft's documentation of Get-PnpDevice and was never run. A device is taken as served in doubt. Refuses to
install anything, and to open a device.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from counter_app.domain.text import Text, same

USB_DEVICES = Path("/sys/bus/usb/devices")
_SMART_CARD, _SERIAL, _OWN = "0b", "02", "ff"  # USB interface classes: CCID, communications, the maker's own
_WITHIN = 10.0
_NOT_NAMES = frozenset(("usb", "smart", "card", "reader", "smartcard", "ccid", "interface", "device"))


@dataclass(frozen=True, slots=True)
class UsbDevice:
    """One USB device: vendor and product as four hex digits, its own name, classes of its interfaces (two hex digits).

    `driven`: a serial port or another kernel driver stands on it. `refused`: Windows says that its driver is missing or
    does not start.
    """

    vendor: str
    product: str
    name: str = ""
    classes: frozenset[str] = field(default_factory=frozenset)
    driven: bool = False
    refused: bool = False

    @property
    def ids(self) -> str:
        return f"{self.vendor}:{self.product}"


@dataclass(frozen=True, slots=True)
class MissingDriver:
    """A reader that is plugged in and cannot be used: its name with both ids, and the driver it needs."""

    device: Text
    driver: Text


# Makers of smart card readers by USB vendor id, and where their readers that are no CCID get a driver.
_CARD_MAKERS: dict[str, tuple[str, Text]] = {
    "072f": ("ACS", Text("libacsccid1（ACS 驱动）", "libacsccid1 (the driver of ACS)")),
    "096e": ("Feitian 飞天诚信", Text("飞天的读卡器驱动", "Feitian's reader driver")),
    "076b": ("HID OMNIKEY", Text("HID 的 OMNIKEY 驱动", "HID's OMNIKEY driver")),
    "163c": ("Watchdata 握奇", Text("握奇的读卡器驱动", "Watchdata's reader driver")),
    "08e6": ("Thales Gemalto", same("libccid")),
    "04e6": ("Identiv SCM", same("libccid")),
    "058f": ("Alcor Micro", same("libccid")),
    "0bda": ("Realtek", same("libccid")),
}
# Identity card readers (SAM-V) with USB of their own.
_ID_READERS = {("0400", "c35a")}
# USB serial adapters, in which identity card readers often hang: the kernel module, or the driver on Windows.
_ADAPTERS: dict[str, tuple[str, str]] = {
    "1a86": ("CH340", "ch341"),
    "0403": ("FTDI", "ftdi_sio"),
    "10c4": ("CP210x", "cp210x"),
    "067b": ("PL2303", "pl2303"),
}
_CCID = Text("libccid（通用 CCID 驱动）", "libccid (the common CCID driver)")
_CCID_WINDOWS = Text("Windows 自带的智能卡驱动（重新安装）", "the smart card driver of Windows (install it again)")
_SAM = Text(
    "本程序只用串口身份证读卡器：换串口型号，或装厂商驱动", "this program uses serial ones: take a serial model"
)


def examine(names: Sequence[str] | None, *, folder: Path = USB_DEVICES) -> tuple[MissingDriver, ...]:
    """USB readers without a driver. `names`: the readers PC/SC knows, None where its service does not answer: card
    readers cannot be judged then. `folder`: where Linux tells its USB devices.
    """
    devices = pnp_devices() if sys.platform == "win32" else usb_devices(folder)
    if names is None:
        devices = tuple(device for device in devices if not _is_card_reader(device))
    return missing(devices, names or (), windows=sys.platform == "win32")


def missing(devices: Sequence[UsbDevice], names: Sequence[str], *, windows: bool = False) -> tuple[MissingDriver, ...]:
    """Which of the devices are readers that nothing serves.

    PC/SC names a reader as its driver likes. So one whose words are found in a name is served by it, and names that
    are left over may serve the others: only what exceeds them is reported.
    """
    cards = [device for device in devices if _is_card_reader(device)]
    free = list(dict.fromkeys(_without_slot(name) for name in names if not name.startswith("Virtual PCD")))
    unserved: list[UsbDevice] = []
    for device in cards:
        served = next((name for name in free if _words(device.name) & _words(name)), None)
        if served is None or device.refused:
            unserved.append(device)
        else:
            free.remove(served)
    unserved = [d for d in unserved if d.refused] + [d for d in unserved if not d.refused][len(free) :]
    found = [MissingDriver(_called(d), _driver_of(d, windows=windows)) for d in unserved]
    return (*found, *(_other(device, windows=windows) for device in devices if _is_dead(device)))


def usb_devices(folder: Path) -> tuple[UsbDevice, ...]:
    """The USB devices of a Linux machine (kernel documentation ABI/stable/sysfs-bus-usb); none where there is no such
    folder.
    """
    if not folder.is_dir():
        return ()
    found = [_device(place) for place in sorted(folder.iterdir()) if (place / "idVendor").is_file()]
    return tuple(device for device in found if device is not None)


def _device(place: Path) -> UsbDevice | None:
    vendor, product = _word(place / "idVendor").lower(), _word(place / "idProduct").lower()
    if len(vendor) != 4 or len(product) != 4:
        return None  # pulled out while we looked
    parts = [part for part in place.parent.glob(f"{place.name}:*") if part.is_dir()]
    name = " ".join(word for word in (_word(place / "manufacturer"), _word(place / "product")) if word)
    classes = frozenset(_word(part / "bInterfaceClass").lower() for part in parts) - {""}
    driven = any(any(part.glob("tty*")) or (part / "driver").exists() for part in parts)
    return UsbDevice(vendor, product, name, classes, driven)


def _word(path: Path) -> str:
    """What a file of the tree says, "" where it does not exist or its device has just gone."""
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def pnp_devices(ask: Callable[[], str] | None = None) -> tuple[UsbDevice, ...]:
    """The USB devices of a Windows machine, by Get-PnpDevice (module PnpDevice); none where it cannot be asked."""
    try:
        told = json.loads((ask or _ask_windows)() or "[]")
    except (OSError, subprocess.SubprocessError, ValueError):
        return ()
    rows = told if isinstance(told, list) else [told]
    found = [_pnp_device(row) for row in rows if isinstance(row, dict)]
    return tuple(device for device in found if device is not None)


def _pnp_device(row: dict[str, object]) -> UsbDevice | None:
    """One row: InstanceId "USB\\VID_072F&PID_90CC\\...", FriendlyName, Class, Status, CompatibleID."""
    kind, _, rest = str(row.get("InstanceId") or "").upper().partition("\\")
    ids = dict(part.partition("_")[::2] for part in rest.partition("\\")[0].split("&"))
    if kind != "USB" or "VID" not in ids or "PID" not in ids:
        return None
    compatible = str(row.get("CompatibleID") or "").upper()
    card = "CLASS_0B" in compatible or str(row.get("Class") or "") == "SmartCardReader"
    bad = str(row.get("Status") or "") != "OK"
    classes = frozenset({_SMART_CARD} if card else set[str]())
    name = str(row.get("FriendlyName") or "")
    return UsbDevice(ids["VID"].lower(), ids["PID"].lower(), name, classes, driven=not bad, refused=bad)


def _ask_windows() -> str:
    script = (
        "Get-PnpDevice -PresentOnly | Where-Object InstanceId -like 'USB\\*' | "
        "Select-Object InstanceId,FriendlyName,Class,Status,@{n='CompatibleID';e={$_.CompatibleID -join ' '}} | "
        "ConvertTo-Json"
    )
    command = ["powershell.exe", "-NoProfile", "-NonInteractive", "-Command", script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_WITHIN, check=True)
    return done.stdout


def _is_card_reader(device: UsbDevice) -> bool:
    """CCID, or of a maker of card readers and with an interface of the maker's own."""
    if (device.vendor, device.product) in _ID_READERS:
        return False
    own = device.vendor in _CARD_MAKERS and _OWN in device.classes and not device.driven
    return _SMART_CARD in device.classes or own


def _is_dead(device: UsbDevice) -> bool:
    """An identity card reader, or a serial adapter in which one may hang, that gives no serial port."""
    if (device.vendor, device.product) in _ID_READERS:
        return True
    return device.vendor in _ADAPTERS and not device.driven and _SMART_CARD not in device.classes


def _called(device: UsbDevice) -> Text:
    maker = _CARD_MAKERS.get(device.vendor, ("", _CCID))[0]
    name = device.name or maker
    return Text(f"{name or '读卡器'}（USB {device.ids}）", f"{name or 'a reader'} (USB {device.ids})")


def _driver_of(device: UsbDevice, *, windows: bool) -> Text:
    if _SMART_CARD in device.classes:
        return _CCID_WINDOWS if windows else _CCID
    return _CARD_MAKERS[device.vendor][1]


def _other(device: UsbDevice, *, windows: bool) -> MissingDriver:
    if (device.vendor, device.product) in _ID_READERS:
        ids = Text(f"USB 身份证读卡器（{device.ids}）", f"USB identity card reader ({device.ids})")
        return MissingDriver(ids, _SAM)
    chip, module = _ADAPTERS[device.vendor]
    name = Text(f"{chip} 串口转换器（USB {device.ids}）", f"{chip} serial adapter (USB {device.ids})")
    here = (
        Text(f"{chip} 驱动", f"the {chip} driver") if windows else Text(f"内核模块 {module}", f"kernel module {module}")
    )
    return MissingDriver(name, here)


def _words(name: str) -> frozenset[str]:
    """Words of a name that tell one reader from another."""
    plain = "".join(sign if sign.isalnum() else " " for sign in name.casefold())
    return frozenset(word for word in plain.split() if len(word) > 2 and word not in _NOT_NAMES)


def _without_slot(name: str) -> str:
    """All slots of a device are one: "ACS ACR1281 [ICC] 00 00" and "... 00 01"."""
    from readers.pcsc import device

    return device(name)
