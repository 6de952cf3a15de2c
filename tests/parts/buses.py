"""A D-Bus session of the test's own, and on it the accessibility bus and the keyring. Never a person's session."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from tests.parts.processes import PartMissing, begin, end, must_live, program, short_folder, wait_until


@contextmanager
def session_bus() -> Iterator[dict[str, str]]:
    """The environment that leads a process to a new session bus; services on it start when they are first asked for.

    The accessibility bus is one of them (package at-spi2-core). Its sockets stand in a runtime folder of their own.
    """
    if not shutil.which("at-spi-bus-launcher", path="/usr/libexec:/usr/lib/at-spi2-core"):
        raise PartMissing("no accessibility bus. Run tools/set-up.sh test, or: apt-get install at-spi2-core")
    folder = short_folder("bus")
    address = f"unix:path={folder}/bus"
    home = folder / "home"
    home.mkdir()
    env = {
        "DBUS_SESSION_BUS_ADDRESS": address,
        "XDG_RUNTIME_DIR": str(folder),
        "XDG_DATA_HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
    }
    outer = {"PATH": "/usr/bin:/bin", "HOME": str(home), "GSETTINGS_BACKEND": "memory", **env}
    daemon = program("dbus-daemon", package="dbus")
    process = begin(
        [daemon, "--session", "--nofork", "--nopidfile", f"--address={address}"], log=folder / "log", env=outer
    )

    def ready() -> bool:
        must_live(process, log=folder / "log", name="dbus-daemon")
        return (folder / "bus").exists()

    try:
        wait_until(ready, what="the session bus")
        yield env
    finally:
        end(process)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def keyring_service() -> Iterator[dict[str, str]]:
    """The environment of a process that finds an unlocked, empty keyring on a session bus of its own."""
    with session_bus() as env:
        daemon = program("gnome-keyring-daemon", package="gnome-keyring")
        outer = {"PATH": "/usr/bin:/bin", "HOME": env["XDG_DATA_HOME"], **env}
        process = subprocess.Popen(
            [daemon, "--foreground", "--unlock", "--components=secrets"],
            env=outer,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            assert process.stdin is not None
            process.stdin.write(b"made-up password of a test")
            process.stdin.close()
            wait_until(lambda: _owned(env, "org.freedesktop.secrets"), what="the keyring on its bus")
            yield {**env, "PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring"}
        finally:
            end(process)


def _owned(env: dict[str, str], name: str) -> bool:
    """Whether somebody on the bus answers to this name (and nobody is started for asking)."""
    from jeepney import DBusAddress, new_method_call
    from jeepney.io.blocking import open_dbus_connection

    bus = DBusAddress("/org/freedesktop/DBus", bus_name="org.freedesktop.DBus", interface="org.freedesktop.DBus")
    with open_dbus_connection(env["DBUS_SESSION_BUS_ADDRESS"]) as line:
        reply = line.send_and_get_reply(new_method_call(bus, "NameHasOwner", "s", (name,)), timeout=5)
        return bool(reply.body[0])
