"""Everything that can go wrong at a counter, told by whose fault it is and what to do next.

`Refused` the rules say no · `CardTrouble` card or reader · `PaperTrouble` printer · `PlatformTrouble` the platform or
the way to it · `StoreTrouble` the disk. Anything that is not a `CounterError` is a fault of this program. Facts must
not hold names or numbers of people: an error may be logged.
"""

from __future__ import annotations

from typing import ClassVar

from counter_app.domain.text import Text


class CounterError(Exception):
    """Base of the tree. `happened` and `advice` are the two lines a clerk reads; `facts` fill their `{places}`.
    `told_as`: the ancestor whose code a class bears that only has better words for the clerk.
    """

    happened: ClassVar[Text] = Text("办不成", "This cannot be done")
    advice: ClassVar[Text] = Text("请记下时间，联系管理员", "Note the time and call the administrator")
    told_as: ClassVar[type[CounterError] | None] = None

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(f"{type(self).__name__}: {self.message.en}")

    @property
    def code(self) -> str:
        """The name of the class, or of the one it is told as: the stable code used in `--json` output and on the wire
        between processes.
        """
        return (self.told_as or type(self)).__name__

    @property
    def message(self) -> Text:
        """What happened, with the facts filled in."""
        return self.happened.format(**self.facts)

    @property
    def what_next(self) -> Text:
        """What to do next, with the facts filled in."""
        return self.advice.format(**self.facts)


# --- the rules say no: tell, do not retry -------------------------------------------------------------------------


class Refused(CounterError):
    """The rules say no. Doing it again gives the same answer."""

    happened = Text("规则不允许", "The rules do not allow it")
    advice = Text("按屏上说明办理", "Follow the guide on the screen")


class BadInput(Refused):
    """An answer or argument is not of the form it must have. `what` names it, `why` says what is wrong."""

    happened = Text("{what}：{why}", "{what}: {why}")
    advice = Text("改正后再试", "Correct it and try again")


class BadSettings(Refused):
    """The settings file of the data folder is not one. `file`, `line` (from 1) and `why` say where and what."""

    happened = Text(
        "设置文件 {file} 第 {line} 行不对：{why}", "Line {line} of the settings file {file} is wrong: {why}"
    )
    advice = Text(
        "改正这一行，或移走这个文件用默认设置", "Correct that line, or move the file away to use the defaults"
    )


class NotFound(Refused):
    """No person, card, operation or receipt by that key."""

    happened = Text("没有找到{what}", "{what} not found")
    advice = Text("核对号码或姓名后再找", "Check the number or the name and search again")


class AlreadyLost(Refused):
    """The card is already reported lost in this way."""

    happened = Text("已经挂失", "Already reported lost")
    advice = Text(
        "如已找回，可解除挂失；如确认丢失，可正式挂失",
        "If it was found, release it; if it is surely lost, make it formal",
    )


class AlreadyFormal(AlreadyLost):
    """It is formally reported lost: no stronger report exists."""

    told_as = AlreadyLost
    happened = Text("已经正式挂失", "Already formally reported lost")
    advice = Text(
        "可补卡；找到的，本省可解除的先解除挂失", "Replace it; if found, release it where the province allows"
    )


class NotLost(Refused):
    """There is no loss report to release."""

    happened = Text("没有挂失，不用解除", "Not reported lost, nothing to release")
    advice = Text("核对卡片状态", "Check the state of the card")


class NotEligible(Refused):
    """The card's or holder's state does not allow it. `why` is a `Text` that says what is missing."""

    happened = Text("{why}", "{why}")
    advice = Text("{how}", "{how}")


class ForbiddenOffline(Refused):
    """It must not be done without asking the platform."""

    happened = Text("离线不可办，须平台核验", "Not offline: the platform must check it")
    advice = Text("恢复联网后再办，或到有网的窗口办", "Do it when the line is back, or at a window that has one")


class NeedsDocument(ForbiddenOffline):
    """A finished card is handed over without a line only to somebody whose identity card was read here."""

    happened = Text("离线交卡须在本机读身份证", "Offline a card is handed over only with the identity card read here")
    advice = Text(
        "把持卡人的身份证放上读卡器；没有就联网后再办", "Lay the holder's identity card on, or wait for the line"
    )
    told_as = ForbiddenOffline


class MustWait(Refused):
    """Something earlier on the same card waits for the platform."""

    happened = Text("须等平台确认", "Wait for the platform")
    advice = Text("前一笔业务确认后再办", "Do it when the earlier operation is confirmed")


class VisitOpen(Refused):
    """Another person's procedure is not finished at this seat: two people are never mixed."""

    happened = Text("前一位还没有办结", "The person before is not finished")
    advice = Text("先办结或结束当前业务，再开下一位", "Finish or end the present visit, then open the next")


class VisitChanged(Refused):
    """What was to be written of a visit was made from what no longer stands."""

    happened = Text("这位的办理刚在另一处有变动", "This visit was just changed elsewhere")
    advice = Text("看一下现在的页面，再办一次", "Look at the page as it stands now and do it once more")


class NotSignedIn(Refused):
    """Nobody, or nobody known, is signed in."""

    happened = Text("工号不对", "Unknown clerk number")
    advice = Text("核对工号后再登录", "Check the clerk number and sign in again")


class NeedsSecond(Refused):
    """Another clerk must agree at this window before this is recorded."""

    happened = Text("须第二人同意", "A second person must agree")
    advice = Text("请另一位柜员输入工号和密码", "Another clerk types number and password")


class WrongPassword(Refused):
    """Number and password of a clerk do not belong together, or nobody has that number."""

    happened = Text("工号或密码不对", "Wrong number or password")
    advice = Text("核对后重新输入", "Compare and type them again")


class RealFolder(Refused):
    """What was asked for is of the practice province alone."""

    happened = Text("这是正式数据文件夹，这件事只用于练习", "This is a folder for real work; that is for practice only")
    advice = Text("用 --data 另指一个练习文件夹", "Name a practice folder with --data")


# --- card or reader: advise, by hand ------------------------------------------------------------------------------


class CardTrouble(CounterError):
    """The card or its reader. The clerk can go on by hand (search by number)."""

    happened = Text("读卡没有成功", "The card was not read")
    advice = Text("重新放卡，或按号码查找", "Put the card on again, or search by number")


class NoReader(CardTrouble):
    happened = Text("没有读卡器", "No card reader")
    advice = Text(
        "插好读卡器；仍没有，请检查读卡服务", "Plug the reader in; if it stays away check the smart card service"
    )


class NoCard(CardTrouble):
    happened = Text("读卡器上没有卡", "No card on the reader")
    advice = Text("把社保卡放上读卡器", "Put the card on the reader")


class CardTakenAway(CardTrouble):
    happened = Text("读到一半卡被拿走", "The card was taken away while being read")
    advice = Text("再放一次，听到提示再拿开", "Put it on once more and leave it until it is read")


class WrongCard(CardTrouble):
    """Not this kind of card."""

    happened = Text("这不是社保卡", "This is not a social security card")
    advice = Text("换社保卡再读，或按号码查找", "Use the social security card, or search by number")


class CardDamaged(CardTrouble):
    """A record is short, missing or cannot be decoded. `what` names it."""

    happened = Text("卡内数据不完整：{what}", "Data on the card is not whole: {what}")
    advice = Text("按身份证号查找，可办换卡", "Search by identity number; the card can be replaced")


class NeedsAuthentication(CardTrouble):
    happened = Text("这张卡要先做外部认证", "This card asks for external authentication first")
    advice = Text("按身份证号查找后办理", "Search by identity number and go on")


class ReaderSilent(CardTrouble):
    happened = Text("卡没有回应", "The card does not answer")
    advice = Text(
        "拿起卡擦净触点再放；仍不行换读卡器", "Lift the card, wipe its contacts and try again; else use another reader"
    )


class CardSaid(CardTrouble):
    """A status word nobody expects. `sw` is four hex digits."""

    happened = Text("卡拒绝读取（{sw}）", "The card refused ({sw})")
    advice = Text("重新放卡，或按号码查找", "Put the card on again, or search by number")


# --- printer: keep, reprint ---------------------------------------------------------------------------------------


class PaperTrouble(CounterError):
    happened = Text("没有打印", "Not printed")
    advice = Text("业务已保存，打印机好后重打", "The work is kept; print again when the printer is ready")


class NoPrinter(PaperTrouble):
    happened = Text("未设打印机", "No printer set")
    advice = Text(
        "用 counter settings --set printers.receipt=队列名 设置",
        "Set one: counter settings --set printers.receipt=QUEUE",
    )


class NoPagePrinter(PaperTrouble):
    happened = Text("未设 A4 打印机", "No printer for A4 set")
    advice = Text(
        "存为 PDF，或用 counter settings --set printers.a4=队列名 设置",
        "Save it as PDF, or set one: counter settings --set printers.a4=QUEUE",
    )


class PrinterRefused(PaperTrouble):
    """The queue or its server did not take the job. `why` is the spooler's word."""

    happened = Text("打印机没有接收：{why}", "The printer did not take the job: {why}")


class NoFont(PaperTrouble):
    """No Chinese font on this machine: a receipt would be all frames."""

    happened = Text("本机没有中文字体，回执排不出来", "No Chinese font on this machine: the receipt cannot be set")
    advice = Text(
        "业务已保存，装好字体（fonts-noto-cjk）后重打", "The work is kept; install fonts-noto-cjk and print again"
    )


# --- the platform or the way to it ---------------------------------------------------------------------------------


class PlatformTrouble(CounterError):
    happened = Text("省平台没有答复", "The platform did not answer")
    advice = Text("已受理的业务留在本机，恢复后自动送出", "Work is kept here and goes out by itself later")


class Unreachable(PlatformTrouble):
    """No answer can be had now; waiting work stays. `handed_over`: bytes went into a connected socket."""

    happened = Text("连不上省平台", "The platform cannot be reached")


class NoNetwork(Unreachable):
    """No way out of this machine: no route, no name service, no answer to a connection attempt."""

    happened = Text("没有网络", "No network")
    advice = Text("检查网线或无线网；业务可先受理", "Check the cable or the wireless; work can be accepted meanwhile")


class NoPlatform(Unreachable):
    """A network, but not the platform at its end: refused port, captive portal, wrong certificate, garbage."""

    happened = Text("有网络，但连不上省平台", "There is a network but no platform")
    advice = Text(
        "检查平台地址和证书；业务可先受理",
        "Check the platform's address and certificate; work can be accepted meanwhile",
    )


class NotNow(PlatformTrouble):
    """The platform is there and says: not now. `seconds` until it wants to be asked again."""

    happened = Text("省平台暂不受理", "The platform says: not now")
    advice = Text("{seconds} 秒后自动再送", "Sent again by itself in {seconds} seconds")


class PictureNotTaken(CounterError):
    """The platform is there and has turned a picture down for good: nothing is wrong with the line."""

    happened = Text("省平台不收这张照片", "The platform does not take this photo")
    advice = Text(
        "业务留在本机，过后自动再送；请告诉管理员", "The work is kept and sent again later; tell the administrator"
    )


class TooOld(PlatformTrouble):
    happened = Text("程序版本太旧，省平台不接收", "This program is too old for the platform")
    advice = Text("更新程序；已受理的业务都还在", "Update the program; accepted work is kept")


# --- the disk: stop taking work -----------------------------------------------------------------------------------


class StoreTrouble(CounterError):
    """The data folder cannot be used. `path` (of our own file or folder) and `why` are told where they are known."""

    happened = Text("本机数据出错", "The data on this machine is in trouble")
    advice = Text(
        "停止受理，联系管理员；文件没有改动", "Stop taking work and call the administrator; the file is untouched"
    )

    @property
    def message(self) -> Text:
        """What happened; with path and cause where they are known."""
        if not {"path", "why"} <= self.facts.keys():
            return super().message
        where = Text("{path}：{why}", "{path}: {why}").format(**self.facts)
        return Text(f"{self.happened.zh}：{where.zh}", f"{self.happened.en}: {where.en}")


class DiskFull(StoreTrouble):
    happened = Text("磁盘已满，刚才的没有存上，不算受理", "The disk is full: nothing was kept, nothing accepted")
    advice = Text("请持卡人稍候，清出空间后再来一次", "Ask the holder to wait, free some space, do it once more")


class ReadOnly(StoreTrouble):
    happened = Text("磁盘只读，刚才的没有存上，不算受理", "The disk is read-only: nothing was kept, nothing accepted")
    advice = Text(
        "请持卡人稍候，请管理员让磁盘恢复可写，再来一次",
        "Ask the holder to wait, have the disk made writable again, do it once more",
    )


class Damaged(StoreTrouble):
    happened = Text("本机数据损坏", "The data on this machine is damaged")


class WrongKey(StoreTrouble):
    happened = Text("数据密钥不对，打不开", "The key does not fit the data")
    advice = Text(
        "停止受理，联系管理员找回密钥；文件没有改动",
        "Stop and recover the key with the administrator; the file is untouched",
    )


class NewerThanProgram(StoreTrouble):
    happened = Text("数据由更新的程序写成", "The data was written by a newer program")
    advice = Text("更新程序后再打开；文件没有改动", "Update the program; the file is untouched")


class PracticeTrouble(StoreTrouble):
    """The practice platform's database, not the counter's own data. `file` is its name, `why` a `Text`."""

    happened = Text("练习平台的数据库 {file} 不能用：{why}", "The practice platform's {file} cannot be used: {why}")
    advice = Text(
        "更新程序，或把 {file} 移走重新生成；本机数据没有问题",
        "Update the program, or move {file} away to have it made anew; this counter's own data are not concerned",
    )


class NoKeyring(StoreTrouble):
    happened = Text("没有系统密钥环", "No OS keyring")
    advice = Text(
        "登录桌面密钥环后再启动；正式柜台不用明文密钥",
        "Unlock the desktop keyring and start again; a real counter keeps no key in a file",
    )
