"""The floor of a receipt: a bare page of the PDF library with two embedded TrueType fonts, as many lines and one bar
code.

Usage: receipt.py REGULAR BOLD ROUNDS. Prints the milliseconds of each page, one a line.
"""

import sys
import time
from io import BytesIO

from reportlab.graphics.barcode.code128 import Code128
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

MM = 72 / 25.4
BOLD = ("社会保障卡业务回执", "已受理，待平台确认", "正式挂失", "社保功能、银行账户", "2026-03-18 10:46")
PLAIN = """湖南 · 望岳路服务网点|业务|持卡人|证件号码|卡号|停用范围|受理时间|经办|费用|何*珍|439904 ******** 1526|B0001 **31|0317
0.00 元（免费）|社保功能在平台收到后生效；要立即生|效请拨 12333|银行账户没有停用，要停用请拨开户银行 95500|社保咨询 12333|依据
《社会保障卡管理办法》第二十一条（草|案）|持卡人签名""".replace("\n", "|").split("|")


def page() -> bytes:
    """One page."""
    paper = BytesIO()
    canvas = Canvas(paper, pagesize=(80 * MM, 150 * MM))
    canvas.setTitle("439901-01-260318-0029-3")
    y = 140 * MM
    for font, size, words in (("bold", 12.0, BOLD), ("plain", 9.2, PLAIN)):
        canvas.setFont(font, size)
        for line in words:
            canvas.drawString(5 * MM, y, line)
            y -= 4.5 * MM
    Code128("439901-01-260318-0029-3", barWidth=0.7, barHeight=10 * MM).drawOn(canvas, 5 * MM, 5 * MM)
    canvas.rect(5 * MM, 10 * MM, 70 * MM, 8 * MM)
    canvas.showPage()
    canvas.save()
    return paper.getvalue()


pdfmetrics.registerFont(TTFont("plain", sys.argv[1]))
pdfmetrics.registerFont(TTFont("bold", sys.argv[2]))
for _ in range(int(sys.argv[3])):
    begun = time.perf_counter()
    page()
    print((time.perf_counter() - begun) * 1000)
