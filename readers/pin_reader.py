"""The PC/SC reader as the PIN needs it: its card held alone, and the features of its own keys.

Refuses to try an exchange again: what PC/SC cannot explain is looked at on the reader, and told as what it is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from counter_app.domain.errors import CardTakenAway, CardTrouble, NoReader, ReaderSilent
from readers import key_pad, pcsc
from readers.key_pad import Features
from readers.pcsc import CardLine, CardReset, LineBroken, Service, choose

_OPENINGS = 3  # another program may reset the card between connecting and holding it; nothing was said to it yet


class PinReader:
    """One reader by the words of the settings; `besides`: that of the PSAM."""

    def __init__(self, wanted: str = pcsc.ANY, *, besides: str = "") -> None:
        self._wanted = wanted
        self._besides = besides
        self._known: dict[str, Features] = {}

    @contextmanager
    def open(self, where: str = "", /) -> Iterator[CardLine]:
        """The card that lies there, ours alone until the block ends; on the reader `where`, if it is still there: one
        that was plugged in since must not take its place. Raises NoReader, NoCard, ReaderSilent, CardTakenAway,
        WrongCard.
        """
        with pcsc.service() as opened:
            reader = self._meant(opened, where)
            try:
                with _held(opened, reader) as line:
                    yield line
            except (LineBroken, CardReset) as error:
                raise _explained(opened, reader) from error

    def features(self, where: str = "", /) -> Features:
        """What the keys of the reader can do, `where` as for `open`; nothing where it does not say, or is not there.

        Keys that were told once are remembered: a reader that another program holds does not answer, and its holder
        must not be sent to the screen for that.
        """
        try:
            with pcsc.service() as opened:
                reader = self._meant(opened, where)
                if reader not in self._known:
                    with opened.direct(reader) as itself:
                        told = key_pad.features(itself)
                    if not told.verifies:
                        return told
                    self._known[reader] = told
                return self._known[reader]
        except CardTrouble:
            return Features({})  # whoever wants to use the keys meets the trouble itself, with its own words

    def _meant(self, opened: Service, where: str) -> str:
        names = opened.names()
        return where if where in names else choose(names, self._wanted, besides=self._besides)


@contextmanager
def _held(opened: Service, reader: str) -> Iterator[CardLine]:
    for left in range(_OPENINGS - 1, -1, -1):
        inside = False
        try:
            with opened.card(reader) as line:
                inside = True
                yield line
                return
        except CardReset:
            if inside or not left:
                raise


def _explained(opened: Service, reader: str) -> CardTrouble:
    """Why an exchange failed, as the reader stands now."""
    look = opened.look(reader)
    if look.gone:
        return NoReader(reader=reader)
    return ReaderSilent() if look.mute or look.card else CardTakenAway()
