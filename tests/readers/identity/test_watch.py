"""The watch over a real pty: each document once per laying-on, the reader gone and back, on every kind of reader."""

import gc
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from counter_app.devices import IdEvent, IdEventKind
from counter_app.domain.document import IdentityDocument
from counter_app.domain.errors import CardTrouble, NoCard, NoReader
from readers.identity.ports import PortOpener
from readers.identity.reader import SerialIdReader, id_reader
from readers.identity.watch import LOOKS_EVERY
from tests.parts.processes import wait_until
from tests.readers.identity import papers
from tests.readers.identity.sam_v import FIND, READ, Manner, SamV

READER, NO_READER, READ_IT, UNREAD, GONE = (
    IdEventKind.READER, IdEventKind.NO_READER, IdEventKind.READ, IdEventKind.UNREAD, IdEventKind.GONE,
)  # fmt: skip
ONE, OTHER = papers.resident(), papers.resident("李四", papers.checked("43990119880506002"), sex="2")


class Heard:
    """What a watch told, in order."""

    def __init__(self) -> None:
        self.events: list[IdEvent] = []

    def tell(self, event: IdEvent) -> None:
        self.events.append(event)

    @property
    def kinds(self) -> list[IdEventKind]:
        return [event.kind for event in self.events]

    @property
    def names(self) -> list[str]:
        return [event.document.name for event in self.events if event.document is not None]

    def told(self, kind: IdEventKind, count: int) -> None:
        """That kind has been told so often."""
        wait_until(lambda: self.kinds.count(kind) == count, what=f"{count} {kind}: {self.kinds}")

    def last(self, kind: IdEventKind, *, count: int = 1) -> IdEvent:
        """The last event, once it is of that kind, and told so often in all."""
        wait_until(lambda: self.kinds[-1:] == [kind] and self.kinds.count(kind) >= count, what=f"{kind}: {self.kinds}")
        return self.events[-1]


@contextmanager
def watching(
    port: str, listener: Heard | None = None, *, looks_every: float = 0.05
) -> Iterator[tuple[SerialIdReader, Heard]]:
    reader = SerialIdReader(PortOpener(port, baud=115_200), looks_every=looks_every)
    heard = listener or Heard()
    reader.watch(heard.tell)
    try:
        yield reader, heard
    finally:
        reader.stop()


def looked(sam: SamV, times: int) -> None:
    """The watch has looked so many times more."""
    before = sam.heard.count(FIND)
    wait_until(lambda: sam.heard.count(FIND) >= before + times, what=f"{times} looks")


KINDS = {
    "finds a document once only": Manner(),
    "finds a document again and again": Manner(finds_again=True),
    "finds it once, and answers no questions": Manner(answers_questions=False),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_document_is_told_once_per_laying_on(kind: str) -> None:
    """Two people in turn, one of them twice; each lies there for a while and is told once."""
    with SamV(manner=KINDS[kind]) as sam, watching(sam.port) as (_, heard):
        assert heard.last(READER).reader == sam.port
        for turn, document in enumerate((ONE, ONE, OTHER, ONE), start=1):
            sam.put(document)
            heard.told(READ_IT, turn)
            looked(sam, 5)
            assert heard.kinds.count(READ_IT) == turn
            sam.take()
            looked(sam, 3)
        told = [each for each in heard.kinds if each is not GONE]
        assert told == [READER] + [READ_IT] * 4
        assert heard.names == ["张小明", "张小明", "李四", "张小明"]
        for at, each in enumerate(heard.kinds):
            if each is READ_IT and at > 1:
                assert heard.kinds[at - 1] is GONE, heard.kinds


@pytest.mark.parametrize("kind", ["finds a document once only", "finds a document again and again"])
def test_a_document_that_was_lifted_is_told_gone(kind: str) -> None:
    """Where the reader lets it be known; soon, and not while the document lies there."""
    with SamV(manner=KINDS[kind]) as sam, watching(sam.port, looks_every=LOOKS_EVERY) as (_, heard):
        sam.put(ONE)
        heard.last(READ_IT)
        looked(sam, 6)
        assert heard.kinds == [READER, READ_IT]
        begun = time.monotonic()
        sam.take()
        wait_until(lambda: GONE in heard.kinds, what=f"gone: {heard.kinds}")  # in the middle of a read it is unread too
        assert time.monotonic() - begun < 2.0


@pytest.mark.parametrize("kind", KINDS)
def test_a_swap_too_quick_to_be_seen_is_still_two_people(kind: str) -> None:
    """One document in place of another, with no look between: the second is told, after the first is gone."""
    with SamV(ONE, KINDS[kind]) as sam, watching(sam.port) as (_, heard):
        heard.last(READ_IT)
        sam.put(OTHER)
        wait_until(lambda: heard.names == ["张小明", "李四"], what=str(heard.kinds))
        assert heard.kinds == [READER, READ_IT, GONE, READ_IT]


@pytest.mark.parametrize("fails", ["refused", "garbled"])
def test_a_second_document_that_cannot_be_read_is_not_the_first(fails: str) -> None:
    """Laid on in place of the first with no look between: nobody goes on believing that the first lies there."""
    unreadable = threading.Event()

    def spoil(command: bytes, answer: bytes) -> tuple[bytes, ...]:
        return (answer[:-1] + b"?",) if command == READ and unreadable.is_set() else (answer,)

    with SamV(ONE, Manner(spoils=spoil)) as sam, watching(sam.port) as (_, heard):
        heard.last(READ_IT)
        if fails == "refused":
            sam.manner.refuses = {READ: [0x40] * 99}
        else:
            unreadable.set()
        sam.put(OTHER)
        trouble = heard.last(UNREAD).trouble
        assert trouble is not None
        assert trouble.code == ("WrongCard" if fails == "refused" else "ReaderSilent")
        assert heard.kinds == [READER, READ_IT, GONE, UNREAD]


def _documents_of(name: str) -> int:
    """How many documents of that name this process holds."""
    gc.collect()
    return sum(isinstance(held, IdentityDocument) and held.name == name for held in gc.get_objects())


def test_the_watch_keeps_no_document_it_told() -> None:
    """It lies there all the time and is known again, yet nothing of it is held once the listener let it go."""
    name = "何守密"
    with SamV(papers.resident(name)) as sam, watching(sam.port) as (_, heard):
        heard.last(READ_IT)
        assert _documents_of(name) == 1
        heard.events.clear()
        looked(sam, 3)
        assert _documents_of(name) == 0
        sam.put(papers.resident(name))
        looked(sam, 3)
        assert heard.kinds == []


def test_a_document_that_cannot_be_read_is_told_once() -> None:
    """Then it is lifted and laid on again, and read."""
    with SamV(manner=Manner(finds_again=True, refuses={READ: [0x40] * 99})) as sam, watching(sam.port) as (_, heard):
        heard.last(READER)
        sam.put(ONE)
        trouble = heard.last(UNREAD).trouble
        assert trouble is not None
        assert trouble.code == "WrongCard"
        looked(sam, 4)
        assert heard.kinds == [READER, UNREAD]
        sam.take()
        looked(sam, 2)
        sam.put(ONE)
        heard.last(UNREAD, count=2)
        sam.manner.refuses = {}
        heard.last(READ_IT)


def test_a_document_whose_answer_never_comes_whole_is_told() -> None:
    """Found, and then nothing that can be understood: somebody must lift it and lay it on again."""
    broken = [True]

    def spoil(command: bytes, answer: bytes) -> tuple[bytes, ...]:
        return (answer[:-1] + b"?",) if command == READ and broken else (answer,)

    with SamV(ONE, Manner(spoils=spoil)) as sam, watching(sam.port) as (_, heard):
        trouble = heard.last(UNREAD).trouble
        assert trouble is not None
        assert trouble.code == "ReaderSilent"
        looked(sam, 3)
        assert heard.kinds == [READER, UNREAD]
        broken.clear()
        sam.take()
        looked(sam, 2)
        sam.put(ONE)
        heard.last(READ_IT)


def test_a_reader_that_finds_only_now_and_then() -> None:
    """A look that fails once means nothing, also while a document lies there."""
    flaky = Manner(finds_again=True, refuses={FIND: [0, 0x80] * 10})
    with SamV(ONE, flaky) as sam, watching(sam.port) as (_, heard):
        heard.last(READ_IT)
        wait_until(lambda: not flaky.refuses[FIND], what="every other look failed")
        assert heard.kinds == [READER, READ_IT]


def test_twenty_times_gone_and_back(tmp_path: Path) -> None:
    """The cable pulled and put in again, at another port of the same name; each time a document is read after it."""
    link = tmp_path / "reader"
    with watching(str(link)) as (_, heard):
        assert heard.last(NO_READER).trouble is not None
        for turn in range(1, 21):
            with SamV(ONE) as sam:
                link.symlink_to(sam.port)
                heard.told(READ_IT, turn)
                sam.unplug()
                link.unlink()
                heard.last(NO_READER, count=turn)
        assert heard.kinds.count(READER) == 20
        troubles = [event.trouble for event in heard.events if event.kind is NO_READER]
        assert all(isinstance(trouble, NoReader) for trouble in troubles)


def test_a_reader_that_falls_silent_is_told_and_comes_back() -> None:
    """As silent as one whose own power is off; the port is there all the time."""
    with SamV(ONE, Manner(finds_again=True)) as sam, watching(sam.port) as (_, heard):
        heard.last(READ_IT)
        sam.manner.spoils = lambda _command, _answer: ()
        trouble = heard.last(NO_READER).trouble
        assert trouble is not None
        assert trouble.code == "ReaderSilent"
        sam.manner.spoils = lambda _command, answer: (answer,)
        heard.last(READ_IT, count=2)
        assert heard.kinds[-2:] == [READER, READ_IT]


def test_reading_while_the_watch_holds_the_port() -> None:
    """Whoever asks is served by the watch, and hears what it hears; with nothing there it is told so."""
    with SamV(manner=Manner(finds_again=True)) as sam, watching(sam.port) as (reader, heard):
        heard.last(READER)
        with pytest.raises(NoCard):
            reader.read()
        sam.put(ONE)
        assert reader.read().name == "张小明"
        heard.last(READ_IT)
        looked(sam, 3)
        assert heard.kinds == [READER, READ_IT]
        sam.unplug()
        heard.last(NO_READER)
        with pytest.raises(NoReader):
            reader.read()


def test_a_listener_that_fails_does_not_end_the_watch() -> None:
    class Failing(Heard):
        def tell(self, event: IdEvent) -> None:
            super().tell(event)
            raise RuntimeError("a listener's own fault")

    with SamV(ONE, Manner(finds_again=True)) as sam, watching(sam.port, Failing()) as (_, heard):
        heard.told(READ_IT, 1)
        looked(sam, 6)
        sam.take()
        heard.told(GONE, 1)


def test_stopping_is_quick_and_lets_the_port_go() -> None:
    """Nothing is told afterwards; the next program may have the port at once; stopping twice is harmless."""
    with SamV() as sam:
        with watching(sam.port) as (reader, heard):
            heard.last(READER)
            begun = time.monotonic()
            reader.stop()
            reader.stop()
            assert time.monotonic() - begun < 1.0
            sam.put(ONE)
            assert id_reader(sam.port, baud=115_200).read().name == "张小明"
        assert heard.kinds == [READER]
        assert not [thread for thread in threading.enumerate() if thread.name == "id-watch"]


def test_stopping_in_the_middle_of_a_silence() -> None:
    """The reader hangs; who stops the watch does not."""
    with SamV(manner=Manner(spoils=lambda _command, _answer: ())) as sam:
        with watching(sam.port) as (reader, heard):
            wait_until(lambda: FIND in sam.heard)
            begun = time.monotonic()
            reader.stop()
            assert time.monotonic() - begun < 1.5
        wait_until(lambda: not [t for t in threading.enumerate() if t.name == "id-watch"], what="its thread to end")
        assert not heard.kinds


def test_many_ask_at_once() -> None:
    """Each is answered, with the document or the trouble."""
    with SamV(ONE, Manner(finds_again=True)) as sam, watching(sam.port) as (reader, _):
        answers: list[str] = []

        def ask() -> None:
            try:
                answers.append(reader.read().name)
            except CardTrouble as error:
                answers.append(error.code)

        threads = [threading.Thread(target=ask) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(15)
        assert answers == ["张小明"] * 5
