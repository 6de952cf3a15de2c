"""What the practice platform allows of the halves of a card: one table of procedures and states, and all its refusals
in words. Written apart from `counter_app.domain.life` on purpose, so that a mistake in one shows against the other.

Refuses to know people. States of the social-security half are AAZ502 codes (0 封存 1 正常 2 正式挂失 3 应用锁定 4 临时挂失 9 注销).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

ALREADY = "1200"
UNKNOWN_HOLDER = "1201"
UNKNOWN_CARD = "1202"
NO_CARD_IN_USE = "1203"
SEVERAL_CARDS = "1204"
WRONG_STATE = "1205"
REPLACEMENT_BEGUN = "1206"
OTHER_NAME = "1207"
ORDER_UNDER_WAY = "1210"
NO_SUCH_ORDER = "1211"
NO_NEW_CARDS = "1212"
DEAD_OR_MISSING = "1213"
ACCOUNT_OPEN = "1214"
HAS_A_CARD = "1215"
NOT_READY = "1216"
TOO_YOUNG = "1217"
UNFIT_DATA = "1218"
PHOTO_NOT_HERE = "1219"
NOT_IDENTIFIED = "1220"
NOT_CONSENTED = "1221"
NO_ACCOUNT = "1301"
SEPARATE_BANK = "1302"
WRONG_ACCOUNT_STATE = "1303"
BANK_SILENT = "1304"
MALFORMED = "1400"
UNKNOWN_PROCEDURE = "1401"
OTHER_CHANGE = "1402"
ID_TAKEN = "1409"
NOT_AGREED = "1411"
AUTHOR_MAY_NOT = "1412"
AUTHOR_ELSEWHERE = "1413"
NOT_ENTRUSTED = "1414"
NOT_PROVED = "1415"

REASONS: Mapping[str, tuple[str, str]] = {
    ALREADY: ("本来就是这个状态，没有改变", "It stood so already; nothing was changed"),
    UNKNOWN_HOLDER: ("持卡库中没有这个号码", "Nobody of this number is on record"),
    UNKNOWN_CARD: ("这张卡不是该持卡人的", "The card is not this holder's"),
    NO_CARD_IN_USE: ("该持卡人没有在用的卡", "The holder has no card in use"),
    SEVERAL_CARDS: ("该持卡人有不止一张在用的卡，请指明卡号", "The holder has more than one card in use; name one"),
    WRONG_STATE: ("卡现为{zh}，不能这样办", "The card is {en}; this cannot be done"),
    REPLACEMENT_BEGUN: ("补卡已开始，挂失不能解除", "A replacement has begun; the loss report cannot be released"),
    OTHER_NAME: ("号码与姓名不符", "Number and name do not match"),
    ORDER_UNDER_WAY: ("已有一张卡在制，不能再办", "A card is being made already; no other is begun"),
    NO_SUCH_ORDER: ("没有这笔制卡，或它没有失败", "There is no such order, or it has not failed"),
    NO_NEW_CARDS: ("该银行不发新卡", "This bank takes no new cards"),
    DEAD_OR_MISSING: ("记录中持卡人已死亡或失踪", "The holder is dead or missing in the records"),
    ACCOUNT_OPEN: ("银行账户还没有销户", "The bank account is not closed yet"),
    HAS_A_CARD: ("已有社会保障卡，不能再申领", "There is a card already; no other can be applied for"),
    NOT_READY: ("卡还没有制好，不能启用", "The card is not ready; it cannot be enabled"),
    TOO_YOUNG: ("未满 16 周岁，须由监护人办理", "Under 16: a guardian must act"),
    UNFIT_DATA: ("所填内容不合要求", "The data do not fit"),
    PHOTO_NOT_HERE: ("照片还没有送到", "The photo is not here yet"),
    NOT_IDENTIFIED: ("没有核实办理人身份，不能办", "Nobody has checked who it is; this is not done"),
    NOT_CONSENTED: ("没有取得须有的同意，不能办", "A consent that is needed was not given; this is not done"),
    NO_ACCOUNT: ("卡后没有银行账户", "No bank account stands behind the card"),
    SEPARATE_BANK: (
        "该银行自行受理挂失，平台不转",
        "This bank takes loss reports itself; the platform does not hand them on",
    ),
    WRONG_ACCOUNT_STATE: ("银行账户现为{zh}，银行没有接受", "The bank account is {en}; the bank did not accept"),
    BANK_SILENT: ("银行暂时没有答复", "The bank does not answer now"),
    MALFORMED: ("不符合接口约定", "Not of the form of the contract"),
    UNKNOWN_PROCEDURE: ("平台不办这项业务", "The platform does not know this procedure"),
    OTHER_CHANGE: ("所求状态不属于这项业务", "The change asked for is not one of this procedure"),
    ID_TAKEN: ("这个编号已用于另一笔业务", "The id was used for another operation"),
    NOT_AGREED: ("须第二人同意，没有或不算数", "A second person must agree; nobody has, or not so that it counts"),
    AUTHOR_MAY_NOT: ("平台不认这个工号可办业务", "By the platform this clerk number may not serve anybody"),
    AUTHOR_ELSEWHERE: ("经办人不属于本柜台服务的网点", "The clerk is of no outlet this counter serves"),
    NOT_ENTRUSTED: ("经办人是银行的，没有受委托办这项", "The clerk is a bank's, and not entrusted with this"),
    NOT_PROVED: (
        "第二人同意时有网，平台却没有收到",
        "There was a line when the second person agreed, and the platform has not heard of it",
    ),
}
_WORDS: Mapping[str, tuple[str, str]] = {
    "0": ("封存", "sealed"),
    "1": ("正常", "normal"),
    "2": ("正式挂失", "formally lost"),
    "3": ("应用锁定", "locked"),
    "4": ("临时挂失", "temporarily lost"),
    "9": ("注销", "cancelled"),
    "normal": ("正常", "normal"),
    "inactive": ("未激活", "not activated"),
    "temporary-loss": ("临时挂失", "temporarily lost"),
    "formal-loss": ("正式挂失", "formally lost"),
    "frozen": ("冻结", "frozen"),
    "closed": ("销户", "closed"),
}
PUT_OFF = frozenset({BANK_SILENT, PHOTO_NOT_HERE})
"""Codes that decide nothing: the operation comes again."""
TEMPORARY = frozenset({"4", "temporary-loss"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One half in one procedure: the state it reaches, from which states, and from which only without a replacement."""

    target: str
    allowed: frozenset[str]
    unless_replaced: frozenset[str] = frozenset()


RULES: Mapping[str, Mapping[str, Rule]] = {
    "temporary-loss": {
        "ssc": Rule("4", frozenset({"1"})),
        "bank": Rule("temporary-loss", frozenset({"normal"})),
    },
    "formal-loss": {
        "ssc": Rule("2", frozenset({"1", "4"})),
        "bank": Rule("formal-loss", frozenset({"normal", "temporary-loss"})),
    },
    "release": {
        "ssc": Rule("1", frozenset({"4", "2"}), frozenset({"2"})),
        "bank": Rule("normal", frozenset({"temporary-loss", "formal-loss"}), frozenset({"formal-loss"})),
    },
    "activation": {
        "ssc": Rule("1", frozenset({"0"})),
        "bank": Rule("normal", frozenset({"inactive"})),
    },
    "cancellation": {
        "ssc": Rule("9", frozenset({"0", "1", "2", "4"})),
    },
}


def refusal(half: str, rule: Rule, state: str, *, replaced: bool) -> str:
    """The code for one half in `state`: empty when it may change, ALREADY when it stands there, else why it may not."""
    if state == rule.target:
        return ALREADY
    if replaced and state in rule.unless_replaced:
        return REPLACEMENT_BEGUN
    if state in rule.allowed:
        return ""
    return WRONG_STATE if half == "ssc" else WRONG_ACCOUNT_STATE


def reason(code: str, state: str = "") -> dict[str, str] | None:
    """The reason for a code as it goes over the wire; None for no code."""
    if not code:
        return None
    zh, en = _WORDS.get(state, (state, state))
    return {"zh": REASONS[code][0].format(zh=zh), "en": REASONS[code][1].format(en=en)}
