"""A screen reader that asks for the keys, as Orca does, hears none of those that go into the PIN field."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jeepney import DBusAddress, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.parts.atspi import screen_reader
from tests.parts.keys import Hands
from tests.parts.processes import begin, end

_PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from ui.look import Look
from ui.widgets.pin_field import PinField
app = QApplication([]); app.setApplicationName("made-up holder")
page = QWidget(); page.setWindowTitle("made-up holder")
field, line = PinField(Look(), name="PIN 0"), QLineEdit()
line.setAccessibleName("beside it")
field.changed.connect(lambda count: field.setAccessibleName(f"PIN {count}"))
column = QVBoxLayout(page); column.addWidget(field); column.addWidget(line)
page.show(); page.activateWindow(); field.setFocus(); app.exec()
"""
_DIGITS, _AFTER = "739182", "4"
_KEYS = ("NotifyListenersSync", "NotifyListenersAsync", "NotifyEvent")


def test_no_key_of_a_pin_stands_on_the_accessibility_bus(window_env: dict[str, str], xvfb: str, tmp_path: Path) -> None:
    """The key typed into the text field afterwards is heard, so somebody did listen."""
    command = [sys.executable, "-c", _PROGRAM, str(Path(__file__).parents[2])]
    with _bus(window_env) as (listener, monitor):
        _ask_for_keys(listener)
        process = begin(command, log=tmp_path / "log", env=window_env)
        try:
            with screen_reader(window_env, program="made-up holder") as eyes:
                hands = Hands(xvfb)
                hands.take_window("made-up holder")
                eyes.wait_that(
                    lambda nodes: any("focused" in n.states and "PIN" in n.name for n in nodes), what="the focus"
                )
                hands.write(_DIGITS)
                eyes.wait_for(name=f"PIN {len(_DIGITS)}")
                hands.key("Tab")
                hands.write(_AFTER)
                heard = _keys_until(monitor, _AFTER)
        finally:
            end(process)
    assert not set(heard) & set(_DIGITS), heard


@contextmanager
def _bus(env: dict[str, str]) -> Iterator[tuple[DBusConnection, DBusConnection]]:
    """Two lines to the accessibility bus: one that speaks, one that hears everything said on it."""
    asked = DBusAddress("/org/a11y/bus", bus_name="org.a11y.Bus", interface="org.a11y.Bus")
    with open_dbus_connection(env["DBUS_SESSION_BUS_ADDRESS"]) as session:
        address = session.send_and_get_reply(new_method_call(asked, "GetAddress"), timeout=10).body[0]
    bus = DBusAddress(
        "/org/freedesktop/DBus", bus_name="org.freedesktop.DBus", interface="org.freedesktop.DBus.Monitoring"
    )
    with open_dbus_connection(address) as listener, open_dbus_connection(address) as monitor:
        monitor.send_and_get_reply(new_method_call(bus, "BecomeMonitor", "asu", ([], 0)), timeout=10)
        yield listener, monitor


def _ask_for_keys(line: DBusConnection) -> None:
    """What a screen reader asks of the registry when it starts: to be told of events. Programs then tell each key."""
    registry = DBusAddress(
        "/org/a11y/atspi/registry", bus_name="org.a11y.atspi.Registry", interface="org.a11y.atspi.Registry"
    )
    for kind in ("object:", "focus:", "window:", "keyboard:"):
        answer = line.send_and_get_reply(new_method_call(registry, "RegisterEvent", "s", (kind,)), timeout=10)
        assert answer.header.message_type is MessageType.method_return, answer.body


def _keys_until(monitor: DBusConnection, last: str) -> list[str]:
    """The texts of the keys told on the bus, up to this one."""
    heard: list[str] = []
    while last not in heard:
        message = monitor.receive(timeout=10)
        if message.header.message_type is MessageType.method_call and message.header.fields.get(3) in _KEYS:
            heard += [part for part in message.body[0] if isinstance(part, str)]
    return heard
