"""A form to sign as the desk makes it, of a made-up person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from counter_app.domain.filled_form import Block, FilledForm
from counter_app.domain.receipt import Row, Ticks
from counter_app.domain.text import Text, same
from tests.printing.samples import NUMBER

_ASKED = (
    Row(Text("业务", "Task"), Text("正式挂失", "Formal loss"), strong=True),
    Row(Text("生效时间", "In effect"), Text("平台收到后生效", "When the platform has it")),
    Row(
        Text("身份核实", "Identity checked"),
        Text("读取代办人身份证，核对委托书原件", "Document of the agent read, letter compared"),
    ),
)
_TICKS = (
    Ticks(
        Text("挂失范围", "What to stop"),
        (
            Text("社保与银行一起挂", "Both sides"),
            Text("只挂社保功能", "Social security only"),
            Text("只挂银行账户", "Bank account only"),
        ),
        (0,),
    ),
    Ticks(
        Text("原因", "Reason"),
        (
            Text("丢失", "Lost"),
            Text("被盗", "Stolen"),
            Text("他人占用", "Held by others"),
            Text("其他", "Other"),
        ),
        (1,),
    ),
    Ticks(
        Text("发现丢失的时间", "Noticed"),
        (
            Text("今天", "Today"),
            Text("昨天", "Yesterday"),
            Text("更早", "Earlier"),
            Text("说不清", "Not known"),
        ),
        (),
    ),
)


def form(*, name: str = "何玉珍", number: str = NUMBER, **changes: Any) -> FilledForm:
    """A formal loss report by an agent; `changes` replace parts of it."""
    made = FilledForm(
        number=number,
        title=Text("社会保障卡挂失登记表", "Social security card: loss report form"),
        heading=Text("湖南·望岳路服务网点", "Hunan, Wangyue Road service outlet"),
        standing=Text("已受理", "Accepted") if number else Text("待提交", "Not submitted yet"),
        blocks=_blocks(name),
        told=(
            Text(
                "社保功能在平台收到后生效；要立即生效请拨 12333",
                "It stops when the platform has it; for at once call 12333",
            ),
            Text(
                "银行账户在银行答复后停用；要立即停用请拨开户银行 95500",
                "The bank account stops when the bank has answered; for at once call 95500",
            ),
            Text("借卡、冒用他人社会保障卡要承担法律责任", "Lending the card or using another's is against the law"),
        ),
        declaration=Text(
            "本人已核对以上内容，确认由本人提供、真实完整，并已知悉上列告知事项。所填不实造成的后果由本人承担。",
            "I have checked what stands above: it comes from me, is true, and I have been told what is listed.",
        ),
        signers=(Text("持卡人签名", "Holder's signature"), Text("代办人签名", "Agent's signature")),
        official=Block(
            Text("经办机构填写", "For the outlet"),
            (
                Row(Text("受理号", "Number"), same(number)),
                Row(Text("受理时间", "Accepted"), same("2026-03-18 10:46" if number else "")),
                Row(Text("经办", "Clerk"), same("0317")),
                Row(Text("复核", "Agreed by"), same("")),
            ),
        ),
        basis=(
            Text("《社会保障卡管理办法》第二十一条（草案）", "Measures for social security cards, article 21 (draft)"),
        ),
        hotline=Text(
            "社保咨询 12333；意见 12333 或本网点意见簿", "Social security 12333; complaints 12333 or the book"
        ),
        practice=False,
    )
    return replace(made, **changes)


def _blocks(name: str) -> tuple[Block, ...]:
    holder = Block(
        Text("持卡人", "Holder"),
        (
            Row(Text("姓名", "Name"), same(name), strong=True),
            Row(Text("证件号码", "Identity number"), same("439904 ******** 1526")),
            Row(Text("卡号", "Card number"), same("B0001 **31")),
            Row(Text("联系电话", "Mobile"), same("139 **** 0023")),
        ),
    )
    acting = Block(
        Text("代办人信息", "Who acts"),
        (
            Row(Text("姓名", "Name"), same("田小满"), strong=True),
            Row(Text("与持卡人关系", "Relation"), Text("子女", "child")),
            Row(Text("代办人证件", "Document"), same("439905 ******** 2041")),
            Row(Text("证明", "Proof"), Text("授权委托书", "letter of authority")),
        ),
    )
    return (holder, acting, Block(Text("办理事项", "What is asked for"), _ASKED, _TICKS))


def application(*, name: str = "欧阳𠮷", number: str = NUMBER) -> FilledForm:
    """A first application by the holder, with the banks to choose from and what was agreed to."""
    yes, no = Text("同意", "Agree"), Text("不同意", "Do not agree")
    asked = (
        Ticks(Text("谁来办", "Who acts"), (Text("本人", "The holder"), Text("代办人", "An agent")), (0,)),
        Ticks(
            Text("照片", "Photo"),
            (
                Text("用身份证照片", "That of the identity card"),
                Text("用原照片", "The one from before"),
                Text("现场拍照", "Taken here"),
            ),
            (0,),
        ),
        Ticks(
            Text("服务银行", "Bank"),
            (
                Text("示例银行甲", "Sample bank A"),
                Text("示例银行乙", "Sample bank B"),
                Text("示例银行丙", "Sample bank C"),
                Text("示例银行丁", "Sample bank D"),
            ),
            (2,),
        ),
        Ticks(Text("把信息提供给服务银行", "Giving data to the bank"), (yes, no), (0,)),
        Ticks(Text("用手机号发短信提醒", "Messages to the mobile number"), (yes, no), (1,)),
    )
    rows = (
        Row(Text("业务", "Task"), Text("申领", "Application"), strong=True),
        Row(Text("申领条件", "Ground"), Text("本省参保人员", "Insured in this province")),
        Row(Text("承诺办结", "Promised"), Text("2026年4月15日前（20 个工作日）", "by 15 April 2026 (20 working days)")),
        Row(Text("领卡网点", "Collected at"), same("望岳路服务网点")),
        Row(Text("费用", "Fee"), Text("0.00 元（免费）", "0.00 yuan (free)")),
    )
    holder = form(name=name).blocks[0]
    return form(
        name=name,
        number=number,
        title=Text("社会保障卡申领登记表", "Social security card: application form"),
        blocks=(holder, Block(Text("办理事项", "What is asked for"), rows, asked)),
        told=(Text("妥善保管卡和密码，卡不得出借", "Keep card and PIN safe, lend the card to nobody"),),
        signers=(Text("持卡人签名", "Holder's signature"),),
    )
