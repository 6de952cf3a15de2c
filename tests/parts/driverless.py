"""A printer as IPP Everywhere has it (PWG 5100.14): `ippeveprinter` on this machine alone, with a bus and a name
service of its own where the machine has none. Never the machine's printers.

It takes A4, A5 and a roll of 80 mm cut at 297 mm, and keeps what comes out.
"""

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.parts.processes import begin, end, must_live, program, short_folder, wait_until

_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path={folder}/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/><allow own="*"/><allow send_type="method_call"/><allow send_destination="*"/>
    <allow receive_sender="*"/><allow send_requested_reply="true"/><allow receive_requested_reply="true"/>
  </policy>
</busconfig>
"""
_NAMES = """[server]
host-name=counter-test
allow-interfaces=lo
use-ipv6=no
enable-dbus=yes
[wide-area]
enable-wide-area=no
"""
_SIZES = (("A4", "A4", 595.28, 841.89), ("A5", "A5", 419.53, 595.28), ("w227h842", "Roll", 226.77, 841.89))
_PPD = """*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "ROLL.PPD"
*Manufacturer: "Test"
*Product: "(Roll)"
*ModelName: "Test Roll"
*ShortNickName: "Test Roll"
*NickName: "Test Roll"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: False
*DefaultColorSpace: Gray
*FileSystem: False
*Throughput: "60"
*TTRasterizer: None
*OpenUI *PageSize/Media Size: PickOne
*OrderDependency: 10 AnySetup *PageSize
*DefaultPageSize: A4
{page_sizes}*CloseUI: *PageSize
*OpenUI *PageRegion/Media Size: PickOne
*OrderDependency: 10 AnySetup *PageRegion
*DefaultPageRegion: A4
{regions}*CloseUI: *PageRegion
*DefaultImageableArea: A4
{areas}*DefaultPaperDimension: A4
{dimensions}*DefaultFont: Courier
*Font Courier: Standard "(1.05)" Standard ROM
"""
# The printer runs it with the job's file, and hears of its state on the standard error.
_KEEP = """#!/bin/sh
if [ -e "{folder}/paper-is-out" ]; then
  echo "STATE: +media-empty-error" >&2
  while [ -e "{folder}/paper-is-out" ]; do sleep 0.05; done
  echo "STATE: -media-empty-error" >&2
fi
cp "$1" "{folder}/.came" && mv "{folder}/.came" "{folder}/$IPP_JOB_ID.pdf"
"""


@dataclass(frozen=True, slots=True)
class Driverless:
    """Its address, and the folder of papers that came out: `<number of the job>.pdf`. A file `paper-is-out` there
    stops it at the next job.
    """

    uri: str
    folder: Path
    environment: dict[str, str]

    @contextmanager
    def without_paper(self) -> Iterator[None]:
        """Nothing in the tray until the block ends."""
        out = self.folder / "paper-is-out"
        out.touch()
        try:
            yield
        finally:
            out.unlink(missing_ok=True)


@contextmanager
def driverless() -> Iterator[Driverless]:
    """A running printer on a free port of this machine."""
    with ExitStack() as stack:
        folder = short_folder("ipp")
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        environment = _names(folder, stack)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port: int = free.getsockname()[1]
        printer = Driverless(f"ipp://localhost:{port}/ipp/print", folder / "came", environment)
        stack.enter_context(switched_on(printer))
        yield printer


@contextmanager
def switched_on(printer: Driverless) -> Iterator[None]:
    """The printer's own process: it forgets every job when it ends."""
    folder, port = printer.folder, int(printer.uri.split(":")[2].split("/")[0])
    folder.mkdir(exist_ok=True)
    base = folder.with_name(f"{folder.name}-parts")
    base.mkdir(exist_ok=True)
    (base / "roll.ppd").write_text(_ppd(), encoding="ascii")
    (base / "keep").write_text(_KEEP.format(folder=folder), encoding="ascii")
    (base / "keep").chmod(0o755)
    words = ["-r", "off", "-n", "localhost", "-p", str(port), "-d", str(base / "spool")]
    words += ["-P", str(base / "roll.ppd"), "-c", str(base / "keep"), "Counter test"]
    (base / "spool").mkdir(exist_ok=True)
    command = [program("ippeveprinter", package="cups-ipp-utils"), *words]
    process = begin(command, log=base / "printer.log", env=printer.environment)
    try:

        def ready() -> bool:
            must_live(process, log=base / "printer.log", name="ippeveprinter")
            with socket.socket() as line:
                return line.connect_ex(("localhost", port)) == 0

        wait_until(ready, what="ippeveprinter")
        yield
    finally:
        end(process)


def _names(folder: Path, stack: ExitStack) -> dict[str, str]:
    """It will not start without a name service: the machine's own where it runs, else one on the loopback alone."""
    if Path("/run/avahi-daemon/socket").exists() and Path("/run/dbus/system_bus_socket").exists():
        return dict(os.environ)
    environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={folder}/bus"}
    (folder / "bus.conf").write_text(_BUS.format(folder=folder), encoding="ascii")
    (folder / "names.conf").write_text(_NAMES, encoding="ascii")
    words = [program("dbus-daemon", package="dbus"), f"--config-file={folder}/bus.conf", "--nofork", "--nopidfile"]
    stack.callback(end, begin(words, log=folder / "bus.log"))
    wait_until((folder / "bus").exists, what="the bus")
    daemon = program("avahi-daemon", package="avahi-daemon")
    words = [daemon, "-f", str(folder / "names.conf"), "--no-drop-root", "--no-chroot", "--no-rlimits"]
    names = begin(words, log=folder / "names.log", env=environment)
    stack.callback(end, names)

    def ready() -> bool:
        must_live(names, log=folder / "names.log", name="avahi-daemon")
        return "startup complete" in (folder / "names.log").read_text(encoding="utf-8", errors="replace")

    wait_until(ready, what="avahi-daemon")
    return environment


def _ppd() -> str:
    def rows(keyword: str, value: str) -> str:
        return "".join(
            f'*{keyword} {name}/{said}: "{value.format(width=width, height=height)}"\n'
            for name, said, width, height in _SIZES
        )

    page = "<</PageSize[{width} {height}]>>setpagedevice"
    return _PPD.format(
        page_sizes=rows("PageSize", page),
        regions=rows("PageRegion", page),
        areas=rows("ImageableArea", "0 0 {width} {height}"),
        dimensions=rows("PaperDimension", "{width} {height}"),
    )
