"""Reads a program's window as a screen reader does: over the accessibility bus (AT-SPI 2), from outside its process.

It tells what stands there: role, name, text, states, place. Refuses to press or change anything; that is done with
keys and the mouse (tests.parts.keys), as a person does it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, MessageType, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.parts.processes import wait_until

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_COMPONENT = "org.a11y.atspi.Component"
_TEXT = "org.a11y.atspi.Text"
_NOTHING_THERE = "/org/a11y/atspi/null"
_FROM_SCREEN = 0  # AtspiCoordType: x and y count from the screen's corner

# AtspiStateType, at-spi2-core: the number is the bit in the two words of GetState.
STATES = {
    1: "active", 3: "busy", 4: "checked", 7: "editable", 8: "enabled", 9: "expandable", 10: "expanded",
    11: "focusable", 12: "focused", 16: "modal", 17: "multi-line", 23: "selected", 24: "sensitive", 25: "showing",
    30: "visible", 33: "required", 36: "invalid-entry", 39: "default", 41: "checkable", 43: "read-only",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the screen, in pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[int, int]:
        """Where a person would click."""
        return self.x + self.width // 2, self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Node:
    """One thing a screen reader would tell. `text` is what stands in a field or a text, empty where there is none."""

    role: str
    name: str
    description: str
    text: str
    states: frozenset[str]
    box: Box
    depth: int

    @property
    def says(self) -> str:
        """The words a person meets here: name and text, whichever there are."""
        return self.text if self.text == self.name else f"{self.name} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class _Place:
    bus_name: str
    path: str
    depth: int


class Reader:
    """A screen reader for one program, found by the name it gives itself on the bus (QApplication's name)."""

    def __init__(self, line: DBusConnection, *, program: str) -> None:
        self._line = line
        self._program = program

    def tree(self) -> tuple[Node, ...]:
        """Everything that shows now, in reading order; empty while the program is not on the bus."""
        return tuple(self._nodes())

    def find(self, *, role: str | None = None, name: str | None = None, text: str | None = None) -> Node | None:
        """The first thing that shows with this role, and with these words within its name or text."""
        return next(_fitting(self._nodes(), role=role, name=name, text=text), None)

    def find_all(
        self, *, role: str | None = None, name: str | None = None, text: str | None = None
    ) -> tuple[Node, ...]:
        """All that show with this role (exactly), name (within) and text (within)."""
        return tuple(_fitting(self._nodes(), role=role, name=name, text=text))

    def wait_for(
        self, *, role: str | None = None, name: str | None = None, text: str | None = None, seconds: float = 10.0
    ) -> Node:
        """The first such thing, awaited; AssertionError with everything that showed instead."""
        try:
            return wait_until(
                lambda: self.find(role=role, name=name, text=text),
                seconds=seconds,
                what=f"{role or 'anything'} named {name!r} with text {text!r}",
            )
        except AssertionError as late:
            raise AssertionError(f"{late}; there was:\n{self.told()}") from late

    def wait_gone(self, *, role: str | None = None, name: str | None = None, seconds: float = 10.0) -> None:
        """Until nothing with this role and name shows."""
        wait_until(lambda: self.find(role=role, name=name) is None, seconds=seconds, what=f"{name!r} to go")

    def wait_that(self, holds: Callable[[Sequence[Node]], object], *, what: str, seconds: float = 10.0) -> None:
        """Until `holds` says yes about the whole tree; AssertionError with everything that showed instead."""
        try:
            wait_until(lambda: holds(self.tree()), seconds=seconds, what=what)
        except AssertionError as late:
            raise AssertionError(f"{late}; there was:\n{self.told()}") from late

    def focused(self) -> Node | None:
        """What has the keyboard."""
        return next((node for node in self.tree() if "focused" in node.states), None)

    def told(self) -> str:
        """The whole tree in words, for a person who reads a failure."""
        return "\n".join(f"{'  ' * n.depth}{n.role}: {n.says!r} {sorted(n.states)}" for n in self.tree())

    def _nodes(self) -> Iterator[Node]:
        """Asked for one after the other, so that a search ends with what it looked for."""
        for window in self._windows():
            yield from self._below(window)

    def _windows(self) -> list[_Place]:
        registry = _Place("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root", -2)
        [programs] = self._ask([_call(registry, _ACCESSIBLE, "GetChildren")])
        places = [_Place(bus_name, path, -1) for bus_name, path in (programs or ((),))[0]]
        names = self._ask([_property(place, _ACCESSIBLE, "Name") for place in places])
        mine = [place for place, name in zip(places, names, strict=True) if name and name[0][1] == self._program]
        answers = self._ask([_call(place, _ACCESSIBLE, "GetChildren") for place in mine])
        return [_Place(bus_name, path, 0) for answer in answers if answer for bus_name, path in answer[0]]

    def _below(self, window: _Place) -> Iterator[Node]:
        """Depth first. Only what shows is followed: a hidden page may hold a thousand things nobody sees."""
        waiting = [window]
        while waiting:
            place = waiting.pop()
            node, children = self._look(place)
            if node is None or "showing" not in node.states:
                continue
            yield node
            waiting.extend(reversed(children))

    def _look(self, place: _Place) -> tuple[Node | None, list[_Place]]:
        state, role, name, description, box, children, text = self._ask(
            [
                _call(place, _ACCESSIBLE, "GetState"),
                _call(place, _ACCESSIBLE, "GetRoleName"),
                _property(place, _ACCESSIBLE, "Name"),
                _property(place, _ACCESSIBLE, "Description"),
                _call(place, _COMPONENT, "GetExtents", "u", (_FROM_SCREEN,)),
                _call(place, _ACCESSIBLE, "GetChildren"),
                _call(place, _TEXT, "GetText", "ii", (0, -1)),
            ]
        )
        if state is None or role is None or name is None:
            return None, []  # gone between two questions, as pages go
        node = Node(
            role=role[0],
            name=name[0][1],
            description=description[0][1] if description else "",
            text=text[0] if text else "",
            states=_states(state[0]),
            box=Box(*box[0]) if box else Box(0, 0, 0, 0),
            depth=place.depth,
        )
        below = [_Place(n, p, place.depth + 1) for n, p in (children[0] if children else ()) if p != _NOTHING_THERE]
        return node, below

    def _ask(self, questions: Sequence[Message]) -> list[tuple[Any, ...] | None]:
        """The answers to many questions sent at once; None for an error, as when the thing asked is gone."""
        serials = []
        for question in questions:
            serial = next(self._line.outgoing_serial)
            self._line.send(question, serial=serial)
            serials.append(serial)
        answers: dict[int, tuple[Any, ...] | None] = {}
        while len(answers) < len(serials):
            message = self._line.receive(timeout=10)
            kind, answered = message.header.message_type, message.header.fields.get(HeaderFields.reply_serial)
            if answered in serials:
                answers[answered] = message.body if kind == MessageType.method_return else None
        return [answers[serial] for serial in serials]


@contextmanager
def screen_reader(env: Mapping[str, str], *, program: str) -> Iterator[Reader]:
    """A screen reader on the accessibility bus of the session in `env`, for the program of this name."""
    asked = DBusAddress("/org/a11y/bus", bus_name="org.a11y.Bus", interface="org.a11y.Bus")
    with open_dbus_connection(env["DBUS_SESSION_BUS_ADDRESS"]) as session:
        reply = session.send_and_get_reply(new_method_call(asked, "GetAddress"), timeout=10)
    with open_dbus_connection(reply.body[0]) as line:
        yield Reader(line, program=program)


def _fitting(nodes: Iterator[Node], *, role: str | None, name: str | None, text: str | None) -> Iterator[Node]:
    return (
        node
        for node in nodes
        if (role is None or node.role == role)
        and (name is None or name in node.name)
        and (text is None or text in node.text)
    )


def _call(place: _Place, interface: str, method: str, shape: str = "", values: tuple[Any, ...] = ()) -> Message:
    address = DBusAddress(place.path, bus_name=place.bus_name, interface=interface)
    return new_method_call(address, method, shape or None, values)


def _property(place: _Place, interface: str, name: str) -> Message:
    return Properties(DBusAddress(place.path, bus_name=place.bus_name, interface=interface)).get(name)


def _states(words: Sequence[int]) -> frozenset[str]:
    bits = words[0] | words[1] << 32
    return frozenset(name for number, name in STATES.items() if bits >> number & 1)
