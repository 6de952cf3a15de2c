"""A reader on USB that nothing serves is named with the driver it needs; one that is served is not."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readers.drivers_missing import UsbDevice, examine, missing, pnp_devices, usb_devices

ACS = {"idVendor": "072f", "idProduct": "90cc", "manufacturer": "ACS", "product": "CCID USB Reader"}
OLD_ACS = {"idVendor": "072f", "idProduct": "9000", "manufacturer": "ACS", "product": "ACR38"}
FEITIAN = {"idVendor": "096e", "idProduct": "0608", "manufacturer": "FT", "product": "R301"}
UNKNOWN = {"idVendor": "9999", "idProduct": "0001", "product": "卡片阅读器"}
SAM = {"idVendor": "0400", "idProduct": "c35a"}
CH340 = {"idVendor": "1a86", "idProduct": "7523", "product": "USB Serial"}
MOUSE = {"idVendor": "046d", "idProduct": "c077", "product": "Mouse"}


def plug(folder: Path, port: str, device: dict[str, str], kind: str, *, holds: str = "") -> None:
    """A device in a tree as the kernel makes it; `holds`: what stands below its interface."""
    place, part = folder / port, folder / f"{port}:1.0"
    place.mkdir(parents=True)
    part.mkdir()
    for name, said in device.items():
        (place / name).write_text(said + "\n", encoding="utf-8")
    (part / "bInterfaceClass").write_text(kind + "\n", encoding="utf-8")
    if holds:
        (part / holds).mkdir()


@pytest.mark.parametrize(
    ("device", "kind", "called", "driver"),
    [
        (ACS, "0b", "ACS CCID USB Reader（USB 072f:90cc）", "libccid"),
        (OLD_ACS, "ff", "ACS ACR38（USB 072f:9000）", "libacsccid1"),
        (FEITIAN, "0b", "FT R301（USB 096e:0608）", "libccid"),
        (UNKNOWN, "0b", "卡片阅读器（USB 9999:0001）", "libccid"),
        (SAM, "ff", "USB 身份证读卡器（0400:c35a）", "串口"),
        (CH340, "ff", "CH340 串口转换器（USB 1a86:7523）", "ch341"),
    ],
)
def test_each_kind_is_named_with_its_driver(
    tmp_path: Path, device: dict[str, str], kind: str, called: str, driver: str
) -> None:
    plug(tmp_path, "1-2", device, kind)
    plug(tmp_path, "1-3", MOUSE, "03", holds="driver")
    [found] = examine([], folder=tmp_path)
    assert found.device.zh == called
    assert driver in found.driver.zh


@pytest.mark.parametrize(
    ("device", "kind", "names", "holds"),
    [
        (ACS, "0b", ["ACS CCID USB Reader 00 00", "ACS CCID USB Reader 00 01"], ""),
        (FEITIAN, "0b", ["Feitian R301 00 00"], ""),
        (UNKNOWN, "0b", ["A reader by quite another name 00 00"], ""),  # in doubt it is served
        (CH340, "ff", [], "ttyUSB0"),
        (MOUSE, "03", [], ""),
    ],
)
def test_one_that_is_served_is_not_named(
    tmp_path: Path, device: dict[str, str], kind: str, names: list[str], holds: str
) -> None:
    plug(tmp_path, "1-2", device, kind, holds=holds)
    assert examine(names, folder=tmp_path) == ()


def test_of_two_readers_the_one_that_pcsc_does_not_know_is_named(tmp_path: Path) -> None:
    """The virtual reader serves nobody; two slots of one device are one reader."""
    plug(tmp_path, "1-1", ACS, "0b")
    plug(tmp_path, "1-2", FEITIAN, "0b")
    [found] = examine(["ACS CCID USB Reader 00 00", "ACS CCID USB Reader 00 01", "Virtual PCD 00 00"], folder=tmp_path)
    assert "R301" in found.device.zh


def test_a_machine_without_usb_has_nothing_to_say(tmp_path: Path) -> None:
    assert usb_devices(tmp_path / "none") == ()
    plug(tmp_path, "1-2", {"idVendor": "072f"}, "0b")  # pulled out while it was looked at
    assert usb_devices(tmp_path) == ()


def test_what_windows_tells_is_understood() -> None:
    """Rows as ConvertTo-Json writes them, one alone as an object; the call itself was never run."""
    dead = {
        "InstanceId": "USB\\VID_072F&PID_9000\\5&2A",
        "FriendlyName": "ACR38",
        "Class": None,
        "Status": "Error",
        "CompatibleID": "USB\\Class_0B&SubClass_00 USB\\Class_0B",
    }
    well = {**dead, "InstanceId": "USB\\VID_096E&PID_0608\\1", "FriendlyName": "FT R301", "Status": "OK"}
    hub = {"InstanceId": "USB\\ROOT_HUB30\\4", "FriendlyName": "Hub", "Class": "USB", "Status": "OK"}
    devices = pnp_devices(lambda: json.dumps([dead, well, hub]))
    assert [(d.ids, d.refused) for d in devices] == [("072f:9000", True), ("096e:0608", False)]
    [found] = missing(devices, ["FT R301 0"], windows=True)
    assert "ACR38" in found.device.en
    assert [d.ids for d in pnp_devices(lambda: json.dumps(dead))] == ["072f:9000"]
    for nonsense in ("", "not json", "[1, null]", "{}"):
        assert pnp_devices(lambda said=nonsense: said) == ()  # type: ignore[misc]


DEVICES = st.builds(
    UsbDevice,
    st.sampled_from(["072f", "096e", "0400", "1a86", "9999"]),
    st.sampled_from(["0001", "c35a"]),
    st.text(max_size=12),
    st.frozensets(st.sampled_from(["0b", "02", "ff", "03"])),
    st.booleans(),
    st.booleans(),
)


@given(st.lists(DEVICES, max_size=5), st.lists(st.text(max_size=20), max_size=4))
def test_whatever_is_plugged_in_is_told_without_a_fault(devices: list[UsbDevice], names: list[str]) -> None:
    """Never more than there are devices, each with a driver."""
    found = missing(devices, names)
    assert len(found) <= len(devices)
    assert all(one.driver.zh and one.driver.en for one in found)
