"""Paper is made alike by whoever asks: the same from several threads, one set of fonts a process."""

from concurrent.futures import ThreadPoolExecutor

from reportlab.pdfbase import pdfmetrics

from counter_app.domain.text import Language
from printing.fonts import Fonts
from printing.maker import PaperMaker
from tests.printing.samples import receipt


def test_lanes_and_commands_may_ask_at_once() -> None:
    """Four threads, fonts not yet opened: each PDF is the one a single thread makes."""
    names = ["何*珍", "𠮷*", "李\U000323b0明", "𫠠*", "阿**丽·买*提", "㐂*"]
    alone = PaperMaker(fonts=Fonts(), language=Language.ZH)
    wanted = [alone.pdf(receipt(name=name)) for name in names]
    shared = PaperMaker(fonts=Fonts(), language=Language.ZH)
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda name: shared.pdf(receipt(name=name)), names * 4))
    assert made == wanted * 4


def test_a_second_maker_of_this_process_leaves_no_second_set_of_fonts_behind() -> None:
    """reportlab's table of fonts is never emptied: a window that opens its data again would keep 20 MiB each time."""
    PaperMaker(language=Language.ZH).pdf(receipt(name="𠮷*"))
    before = set(pdfmetrics.getRegisteredFontNames())
    PaperMaker(language=Language.ZH).pdf(receipt(name="𠮷*"))
    assert set(pdfmetrics.getRegisteredFontNames()) == before
