"""A form to sign on A4: a ruled table of what was asked for, with every box that could be ticked, what the signer was
told, the declaration with its signatures, and what the outlet fills in.

Refuses to decide what a form says: every word but the few fixed ones below comes from `FilledForm`.
"""

from __future__ import annotations

from dataclasses import replace

from counter_app.domain.filled_form import Block, FilledForm
from counter_app.domain.receipt import Row, Ticks
from counter_app.domain.text import Language, Text
from printing.bands import bands
from printing.barcode import code128
from printing.flow import BASIS, COPY, LEADING, MIDDLE, Line
from printing.fonts import Fonts
from printing.pages import A4, INNER, SIDE, WIDTH
from printing.qr import qr_size
from printing.sheet import MM, Box, Sheet, Words
from printing.signed_code import code_block

TOLD = Text("告知事项", "What the signer was told")
DECLARED = Text("声明", "Declaration")
STAMP = Text("经办机构（盖章）", "Stamp of the outlet")
DATE = Text("年　　月　　日", "Date")
TICKED, EMPTY, TICK = "☑", "□", "✓"  # a ticked box is an empty one with a tick drawn over it: one face, one size

_TITLE, _BODY, _NOTE, _SMALL = 18.0, 9.6, 9.0, 7.8  # points
_LABEL, _CHARACTERS = 25 * MM, 4  # one column of labels down the whole form
_INSET, _PAD = 2 * MM, 1.3 * MM  # of words in a cell
_RULE, _OUTER = 0.4, 1.0
_GROUND = 0.92  # grey of a heading's ground: a copy keeps the words black
_SIGNED = 13 * MM  # height for one signature
_STAMPED = 30 * MM


def lay_out_signed(
    form: FilledForm, *, language: Language, fonts: Fonts, copy: int = 0, bilingual: bool = False
) -> tuple[Sheet, ...]:
    """Its pages, points from the upper left corner of each. Raises NoFont."""
    flow = A4(fonts, language, title=form.title, number=form.number, practice=form.practice, bilingual=bilingual)
    _head(flow, form, copy)
    for block in form.blocks:
        if block.rows or block.ticks:
            _block(flow, block)
    _told(flow, form)
    _declared(flow, form)
    _official(flow, form)
    _feet(flow, form)
    return flow.sheets(title=flow.say(form.title), author=flow.say(form.heading))


def _head(flow: A4, form: FilledForm, copy: int) -> None:
    """Outlet on the left, number as bars on the right, or that nothing was submitted; the title under both."""
    top, standing = flow.y, flow.both(form.standing)
    flow.stand(flow.cell(form.heading, _BODY, width=INNER / 2), x=SIDE)
    end, flow.y, right = flow.y, top, WIDTH - SIDE
    if form.number:
        bars = code128(form.number, left=SIDE + INNER / 2, y=flow.y, width=INNER / 2, paper=WIDTH, height=7 * MM)
        if bars is not None:
            flow.marks.append(replace(bars, x=right - sum(bars.bars) * bars.module))
            flow.gap(7.5)
        again = "　" + flow.both(COPY.format(copy=copy)) if copy > 0 else ""
        said = f"{form.number}{again}"
        size = min(_NOTE, _NOTE * INNER / 2 / flow.width(said, _NOTE))
        flow.put(Line(said, size), x=right - flow.width(said, size))
        flow.y += _NOTE * LEADING
    else:
        wide = flow.width(standing, _BODY, bold=True) + 6 * MM
        flow.marks.append(Box(right - wide, flow.y, wide, 7 * MM, line=_OUTER, radius=1 * MM))
        base = flow.y + 3.5 * MM + _BODY * MIDDLE
        flow.marks.append(Words(right - wide + 3 * MM, base, standing, _BODY, bold=True))
        flow.gap(8)
    flow.y = max(flow.y, end)
    flow.gap(4)
    flow.centred(form.title, _TITLE, bold=True)
    flow.gap(4)


def _block(flow: A4, block: Block) -> None:
    _heading(flow, block.title)
    for band in bands(flow, block.rows, _BODY, room=INNER / 2 - _LABEL - 2 * _INSET):
        _band(flow, band)
    for one in block.ticks:
        _ticks(flow, one)


def _heading(flow: A4, title: Text) -> None:
    height = 6.4 * MM
    flow.keep_together(height + 9 * MM)
    flow.marks.append(Box(SIDE, flow.y, INNER, height, grey=_GROUND))
    flow.marks.append(Box(SIDE, flow.y, INNER, height, line=_RULE))
    base = flow.y + height / 2 + _BODY * MIDDLE
    flow.marks.append(Words(SIDE + _INSET, base, flow.both(title), _BODY, bold=True))
    flow.y += height


def _band(flow: A4, band: tuple[Row, ...]) -> None:
    """One line of the table: cells of label and value with their rules."""
    each = INNER / len(band)
    cells = []
    for at, row in enumerate(band):
        x = SIDE + at * each
        cells.append((x, _LABEL, _label(flow, row.label)))
        value = flow.cell(row.value, _BODY, width=each - _LABEL - 2 * _INSET, bold=row.strong)
        cells.append((x + _LABEL, each - _LABEL, value))
    _cells(flow, cells)


def _label(flow: A4, label: Text) -> tuple[Line, ...]:
    return flow.cell(label, _BODY, width=_LABEL - 2 * _INSET, characters=_CHARACTERS)


def _cells(flow: A4, cells: list[tuple[float, float, tuple[Line, ...]]]) -> None:
    tall = max([sum(line.height for line in lines) for _x, _width, lines in cells] + [_BODY * LEADING])
    height = tall + 2 * _PAD
    if flow.top + 12 * MM + height > flow.full:  # longer than a page: it goes on over it, without rules
        flow.side_by_side(cells[0][2], cells[1][2], values=cells[1][0] + _INSET)
        return
    flow.keep_together(height)
    top = flow.y
    for x, width, lines in cells:
        flow.marks.append(Box(x, top, width, height, line=_RULE))
        flow.y = top + _PAD + (tall - sum(line.height for line in lines)) / 2
        for line in lines:
            _put(flow, line, x=x + _INSET)
            flow.y += line.height
    flow.y = top + height


def _put(flow: A4, line: Line, *, x: float) -> None:
    flow.put(replace(line, text=line.text.replace(TICKED, EMPTY)), x=x)
    at = line.text.find(TICKED)
    while at >= 0:
        before = line.text[:at].replace(TICKED, EMPTY)
        flow.put(replace(line, text=TICK, bold=True), x=x + flow.width(before, line.size) + 0.04 * line.size)
        at = line.text.find(TICKED, at + 1)


def _ticks(flow: A4, one: Ticks) -> None:
    """Every choice with its box; a choice and its box stay on one line where they fit."""
    room, lines = INNER - _LABEL - 2 * _INSET, list[str]()
    for at, choice in enumerate(one.choices):
        # A no-break space: break_lines must not part the box from its words.
        said = f"{TICKED if at in one.chosen else EMPTY}\u00a0{flow.both(choice)}"
        grown = f"{lines[-1]}　{said}" if lines else said
        if lines and flow.width(grown, _BODY) <= room:
            lines[-1] = grown
        else:
            lines.append(said)
    value = tuple(Line(part, _BODY) for line in lines for part in flow.lines(line, _BODY, width=room))
    _cells(flow, [(SIDE, _LABEL, _label(flow, one.label)), (SIDE + _LABEL, INNER - _LABEL, value)])


def _told(flow: A4, form: FilledForm) -> None:
    if not form.told:
        return
    _heading(flow, TOLD)
    began = _place(flow)
    flow.gap(1)
    for at, note in enumerate(form.told, start=1):
        lines = flow.cell(note, _NOTE, width=INNER - 2 * _INSET - 5 * MM)
        if lines:
            flow.keep_together(lines[0].height)
            flow.put(Line(f"{at}.", _NOTE), x=SIDE + _INSET)
        flow.stand(lines, x=SIDE + _INSET + 5 * MM)
    flow.gap(1.5)
    _sides(flow, began)


def _place(flow: A4) -> tuple[int, float]:
    return len(flow.done), flow.y


def _sides(flow: A4, began: tuple[int, float]) -> None:
    """The rule around what stands under a heading; none around what goes on over a page."""
    page, top = began
    if page == len(flow.done):
        flow.marks.append(Box(SIDE, top, INNER, flow.y - top, line=_RULE))


def _declared(flow: A4, form: FilledForm) -> None:
    """The declaration and the signatures under it stay on one page."""
    lines = flow.cell(form.declaration, _BODY, width=INNER - 2 * _INSET)
    tall = sum(line.height for line in lines)
    flow.keep_together(6.4 * MM + tall + len(form.signers) * _SIGNED + 4 * MM)
    _heading(flow, DECLARED)
    began = _place(flow)
    flow.gap(1.2)
    flow.stand(lines, x=SIDE + _INSET)
    date = flow.say(DATE)
    line = SIDE + INNER * 0.3 + max(flow.width(flow.both(one), _BODY) for one in form.signers) + 2 * MM
    for signer in form.signers:
        flow.y += _SIGNED - _BODY * LEADING - 1 * MM
        end = WIDTH - SIDE - _INSET - flow.width(date, _BODY)
        flow.put(Line(date, _BODY), x=end)
        flow.put(Line(flow.both(signer), _BODY), x=SIDE + INNER * 0.3)
        flow.marks.append(Box(line, flow.y + _BODY * 1.3, end - 10 * MM - line, 0.6))
        flow.y += _BODY * LEADING + 1 * MM
    flow.gap(2)
    _sides(flow, began)


def _official(flow: A4, form: FilledForm) -> None:
    rows = form.official.rows
    flow.keep_together(6.4 * MM + _STAMPED + len(rows) * 5 * MM)
    _block(flow, form.official)
    # The code must find its room before anything of the box stands: it would turn the page between box and code.
    height = max(_STAMPED, qr_size(form.code) + 2 * MM) if form.code else _STAMPED
    flow.keep_together(height)
    top = flow.y
    flow.marks.append(Box(SIDE, top, INNER, height, line=_RULE))
    flow.y = top + height - _BODY * LEADING - _PAD
    date, base = flow.say(DATE), flow.y
    left, end = SIDE + INNER * (0.55 if form.code else 0.3), WIDTH - SIDE - _INSET - flow.width(date, _BODY)
    flow.put(Line(date, _BODY), x=end)
    stamp, *under = flow.cell(STAMP, _BODY, width=end - left - _INSET)
    flow.y = base - sum(line.height for line in under)
    for line in (stamp, *under):
        flow.put(line, x=left)
        flow.y += line.height
    if form.code:
        flow.y = top + 1 * MM
        code_block(flow, form.code, size=_SMALL, left=SIDE + 3 * MM, width=INNER * 0.5)
    flow.y = top + height


def _feet(flow: A4, form: FilledForm) -> None:
    flow.gap(2.5)
    flow.note_missing(_SMALL)
    flow.paragraph(form.hotline, _SMALL)
    for basis in form.basis:
        flow.paragraph(Text(f"{BASIS.zh}：{basis.zh}", f"{BASIS.en}: {basis.en}"), _SMALL)
