"""What all forms on A4 share: the head with province, outlet and number, the state in a box, headings, places for
signatures, the foot with basis and hotline, and copies for whoever keeps one.

Refuses to know any one form: each has a file of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from counter_app.domain.form_papers import Frame
from counter_app.domain.receipt import Row
from counter_app.domain.text import Language, Text
from printing.flow import BASIS, COPY, LEADING, Line
from printing.fonts import Fonts
from printing.form_a4 import EMPTY, TICK
from printing.pages import A4, FOOT, HEIGHT, INNER, PAGE, SIDE, WIDTH
from printing.qr import qr_marks, qr_size
from printing.sheet import MM, Box, Mark, Sheet, Words

TITLE, PART, BODY, NOTE, SMALL = 17.0, 11.0, 9.6, 9.0, 8.2  # points
GAP = 2.6  # mm between a heading and what stands above it
DATE = Text("日期", "Date")
_BETWEEN = 5 * MM  # labels and what stands beside them


class FormPages(A4):
    """Pages of one form: the name of its number at the foot, and which copy it is."""

    def __init__(
        self, fonts: Fonts, language: Language, frame: Frame, *, bilingual: bool = False, share: Text | None = None
    ) -> None:
        super().__init__(
            fonts, language, title=frame.title, number=frame.number, practice=frame.practice, bilingual=bilingual
        )
        self.frame, self.share = frame, share

    def foot(self, page: int, pages: int) -> tuple[Mark, ...]:
        """Number, share and page."""
        frame, y = self.frame, HEIGHT - FOOT
        marks: list[Mark] = [Box(SIDE, y - 5 * MM, INNER, 0.3)]
        if frame.number:
            marks.append(Words(SIDE, y, self.say(frame.numbered.format(number=frame.number)), SMALL))
        if self.share is not None:
            words = self.say(self.share)
            marks.append(Words((WIDTH - self.width(words, SMALL)) / 2, y, words, SMALL))
        said = self.both(PAGE.format(page=str(page), pages=str(pages)))
        marks.append(Words(WIDTH - SIDE - self.width(said, SMALL), y, said, SMALL))
        return tuple(marks)

    def done_sheets(self) -> tuple[Sheet, ...]:
        """All its pages."""
        named = self.frame.numbered.format(number=self.frame.number) if self.frame.number else self.frame.title
        return self.sheets(title=self.say(named), author=self.say(self.frame.heading))


def head(flow: FormPages, *, copy: int = 0) -> None:
    """Heading, title, number and moment; the QR code at the right where there is one."""
    frame, top, size = flow.frame, flow.y, 0.0
    if frame.code:
        size = qr_size(frame.code)
        flow.marks.extend(qr_marks(frame.code, left=WIDTH - SIDE - size, y=top - 2 * MM))
    room = INNER - 2 * size
    flow.centred(frame.heading, BODY, width=room)
    flow.gap(0.8)
    flow.centred(frame.title, TITLE, width=room, bold=True)
    if copy > 0:
        flow.centred(COPY.format(copy=str(copy)), BODY, width=room, bold=True)
    if frame.number:
        flow.centred(frame.numbered.format(number=frame.number), BODY, width=room)
    flow.centred(frame.given, NOTE, width=room)
    flow.y = max(flow.y, top + size - 2 * MM)
    flow.gap(2.4)


def boxed(flow: FormPages, words: Text, *, size: float = 11.5) -> None:
    """What it comes to, in a box across the page; it never stands half on one page."""
    inset = 3 * MM
    room = INNER - 2 * inset
    height = sum(line.height for line in flow.cell(words, size, width=room, bold=True)) + 3.4 * MM
    flow.keep_together(height)
    top = flow.y
    flow.gap(1.7)
    flow.centred(words, size, width=room, bold=True)
    flow.marks.append(Box(SIDE, top, INNER, flow.y + 1.7 * MM - top, line=1.1, radius=1 * MM))
    flow.gap(1.7 + 3)


def heading(flow: FormPages, words: Text, *, room: float = 2 * BODY * LEADING) -> None:
    """A heading with a thin rule; it never stands alone at the foot of a page. `room`: what must follow it, points."""
    flow.gap(GAP)
    flow.keep_together(tall(flow.cell(words, PART, width=INNER, bold=True)) + 1.8 * MM + room)
    flow.paragraph(words, PART, bold=True)
    flow.marks.append(Box(SIDE, flow.y + 0.4 * MM, INNER, 0.5))
    flow.gap(1.8)


def ticked(flow: FormPages, words: Text, *, size: float = BODY) -> None:
    """A line behind a box with a tick, as on the forms that are signed."""
    indent = 6 * MM
    lines = flow.cell(words, size, width=INNER - indent)
    flow.keep_together(sum(line.height for line in lines[:2]))
    flow.put(Line(EMPTY, size), x=SIDE)
    flow.put(Line(TICK, size, bold=True), x=SIDE + 0.04 * size)
    flow.stand(lines, x=SIDE + indent)


def signatures(flow: FormPages, names: Sequence[Text], *, dated: bool = True) -> None:
    """Places to sign, two beside each other to the right margin, each with a place for the date; all of it on one
    page.
    """
    half, line = INNER / 2, 7.5 * MM
    lines = (len(names) + 1) // 2 * (2 if dated else 1)
    flow.gap(4)
    flow.keep_together(lines * line + _closing_room(flow))
    for at in range(0, len(names), 2):
        for row in (names[at : at + 2], *([[DATE] * len(names[at : at + 2])] if dated else [])):
            for place, name in enumerate(row):
                end = SIDE + INNER if place else SIDE + half - 6 * MM
                flow.signing_line(name, NOTE, x=SIDE + place * half, end=end)
            flow.y += line


def about(flow: FormPages, rows: Sequence[Row], *, size: float = BODY, gap: float = 0.5) -> None:
    """Rows with a column of labels as wide as the widest of them."""
    labels = flow.labels(rows, size, most=INNER / 3)
    flow.rows(rows, size, labels=labels, between=_BETWEEN, gap=gap)


def height_about(flow: FormPages, rows: Sequence[Row], *, size: float = BODY, gap: float = 0.5) -> float:
    """How tall `about` will be, so that its last line and the signatures stay on one page."""
    labels = flow.labels(rows, size, most=INNER / 3)
    rest = INNER - labels - _BETWEEN
    return sum(
        max(
            tall(flow.cell(row.label, size, width=labels)),
            tall(flow.cell(row.value, size, width=rest, bold=row.strong)),
        )
        + gap * MM
        for row in rows
    )


def signing_room(flow: FormPages) -> float:
    """What signatures of one row and what stands under them take."""
    return _closing_room(flow) + 19 * MM


def _closing_room(flow: FormPages) -> float:
    """What `closing` without notes takes: it stands under the signatures, on the same page."""
    parts = ((flow.frame.hotline, NOTE), *(((_basis(flow.frame), SMALL),) if flow.frame.basis else ()))
    return 2 * MM + sum(tall(flow.cell(words, size, width=INNER)) for words, size in parts)


def _basis(frame: Frame) -> Text:
    zh, en = "；".join(one.zh for one in frame.basis), "; ".join(one.en for one in frame.basis)
    return Text(f"{BASIS.zh}：{zh}", f"{BASIS.en}: {en}")


def tall(lines: Sequence[Line]) -> float:
    """How tall lines are one under the other."""
    return sum(line.height for line in lines)


def closing(flow: FormPages, notes: Sequence[Text] = ()) -> None:
    """Sentences, hotline and complaint channel, basis."""
    flow.gap(1)
    for note in notes:
        flow.paragraph(note, NOTE)
    flow.note_missing(NOTE)
    flow.paragraph(flow.frame.hotline, NOTE)
    if flow.frame.basis:
        flow.gap(0.8)
        flow.paragraph(_basis(flow.frame), SMALL)
