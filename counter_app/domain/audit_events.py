"""Everything that goes on record in the audit trail, by its code, in words for whoever reads it.

The codes stand in entries for good: none is ever given another meaning. Refuses to be a rule: what writes an entry says
its code itself; a test finds the one that has no row here.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from counter_app.domain.text import Text, same


class Sort(StrEnum):
    """What sort of act it is."""

    LOOK = "look"
    WORK = "work"
    PIN = "pin"
    PAPER = "paper"
    AGREED = "agreed"
    SIGN_IN = "sign-in"
    SETTING = "setting"
    PLATFORM = "platform"
    CARRIED = "carried"
    TRAIL = "trail"


SORTS: Mapping[Sort, Text] = {
    Sort.LOOK: Text("查看个人信息", "Looks at people"),
    Sort.WORK: Text("业务", "Work"),
    Sort.PIN: Text("卡密码", "PIN of a card"),
    Sort.PAPER: Text("打印和文件", "Paper and files"),
    Sort.AGREED: Text("复核和审批", "Second persons and approvals"),
    Sort.SIGN_IN: Text("登录和权限", "Sign-in and rights"),
    Sort.SETTING: Text("设置和数据", "Settings and the store"),
    Sort.PLATFORM: Text("省平台答复和对账", "The platform and reconciliation"),
    Sort.CARRIED: Text("文件传递", "Files carried by hand"),
    Sort.TRAIL: Text("审计记录本身", "The trail itself"),
}

_BY_SORT: Mapping[Sort, Mapping[str, Text]] = {
    Sort.LOOK: {
        "person.searched": Text("查询人员", "Searched for a person"),
        "person.suggested": Text("输入时列出人员", "People listed while typing"),
        "person.listed": Text("列出查到的人员", "People found were listed"),
        "person.opened": Text("打开人员页", "Opened a person"),
        "person.proven": Text("以证件或卡核实本人", "A document or card proved the person"),
        "person.refreshed": Text("向省平台重查人员", "Asked the platform about the person again"),
        "person.name_settled": Text("确认证件姓名与记录是同一人", "Settled a name written otherwise"),
        "number.shown": Text("显示完整号码", "Showed a number whole"),
        "data.copied": Text("给本人信息副本", "Gave the holder a copy of their data"),
        "card.read": Text("命令读卡", "Read a card by command"),
        "document.read": Text("命令读身份证件", "Read an identity document by command"),
        "actor.document_read": Text("读代办人证件", "Read the document of whoever acts"),
        "receipt.shown": Text("查看回执", "Looked at a receipt"),
        "receipt.checked": Text("核验签名码", "Checked the signed code of a paper"),
        "supervisor.shown_full": Text("查看主管页（不遮盖）", "Looked at the supervisor's page, unmasked"),
        "choices.shown_full": Text("查看选银行记录（不遮盖）", "Looked at the choices of banks, unmasked"),
        "bank.holders_listed": Text("列出某银行持卡人", "Listed the holders of a bank"),
    },
    Sort.WORK: {
        "operation.recorded": Text("受理业务", "Recorded work"),
        "operation.replaced": Text("被重办取代", "Replaced by work done anew"),
        "operation.withdrawn": Text("撤回业务", "Withdrew work"),
        "operation.closed": Text("异常件办结", "Closed refused work"),
        "operation.escalated": Text("异常件上报", "Passed refused work on"),
        "operation.found_done": Text("异常件查实已办", "Refused work was found done"),
        "operation.lapsed_unsent": Text("临时挂失过期未送", "A temporary loss ran out before it was sent"),
        "operation.lapsed_before_sent_again": Text("重送前已过期", "It ran out before it was sent again"),
        "bank.chosen": Text("选银行", "Chose a bank"),
        "consent.answered": Text("持卡人同意或不同意", "The holder agreed, or did not"),
        "card.chosen": Text("选定卡", "Chose one of several cards"),
        "agent.many": Text("代办人数过多", "An agent acts for many"),
        "agent.many_seen": Text("主管已阅代办人", "A supervisor has seen it"),
        "visit.abandoned": Text("中途放弃", "Gave a procedure up"),
        "visit.turned_away": Text("一次性告知或不予受理", "Turned a request away"),
        "visit.handed_over": Text("交接在办业务", "Handed a visit over"),
        "case.fetched": Text("从省平台取告知书", "Fetched a notice from the platform"),
        "case.resumed": Text("凭告知书续办", "Took a notice up"),
        "case.resumed_told": Text("续办已报省平台", "The platform was told of it"),
        "case.sent": Text("告知书已送省平台", "Sent a notice to the platform"),
        "case.elsewhere": Text("告知书已在别处续办", "It was taken up elsewhere"),
        "case.number_taken": Text("告知书号已被占用", "The number of a notice was taken"),
        "case.taken_twice": Text("告知书两处续办", "A notice was taken up twice"),
    },
    Sort.PIN: {
        "pin.asked": Text("问剩余次数", "Asked for the tries left"),
        "pin.begun": Text("开始密码操作", "Began a task with the PIN"),
        "pin.verified": Text("验证密码", "The PIN was verified"),
        "pin.changed": Text("改密码", "The PIN was changed"),
        "pin.reset": Text("重置密码", "The PIN was reset"),
        "pin.unblocked": Text("解锁密码", "The PIN was unblocked"),
        "pin.wrong": Text("密码错", "The PIN was wrong"),
        "pin.blocked": Text("密码锁定", "The PIN is blocked"),
        "pin.not_done": Text("没有做成", "It was not done"),
        "pin.refused": Text("不准做", "It was not allowed"),
        "pin.late": Text("过后得知结果", "Its end was told late"),
        "pin.unsettled": Text("结果不明", "Its end is not known"),
    },
    Sort.PAPER: {
        "receipt.print_sent": Text("打印回执", "Printed a receipt"),
        "receipt.reprint_sent": Text("补打回执", "Printed a receipt again"),
        "receipt.not_sent": Text("打印没有送出", "A print did not go out"),
        "receipt.without_code": Text("纸上没有签名码", "A paper went out without a signed code"),
        "receipt.saved": Text("回执存为 PDF", "Saved a receipt as PDF"),
        "notice.print_sent": Text("打印告知书", "Printed a notice"),
        "notice.reprint_sent": Text("补打告知书", "Printed a notice again"),
        "notice.shown": Text("查看告知书", "Looked at a notice"),
        "notice.saved": Text("告知书存为 PDF", "Saved a notice as PDF"),
        "custody.print_sent": Text("打印剪角卡移交清单", "Printed the list of cut cards"),
        "custody.shown": Text("查看剪角卡移交清单", "Looked at the list of cut cards"),
        "custody.saved": Text("剪角卡移交清单存为 PDF", "Saved the list of cut cards as PDF"),
        "day_end.print_sent": Text("打印日终报表", "Printed the day-end report"),
        "day_end.shown": Text("查看日终报表", "Looked at the day-end report"),
        "day_end.saved": Text("日终报表存为 PDF", "Saved the day-end report as PDF"),
        "form.given": Text("出签字登记表", "Made a form to sign"),
        "print.repeated": Text("没打成的重打", "Printed again what had failed"),
        "print.dropped": Text("定为不打", "Gave a print up"),
        "print.came_out": Text("确认已出纸", "Said that a print came out"),
    },
    Sort.AGREED: {
        "second.agreed": Text("第二人同意", "A second person agreed"),
        "second.refused": Text("第二人没有通过", "A second person was refused"),
        "second.used": Text("用了第二人的同意", "The agreement was used"),
        "approval.asked": Text("请主管远程复核", "Asked a supervisor elsewhere"),
        "approval.answered": Text("远程复核有答复", "A supervisor elsewhere answered"),
        "approval.decided": Text("答复远程复核", "Decided on another window's work"),
    },
    Sort.SIGN_IN: {
        "clerk.signed_in": Text("登录", "Signed in"),
        "clerk.sign_in_refused": Text("登录被拒", "A sign-in was refused"),
        "clerk.signed_out": Text("签退", "Signed out"),
        "clerk.password_changed": Text("改登录密码", "Changed the password"),
        "command.used": Text("使用命令", "Used a command"),
        "right.refused": Text("越权被拒", "A right was refused"),
        "window.locked": Text("锁定窗口", "Locked the window"),
        "window.unlocked": Text("解锁窗口", "Unlocked the window"),
        "window.handed_over": Text("窗口交接", "Handed the window over"),
    },
    Sort.SETTING: {
        "setting.changed": Text("改设置", "Changed a setting"),
        "pack.taken": Text("启用规则包", "Took a rule pack into use"),
        "folder.set_up": Text("建立数据文件夹", "Set the folder up"),
        "passphrase.changed": Text("改启动口令", "Changed the passphrase"),
        "recovery.made": Text("制作恢复份额", "Made recovery shares"),
        "recovery.used": Text("使用恢复份额", "Used recovery shares"),
        "retention.erased": Text("按期限清除个人信息", "Erased what is past its time"),
        "backup.made": Text("做了备份", "Made a backup"),
        "backup.failed": Text("备份没有做成", "A backup could not be made"),
        "backup.drilled": Text("恢复演练", "Tried a restore"),
        "store.restored": Text("从备份恢复", "Brought back from a backup"),
        "store.other_copy": Text("数据被换成另一份", "Another copy of the data was put in place"),
        "store.taken_over": Text("在这台机器上接替", "Taken over on this machine"),
        "clock.set_back": Text("时钟被拨回", "The clock was set back"),
        "clock.taken_back": Text("校正超前的时间", "A moment far ahead was taken back"),
        "mirror.snapshot": Text("取辖区数据", "Took the area's people over"),
        "mirror.snapshot_differs": Text("辖区数据不一致", "The area's people differed"),
        "mirror.removed": Text("清除过期的人员数据", "Removed people kept too long"),
        "mirror.area_given_up": Text("停用辖区数据", "Gave the area's people up"),
    },
    Sort.PLATFORM: {
        "platform.answered": Text("省平台答复", "The platform answered"),
        "platform.answered_partly": Text("省平台部分答复", "The platform answered in part"),
        "reconciliation.done": Text("对账", "Reconciled a day"),
        "reconciliation.unknown": Text("省平台多出的件", "The platform has what is not here"),
        "reconciliation.explained": Text("说明多出的件", "Explained it"),
        "reconciliation.resent": Text("对账后重送", "Let it go again"),
        "reconciliation.disputed": Text("答复不一致", "Answers differ"),
    },
    Sort.CARRIED: {
        "transfer.taken_out": Text("导出传递文件", "Took work out in a file"),
        "transfer.handed_in": Text("代交传递文件", "Handed a file in"),
        "transfer.answers_taken": Text("取回答复文件", "Took answers from a file"),
    },
    Sort.TRAIL: {
        "audit.searched": Text("查审计记录", "Searched the trail"),
        "audit.exported": Text("导出审计记录", "Exported the trail"),
        "audit.head_refused": Text("省平台收存的链头与本机不符", "The platform's head is not of this trail"),
    },
}

EVENTS: Mapping[str, tuple[Sort, Text]] = {
    code: (sort, words) for sort, rows in _BY_SORT.items() for code, words in rows.items()
}
"""Code -> what sort of act, in words."""


def words_of(code: str) -> Text:
    """In words; of a code nobody knows (a newer program's) the code itself."""
    found = EVENTS.get(code)
    return found[1] if found is not None else same(code)
