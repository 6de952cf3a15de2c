"""What can be wrong with work that is carried on a stick instead of a line, and what to do about each.

Refuses to say anything of what stands inside a file: facts name a reason, a counter or a platform, never a person.
"""

from __future__ import annotations

from counter_app.domain.errors import Refused
from counter_app.domain.text import Text


class NoTransferKey(Refused):
    """Nothing can be sealed for the platform: its key was never fetched."""

    happened = Text("本机没有省平台的转送公钥，不能导出", "This counter has no transfer key of the platform yet")
    advice = Text(
        "先联一次网送一轮（counter sync），公钥自动取来并留存；已受理的业务都还在",
        "Reach the platform once (counter sync): the key is fetched and kept. Accepted work stays here",
    )


class NothingToTransfer(Refused):
    happened = Text("没有等着送出的业务，不用导出", "Nothing waits for the platform: there is nothing to take out")
    advice = Text("被退回的在例外页处理", "What was refused is settled on the exceptions page")


class BadTransferFile(Refused):
    """A file is not one, or not whole, or not for us: `why`. Nothing was changed."""

    happened = Text("这个文件不能用：{why}", "This file cannot be used: {why}")
    advice = Text(
        "没有改动任何数据。从 U 盘重新复制一次；仍不行，请原网点重新导出",
        "Nothing was changed. Copy it from the stick again; if it stays so, have the outlet take its work out anew",
    )


class TransferTurnedDown(Refused):
    """The platform has looked at a file and takes nothing of it: `why` in its own words."""

    happened = Text("省平台不收这个文件：{why}", "The platform does not take this file: {why}")
    advice = Text(
        "没有改动任何数据。请原网点按提示处理后重新导出",
        "Nothing was changed. The outlet it comes from does as told and takes its work out again",
    )


class OthersAnswers(BadTransferFile):
    """Answers for another counter."""

    happened = Text(
        "这是柜台 {counter} 的答复，不是本机的", "These are the answers for counter {counter}, not for this"
    )
    advice = Text("没有改动任何数据。把它带到那个柜台", "Nothing was changed. Take it to that counter")


class NotTheirSignature(BadTransferFile):
    """Answers the platform has not signed."""

    happened = Text("答复不是省平台签名的", "The platform has not signed these answers")
    advice = Text(
        "没有改动任何数据。向导入的网点另要一份；仍不行，报省平台管理员",
        "Nothing was changed. Ask the outlet that handed it in for another copy; else tell the platform",
    )


class KeyNotBelieved(Refused):
    """What the platform says of its transfer key does not hold: `why`."""

    happened = Text("省平台的转送公钥不采用：{why}", "The platform's transfer key is not taken: {why}")
    advice = Text(
        "沿用原来的一把；报省平台管理员核对签名公钥",
        "The one before stays; have the administrator compare signing keys",
    )


class StickTrouble(Refused):
    """A file cannot be read or written. `path` and `why` say which and why; rows stay where they are."""

    happened = Text("{path}：{why}", "{path}: {why}")
    advice = Text(
        "业务没有丢失，都在本机。换一个 U 盘或文件夹再来一次",
        "No work is lost. Try once more with another stick or folder",
    )
