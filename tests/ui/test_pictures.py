"""A photo in the window: chosen or dropped, refused with a sentence beside it, shown to the holder."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.parts.pictures import drawn, photo_file, saved
from tests.ui.counter_window import Clerk, at_window
from tests.ui.test_ordering_pages import agree, asks, choose, onward
from tests.ui.test_pages import check
from ui.pages.procedure import ProcedurePage
from ui.pages.result import ResultPage
from ui.widgets.picture_field import PictureField
from ui.widgets.portrait import Portrait


def applying(clerk: Clerk, source: str) -> PictureField:
    """The field of the photo on the page of an application."""
    people = {role: person for role, _words, person in clerk.counter.trainer().lives()}
    clerk.open(people["adult-no-card"].holder.number)
    clerk.key(Qt.Key.Key_F2)
    clerk.until(lambda: "photo" in asks(clerk))
    clerk.on(ProcedurePage)
    choose(clerk, "ground", "live")
    choose(clerk, "photo", source)
    return field(clerk)


def field(clerk: Clerk) -> PictureField:
    page = clerk.page
    assert isinstance(page, ProcedurePage)
    clerk.until(lambda: "picture" in page.fields)
    box = page.fields["picture"]
    assert isinstance(box, PictureField)
    return box


def next_key(clerk: Clerk) -> str:
    """What the next Enter presses, once the dialog has given the keyboard back."""
    page = clerk.page
    assert isinstance(page, ProcedurePage)
    return "main button" if clerk.window.focusWidget() is page.main else "something else"


def drop(box: PictureField, *paths: str) -> bool:
    """Drag files over the field and let them go; whether it takes them."""
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(path) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    over = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, dragged, buttons, keys)
    over.setAccepted(False)
    QApplication.sendEvent(box, over)
    if over.isAccepted():
        QApplication.sendEvent(box, QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, dragged, buttons, keys))
    return over.isAccepted()


@pytest.mark.parametrize(
    "pairs", [(), ("language=en", "text_size=large")], ids=lambda pairs: " ".join(pairs) or "plain"
)
def test_from_a_file_that_will_not_do_to_the_holder_who_sees_the_photo(
    qtbot: QtBot, tmp_path: Path, pairs: tuple[str, ...]
) -> None:
    """Nothing is cut in any state of the field; the receipt comes."""
    dark, good = tmp_path / "dark.jpg", tmp_path / "good.png"
    dark.write_bytes(saved(drawn(light=0.1)))
    good.write_bytes(saved(drawn(), "PNG"))
    with at_window(qtbot, tmp_path / "counter", *pairs) as clerk:
        clerk.sign_in()
        box = applying(clerk, "brought")
        assert drop(box, str(dark))
        clerk.until(lambda: "太暗" in box.note.words.text() or "too dark" in box.note.words.text())
        assert not box.portrait.shows
        check(clerk)
        assert drop(box, str(good))
        clerk.until(lambda: field(clerk).portrait.shows)
        check(clerk)
        clerk.on(ProcedurePage)
        assert next_key(clerk) == "main button"
        onward(clerk, 2)
        choose(clerk, "bank", "B02")
        onward(clerk, 3)
        shown = [one for one in clerk.page.findChildren(Portrait) if one.isVisible()]
        assert [one.shows for one in shown] == [True]
        check(clerk)
        choose(clerk, "identity_checked", "card-seen")
        for consent in ("consent_bank", "consent_photo"):
            agree(clerk, consent)
        clerk.key(Qt.Key.Key_Return)
        clerk.on(ResultPage)
        assert dark.exists()
        assert good.exists()


def test_a_file_is_chosen_in_a_dialog_and_the_keyboard_goes_on(clerk: Clerk, tmp_path: Path) -> None:
    """The button has the focus when a photo is asked for; Enter asks which file; then Enter goes on."""
    good = tmp_path / "照片.jpeg"
    good.write_bytes(photo_file())
    box = applying(clerk, "taken")
    clerk.until(box.button.hasFocus)
    clerk.on(ProcedurePage)
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: clerk.window.picturing.dialog is not None)
    dialog = clerk.window.picturing.dialog
    assert dialog is not None
    clerk.until(dialog.isVisible)
    assert dialog.windowTitle() == "选照片"
    assert dialog.nameFilters() == ["照片 (*.jpg *.jpeg *.png)"]
    dialog.fileSelected.emit(str(good))
    dialog.reject()
    clerk.until(lambda: field(clerk).portrait.shows)
    assert field(clerk).portrait.accessibleName() == "卡面照片"
    assert next_key(clerk) == "main button"


def test_what_is_no_file_of_this_machine_is_not_taken(clerk: Clerk, tmp_path: Path) -> None:
    """Two files, none, a folder, one that is gone: the field stays empty and says why where it can."""
    box = applying(clerk, "brought")
    assert not drop(box)
    assert not drop(box, str(tmp_path / "a.jpg"), str(tmp_path / "b.jpg"))
    for path in (tmp_path, tmp_path / "gone.jpg"):
        box.note.show_note("", fault=False)
        assert drop(box, str(path))
        clerk.until(lambda: "没有这个照片文件" in box.note.words.text())
    assert not box.portrait.shows
