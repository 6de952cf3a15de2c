"""`python -m tools.names_picture`: names of every block as the window shows them beside how paper has them, into
docs/paper/names-screen-and-paper.png.

Draws with the window's own part for words and with the PDF of the receipt's own door. Refuses a screen: it needs none.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app.domain.faces import BEYOND, IDEOGRAPHS
from counter_app.domain.text import Language, Text

if TYPE_CHECKING:
    from PIL.Image import Image

TARGET = Path(__file__).resolve().parents[1] / "docs" / "paper" / "names-screen-and-paper.png"
WIDTH, LEFT, ROW, TOP = 1260, 280, 46, 52  # pixels
SIZE = 26
_ODD = ((Text("没有字形", "no glyph"), "何\U0002ebf0珍"), (Text("自用区", "private use"), "何\ue000珍"))
_ORDINARY = Text("民族姓名", "middle dot"), "阿依古丽·买买提 ÀéЖ 2026"


def rows() -> list[tuple[Text, str]]:
    """What stands in each line: the block, and a name of six of its characters."""
    lines = []
    for block in (*IDEOGRAPHS, *BEYOND[:2]):
        codes = list(block.codes())
        lines.append((block.name, "".join(chr(codes[len(codes) * part // 11]) for part in (0, 2, 4, 6, 8, 10))))
    return [_ORDINARY, *lines, *_ODD]


def main() -> None:
    """Draw it."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PIL import Image, ImageOps
    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    lines = rows()
    whole = Image.new("RGB", (WIDTH, TOP + ROW * len(lines)), "white")
    half = (WIDTH - LEFT) // 2
    screen, paper = _on_screen(lines, half), _on_paper(lines, half)
    whole.paste(screen, (0, 0))
    whole.paste(paper, (LEFT + half, 0))
    few = ImageOps.expand(whole, 8, "white").quantize(32, dither=Image.Dither.NONE)
    few.save(TARGET, optimize=True)
    print(f"{TARGET}  {TARGET.stat().st_size // 1024} KB")
    application.quit()


def _on_screen(lines: list[tuple[Text, str]], half: int) -> Image:
    from PIL import Image
    from PySide6.QtWidgets import QWidget

    from ui.look import Look
    from ui.widgets.words import Words

    look = Look(language=Language.ZH)
    page = QWidget()
    page.setStyleSheet("background: white")
    page.resize(LEFT + half, TOP + ROW * len(lines))
    for at, (name, text) in enumerate([(Text("", ""), "屏幕 / screen"), *lines]):
        for words, face, x in ((f"{name.zh} {name.en}".strip(), "note", 0), (text, "name" if at else "section", LEFT)):
            label = Words(look, words, face=face)
            label.setParent(page)
            label.move(x, TOP + ROW * (at - 1) + (8 if face == "note" else 0))
            label.adjustSize()
    shot = page.grab().toImage()
    path = TARGET.with_name("screen.tmp.png")
    shot.save(str(path))
    with Image.open(path) as kept:
        image = kept.convert("RGB")
    path.unlink()
    return image


def _on_paper(lines: list[tuple[Text, str]], half: int) -> Image:
    import pypdfium2

    from printing.fonts import Fonts
    from printing.sheet import Sheet, Words, to_pdf

    marks = [Words(8, TOP - ROW + 22, "纸面 / paper (PDF)", 16, bold=True)]
    marks += [Words(8, TOP + ROW * at + 26, text, SIZE, bold=True) for at, (_name, text) in enumerate(lines)]
    pdf = to_pdf(Sheet(half, TOP + ROW * len(lines), tuple(marks), "", ""), fonts=Fonts())
    document = pypdfium2.PdfDocument(pdf)
    try:
        image: Image = document[0].render(scale=1).to_pil().convert("RGB")
        return image
    finally:
        document.close()


if __name__ == "__main__":
    main()
