"""Forms of made-up people and days, as small or as large as a test asks."""

from __future__ import annotations

from datetime import UTC, date, datetime

from counter_app.desk import day_sheets
from counter_app.domain import day_end as domain
from counter_app.domain import form_papers as f
from counter_app.domain.day_end import Recorded
from counter_app.domain.numerals import capital
from counter_app.domain.operation import Operation, OperationId, Settlement, Work, WorkState
from counter_app.domain.receipt import Row, receipt_number
from counter_app.domain.reconciling import DayBook
from counter_app.domain.text import Text, same

DAY, NOON = date(2026, 3, 18), datetime(2026, 3, 18, 4, tzinfo=UTC)
NUMBER = "N439901-01-260318-0007-6"
CODE = f"SSC1-{NUMBER}-20260318T024600Z-N-FORMAL-LOSS-" + "7QK2M5N8P3R6T9V4W2X5Y8Z3B6C9D4F7" * 5
LONG_NAME = "阿依古丽·买买提" + "·吐尔逊" * 10  # 50 characters with middle dots
RARE_NAME = "𠮷䶮㐱𪚥"
NOTE = " ".join(["materials to be brought again by whoever acts for the holder"] * 30)
BAD = Text("词" * 300 + "\u202e右到左\u200f\x07" + "好" * 40, NOTE + " \u202eabc\u0007")


def frame(title: str, en: str, *, number: str = NUMBER, practice: bool = False, code: str = "") -> f.Frame:
    return f.Frame(
        title=Text(title, en),
        heading=Text("湖南·望岳路服务网点", "Hunan, Wangyue Road outlet"),
        numbered=Text("编号 {number}", "No. {number}"),
        number=number,
        given=Text("2026-03-18 10:46 工号 0317", "2026-03-18 10:46, clerk 0317"),
        basis=(
            Text("湖南省社会保障卡一卡通条例第八条第二款（草案）", "Hunan regulation, art. 8(2) (draft)"),
            Text("海南省社会保障卡一卡通服务管理条例第十一条", "Hainan regulation, art. 11"),
        ),
        hotline=Text(
            "社保咨询 12333；意见 湖南人社网 www.rst.example", "Social security 12333; complaints: the website"
        ),
        practice=practice,
        code=code,
    )


def _about(name: str = "何*珍") -> tuple[Row, ...]:
    return (
        Row(Text("业务", "Task"), Text("补换卡", "Replacement"), strong=True),
        Row(Text("持卡人", "Holder"), same(name)),
        Row(Text("证件号码", "Identity number"), same("439904 ******** 1526")),
    )


def missing(*, papers: int = 3, words: Text | None = None, name: str = "何*珍", practice: bool = False) -> f.FormPaper:
    known = (
        ("监护关系的证明", "Proof of guardianship", "原件和复印件 1 份", "户口簿：派出所；出生证明：出生医院"),
        ("委托书", "Letter of authority", "原件，持卡人签名", "持卡人写；窗口有样式"),
        ("白底证件照", "Photo on white", "电子照片或纸质 1 寸 1 张", "照相馆，或在窗口当场拍"),
    )
    listed = tuple(
        f.MissingPaper(
            Text(name, en),
            Text(form, "Original"),
            words or Text(where, "Register: police station; birth: hospital"),
            Text("湖南省条例第八条第二款（草案）", "Hunan regulation, art. 8(2) (draft)"),
        )
        for name, en, form, where in (known[at % 3] for at in range(papers))
    )
    return f.MissingNotice(
        frame=frame("一次性告知书", "One-time notice", practice=practice, code=CODE),
        about=_about(name),
        missing=listed,
        seen=(Text("居民身份证", "Resident identity card"), Text("原社会保障卡", "The present card")),
        again=(
            Text("带齐以上材料和本告知书到任一窗口", "Bring these and this sheet to any window"),
            Text("窗口扫描右上角的码，从停下的地方接着办", "The window scans the code and goes on where it stopped"),
            Text("有效期至 2026-04-17（含当日）", "Good until 2026-04-17, that day included"),
        ),
        shares=(Text("第一联：申请人留存", "Copy 1: applicant"), Text("第二联：经办机构留存", "Copy 2: agency")),
    )


def refusal(*, words: Text | None = None, name: str = "何*珍", practice: bool = False) -> f.FormPaper:
    return f.RefusalNotice(
        frame=frame("不予办理告知书", "Notice of refusal", practice=practice, code=CODE),
        about=_about(name),
        reason=Text("卡的状态不能办此项", "The card's state does not allow it"),
        rests_on=Text("湖南省条例第八条（草案）", "Hunan regulation, art. 8 (draft)"),
        facts=(Row(Text("申请", "Asked for"), words or Text("2026-03-18 申请补换卡", "A replacement was asked for")),),
        remedies=(
            Row(
                Text("行政复议", "Reconsideration"),
                Text("自知道本告知之日起 60 日内，可以申请（行政复议法第二十条）", "Within 60 days"),
            ),
            Row(Text("行政诉讼", "Lawsuit"), Text("自知道本告知之日起 6 个月内，可以起诉", "Within six months")),
        ),
        shares=(Text("第一联：申请人留存", "Copy 1: applicant"), Text("第二联：经办机构留存", "Copy 2: agency")),
    )


def account(*, errands: int = 4, words: Text | None = None, name: str = "何*珍", practice: bool = False) -> f.FormPaper:
    whom = (
        Text("发工资的单位", "The employer"),
        Text("发养老金、医保和失业待遇的经办机构", "Whoever pays pension and benefits"),
        Text("代扣缴费的单位（水、电、气、通信、社保费）", "Direct debits"),
        Text("住房公积金中心", "The housing fund"),
    )
    told = words or Text("告知新账号，问清从哪个月起发到新账号", "Tell the new account, and ask from which month")
    when = Text("新卡启用当天", "On the day the new card is enabled")
    return f.AccountNotice(
        frame=frame("账户变更告知书", "Notice of changed account", practice=practice),
        about=_about(name),
        state=Text("新卡启用后，银行账号变更", "The account changes when the new card is enabled"),
        moves=(Row(Text("旧账户", "Old account"), Text("新卡启用前照常使用", "Goes on until then")),),
        errands=tuple(f.Errand(whom[at % 4], told, when) for at in range(errands)),
        notes=(Text("旧账户里的钱不会自动转到新账户", "Nothing moves by itself"),),
    )


def custody(*, cards: int, name: str = "何*珍", practice: bool = False) -> f.FormPaper:
    lines = tuple(
        f.CutCard(
            at=same(f"3月18日 {9 + at % 8:02}:{at % 60:02}"),
            card=f"B{at % 9:04} **{at % 100:02}",
            holder=name,
            why=Text("领卡启用", "Activation") if at % 3 else Text("注销", "Cancellation"),
            receipt=f"439901-01-260318-{at + 1:04}-3",
            clerk="0317",
            standing=Text("已确认", "Confirmed") if at % 7 else Text("等待", "Waiting"),
        )
        for at in range(cards)
    )
    return f.CustodyList(
        frame=frame("收回并剪角卡片移交清单", "Custody list of cut cards", number="", practice=practice),
        span=Text("2026-03-16 至 2026-03-18", "2026-03-16 to 2026-03-18"),
        cards=lines,
        total=Text(f"合计 {cards} 张（大写：{capital(cards)}张）", f"{cards} cards in all"),
    )


def guide(*, lines: int = 1, words: Text | None = None, practice: bool = False) -> f.FormPaper:
    known = {
        Text("办理条件", "Conditions"): Text(
            "遗失的已正式挂失；损坏、过期、读不出或信息变更的交回旧卡",
            "Lost: reported formally; damaged, expired, unreadable or changed: the old card",
        ),
        Text("材料", "Bring"): Text(
            "居民身份证；港澳台居民居住证或通行证；外国人永久居留身份证或护照",
            "Resident identity card, residence permit or passport",
        ),
        Text("身份", "Identity"): Text(
            "办理人带有效身份证件原件，当场核实", "Whoever acts shows a valid identity document"
        ),
        Text("流程", "Steps"): Text(
            "核对身份；问账号留不留；平台受理并制卡；领卡启用，旧卡停用",
            "Identity; keep the account or not; the card is made; collected and enabled",
        ),
        Text("时限", "Time"): Text("平台确认后 10 个工作日内", "Within 10 working days"),
        Text("费用", "Fee"): Text("免费", "Free"),
        Text("网点", "Outlets"): Text("全省合作银行网点、人社服务大厅任一窗口", "Any window of the province"),
        Text("渠道", "Channels"): Text("窗口、省人社网上服务大厅、12333", "Windows, the website, 12333"),
        Text("提醒", "Mind"): Text("新卡换账号的，须由持卡人告知发放单位", "Payers are told of a new account"),
    }
    return f.GuideSheet(
        frame=frame("办事指南", "Guide", number="", practice=practice),
        task=Text("补换卡", "Replacement"),
        sections=tuple((one, (words or said,) * lines) for one, said in known.items()),
    )


def day_end(*, kinds: int = 8, practice: bool = False, name: str = "replacement") -> f.DayEndSheet:
    """Of so many kinds of work; some of it waits, some was turned down and is open. `name` of the sixth kind."""
    known = ("application", "activation", "temporary-loss", "formal-loss", "release", name, "pin-reset", "cancellation")
    works = list[Work]()
    for at in range(kinds):
        called = known[at % 8] if at < 8 else f"{known[at % 8]} {at // 8}"
        standing = (3 + at * 5 % 23) * [WorkState.SETTLED] + at % 4 * [WorkState.WAITING]
        for state in standing + (at % 5 == 1) * [WorkState.REFUSED]:
            works.append(_work(len(works) + 1, called, state))
    told = Recorded(trail=len(works), notices=(NUMBER,), reprints=2, link="4f" * 32, length=3 * len(works))
    end = domain.day_end(DayBook("439901", "01", DAY), works, told, at=NOON)
    return day_sheets.sheet(end, frame("日终报表", "Day-end report", number="439901-01-260318", practice=practice))


def _work(serial: int, procedure: str, state: WorkState) -> Work:
    number = receipt_number("439901", "01", DAY, serial)
    operation = Operation(
        id=OperationId(f"id-{serial}"),
        procedure=procedure,
        holder_number="430102195803122043",
        holder_name="林晓岚",
        card_number=f"B{serial:08}",
        changes={},
        facts={},
        accepted_at=NOON,
        clerk="0317",
        outlet="439901",
        window="01",
        province="hunan",
        pack="2026.3",
    )
    settled = Settlement.ACCEPTED if state is WorkState.SETTLED else None
    return Work(operation, serial, state, NOON, number, settlement=settled)
