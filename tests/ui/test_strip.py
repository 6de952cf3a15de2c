"""The status strip says everything it has to say within its slots, in every look."""

from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import files

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from counter_app.desk.views import Place, Session
from counter_app.domain.operation import Waiting
from counter_app.domain.text import Language, Text
from counter_app.ports import Line, LineKind
from tests.ui.measure import clipped, outside
from ui.frames.strip import Strip
from ui.look import Look
from ui.standing import ReaderState, Standing

PLACE = Place("439901", "望岳路服务网点", "01", Text("湖南", "Hunan"), "2026.3", True, "12333", practice=True)
COUNTS = ((0, 0), (1, 0), (0, 1), (2, 1), (128, 27), (1205, 118), (1205, 0), (0, 118))
LOOKS = [(lang, large) for lang in Language for large in (False, True)]


def standing(
    kind: LineKind,
    unsent: int,
    refused: int,
    reader: ReaderState,
    *,
    id_reader: ReaderState | None = None,
    in_process: bool = True,
) -> Standing:
    """A practice counter with a clerk, a printer and a simulated card."""
    return Standing(
        PLACE,
        line=Line(kind, datetime(2026, 11, 21, 12, 24, tzinfo=UTC)),
        waiting=Waiting(waiting=unsent, refused=refused),
        reader=reader,
        reader_in_process=in_process,
        id_reader=id_reader,
        printer_set=True,
        session=Session("0317", "张敏"),
    )


@pytest.fixture
def _english(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[None]:
    """The words of widgets in the language of the look."""
    translator = QTranslator()
    if request.getfixturevalue("language") is Language.EN:
        assert translator.load(str(files("ui") / "translations" / "counter_en.qm"))
        QApplication.installTranslator(translator)
    yield
    QApplication.removeTranslator(translator)


@pytest.mark.usefixtures("_english")
@pytest.mark.parametrize(("language", "large"), LOOKS)
def test_the_strip_clips_nothing_whatever_it_has_to_say(qtbot: QtBot, language: Language, large: bool) -> None:
    """Each state of the line with each count, and each state of the reader, at 1366 px; 练习 is always said."""
    strip = Strip(Look(large=large, language=language))
    qtbot.addWidget(strip)
    strip.resize(1366, strip.height())
    strip.show_standing(standing(LineKind.ONLINE, 0, 0, ReaderState.EMPTY))
    strip.show()
    qtbot.waitUntil(lambda: clipped(strip) == [])
    wrong: set[str] = set()
    for kind in LineKind:
        for unsent, refused in COUNTS:
            for reader in ReaderState:
                strip.show_standing(standing(kind, unsent, refused, reader))
                QApplication.processEvents()
                wrong |= {*clipped(strip), *outside(strip)}
                said = strip.line.accessibleName()
                assert ("练习" if language is Language.ZH else "Practice") in said
                assert all(str(count) in said for count in (unsent, refused) if count)
    assert not wrong, "\n".join(sorted(wrong))


@pytest.mark.usefixtures("_english")
@pytest.mark.parametrize("width", [1366, 1024])
@pytest.mark.parametrize(("language", "large"), LOOKS)
def test_the_identity_card_reader_has_its_place_beside_the_card_reader(
    qtbot: QtBot, language: Language, large: bool, width: int
) -> None:
    """Each state of the one with each of the other, the line at its longest, at both widths: nothing clipped."""
    strip = Strip(Look(large=large, language=language))
    qtbot.addWidget(strip)
    strip.resize(width, strip.height())
    strip.show()
    wrong: set[str] = set()
    for in_process in (True, False):
        for reader in ReaderState:
            for id_reader in (None, *ReaderState):
                now = standing(LineKind.NO_PLATFORM, 128, 27, reader, id_reader=id_reader, in_process=in_process)
                strip.show_standing(now)
                QApplication.processEvents()
                wrong |= {f"{reader} {id_reader} {fault}" for fault in (*clipped(strip), *outside(strip))}
                assert strip.id_reader.isVisible() is (id_reader is not None)
    assert not wrong, "\n".join(sorted(wrong)[:12])
