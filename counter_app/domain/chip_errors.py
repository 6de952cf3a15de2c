"""What can go wrong with a PIN, with authentication, with an identity card and with a maker's driver: `CardTrouble`.

Same rules as `counter_app.domain.errors`: two lines for the clerk, no names or numbers of people in the facts.
"""

from __future__ import annotations

from counter_app.domain.errors import CardDamaged, CardTrouble, NeedsAuthentication, ReaderSilent, WrongCard
from counter_app.domain.text import Text

# --- the holder's PIN -----------------------------------------------------------------------------------------------


class PinWrong(CardTrouble):
    """The chip refused the PIN. `left`: tries that are left."""

    happened = Text("密码不对，还可试 {left} 次", "Wrong PIN, {left} tries left")
    advice = Text("请持卡人慢慢再输一次；忘记密码可办密码重置", "Ask the holder to try again; a lost PIN can be reset")


class PinBlocked(CardTrouble):
    """No try is left; verifying and changing are refused until it is unblocked or reset."""

    happened = Text("卡密码已锁定", "The card PIN is blocked")
    advice = Text("核验持卡人身份后办密码解锁或重置", "Check the holder's identity, then unblock or reset the PIN")


class PinCancelled(CardTrouble):
    happened = Text("持卡人取消了密码输入", "The holder cancelled the PIN")
    advice = Text("问清持卡人后再来一次", "Ask the holder, then begin again")


class PinTimedOut(CardTrouble):
    happened = Text("等密码输入超时", "No PIN was entered in time")
    advice = Text("请持卡人准备好后再来一次", "Begin again when the holder is ready")


class PinBadLength(CardTrouble):
    happened = Text("密码位数不对", "The PIN has the wrong length")
    advice = Text("请持卡人输入 6 位数字", "Ask the holder for six digits")


class PinsDiffer(CardTrouble):
    happened = Text("两次输入的密码不一致", "The two PINs differ")
    advice = Text("请持卡人把新密码再输两次", "Ask the holder to enter the new PIN twice again")


class PinStillInitial(CardTrouble):
    """The initial PIN may not be used, or may not be chosen again (return codes -35 and -36 of the driver)."""

    happened = Text("不能用初始密码", "The initial PIN cannot be used")
    advice = Text("请持卡人换一个自己的密码", "Ask the holder for a PIN of their own")


class PinWrongUntold(PinWrong):
    """The chip refused the PIN and does not tell how many tries are left."""

    happened = Text("密码不对，卡没有说还剩几次", "Wrong PIN; the card does not tell the tries left")
    told_as = PinWrong


class PinUnsettled(CardTrouble):
    """A PIN command went out and no answer came: the card may have counted or changed it. Never sent again by
    itself."""

    happened = Text("卡没有答复，不知密码是否算数", "The card gave no answer; the PIN may have counted")
    advice = Text(
        "先别再输；重新放卡，查询还可试几次", "Enter nothing yet: put the card on again and ask for the tries left"
    )


class PinGivenUp(PinUnsettled):
    """The clerk waited no longer after the PIN was asked for: nobody knows what became of it."""

    happened = Text("没有再等，不知密码是否算数", "Nobody waited any longer; the PIN may have counted")
    advice = Text("先别再输；点查询，看还可试几次", "Enter nothing yet: ask for the tries left first")
    told_as = PinUnsettled


class PinCalledOff(PinCancelled):
    """The clerk waited no longer before any PIN command had gone out."""

    happened = Text("没有再等，卡还没有收到密码", "Nobody waited any longer; the card was told no PIN")
    advice = Text("要办就再来一次", "Begin again if it is still wanted")
    told_as = PinCancelled


class PadStillBusy(ReaderSilent):
    """An entry on the keys that was given up has not ended yet: the reader takes nothing else."""

    happened = Text("密码键盘还没有结束上一次输入", "The key pad has not ended the entry before")
    advice = Text("按键盘的取消键；仍不行，重插读卡器", "Press its cancel key; if that does not help, plug it in again")
    told_as = ReaderSilent


class NoKeyPad(CardTrouble):
    """No key pad, and the province's rules do not allow the PIN to be typed at the window."""

    happened = Text("没有密码键盘，本省不许在窗口输入", "No key pad, and typing it here is not allowed")
    advice = Text("换带密码键盘的读卡器，或到有键盘的窗口办", "Use a reader or a window with a key pad")


class PadCannotReset(NoKeyPad):
    """A reset needs a code over the new PIN, which never leaves the key pad, and typing it is not allowed here."""

    happened = Text("键盘输入的密码不能用于重置", "A PIN from the key pad cannot be used for a reset")
    advice = Text("用厂商驱动重置，或到可输入的窗口办", "Reset it by the maker's driver, or at a window that may type")
    told_as = NoKeyPad


# --- whose card it is -----------------------------------------------------------------------------------------------


class WrongPerson(CardTrouble):
    """The card or document on the reader is not the one of the open visit. `differs`: a `Text` that says in what, where
    more is known than that; `how`: what helps then.
    """

    happened = Text("读卡器上不是这位持卡人的卡", "The card on the reader is not this holder's")
    advice = Text("放回本人的卡再办；没有动这张卡", "Put the holder's own card on; this card was not touched")

    @property
    def message(self) -> Text:
        """What differs, where it is known."""
        differs = self.facts.get("differs")
        return differs if isinstance(differs, Text) else super().message

    @property
    def what_next(self) -> Text:
        """What to do about just that."""
        how = self.facts.get("how")
        return how if isinstance(how, Text) else super().what_next


# --- authentication -------------------------------------------------------------------------------------------------


class AuthenticationRefused(NeedsAuthentication):
    """A way was tried and the card, the PSAM or the platform said no. `way` and `why` say which and why."""

    happened = Text("卡认证没有通过（{way}：{why}）", "The card was not authenticated ({way}: {why})")
    advice = Text("换一种认证方式，或按身份证办理", "Use another way, or go on by identity card")
    told_as = NeedsAuthentication


class PinCodeRefused(AuthenticationRefused):
    """The card did not take the code that orders a new PIN or an unblocking. `sw`: its status word, four hex digits.

    Each wrong code brings the card nearer to being locked for good.
    """

    happened = Text("卡不认重置或解锁的校验码（{sw}）", "The card refused the code for its PIN ({sw})")
    advice = Text(
        "不要再办，以免锁卡；请管理员检查密钥", "Do not order it again, the card may lock; have the keys checked"
    )


class PinCodeSpared(PinCodeRefused):
    """The card refused such a code since the program was started: nothing was sent to it now."""

    happened = Text("这张卡刚才不认校验码，没有再发", "The card refused a code before and was left alone")
    advice = Text("请管理员检查密钥后重开程序再办", "Have the keys checked, then start the program again")


class NoWayToAuthenticate(NeedsAuthentication):
    """Offline and without a PSAM: what can still be done goes by the identity card. `why`: a `Text` that says of each
    way why it could not be gone, where that is known.
    """

    happened = Text(
        "这张卡要先认证：没有 PSAM 卡，平台也连不上", "This card asks for authentication: no PSAM, no platform"
    )
    advice = Text(
        "用身份证识别本人，挂失等业务照常办", "Identify the holder by identity card; a loss report goes on as usual"
    )
    told_as = NeedsAuthentication

    @property
    def message(self) -> Text:
        """What happened; with why, where it is known."""
        why = self.facts.get("why")
        asks = Text("这张卡要先认证：{why}", "This card asks for authentication: {why}")
        return asks.format(why=why) if isinstance(why, Text) else super().message


class CardNotGenuine(CardTrouble):
    """Internal authentication failed: the card does not hold the keys it should."""

    happened = Text("卡内部认证失败，可能不是真卡", "Internal authentication failed: the card may not be genuine")
    advice = Text("留下卡，按规定上报", "Keep the card and report it as the rules say")


# --- identity documents ---------------------------------------------------------------------------------------------


class NotAnIdentityCard(WrongCard):
    """Not a document this reader can read."""

    happened = Text("读卡器上不是身份证件", "This is not an identity document")
    advice = Text("换身份证再放，或按号码查找", "Put the identity card on, or search by number")
    told_as = WrongCard


# --- the maker's driver ---------------------------------------------------------------------------------------------


class DriverTrouble(CardTrouble):
    """The maker's standard driver said no in a way that is neither the card's nor the holder's fault. `number`: its
    return code.
    """

    happened = Text("读卡器驱动报错（{number}）", "The reader's driver failed ({number})")
    advice = Text("重新放卡；仍不行请重插读卡器", "Put the card on again; if it stays, plug the reader in again")


class DriverMissing(DriverTrouble):
    """The driver file is not there or cannot be loaded. `why` in its own words."""

    happened = Text("读卡器驱动装不上：{why}", "The reader's driver cannot be loaded: {why}")
    advice = Text("核对 readers.driver 和解释器位数", "Check readers.driver and the bits of its interpreter")


class DriverCrashed(DriverTrouble):
    """The helper process that holds the driver ended by itself; it is started anew with the next call."""

    happened = Text("读卡器驱动崩溃，已重新启动", "The reader's driver crashed and was started anew")
    advice = Text("再放一次卡", "Put the card on once more")


class DriverStopped(DriverCrashed):
    """Its process was ended because nobody waits for it any more."""

    happened = Text("厂商驱动已停掉", "The maker's driver was ended")
    told_as = DriverCrashed


class DriverSilent(ReaderSilent):
    """A call into the maker's driver did not come back in time; its process was ended."""

    happened = Text("厂商驱动没有回应，已停掉", "The maker's driver does not answer and was ended")
    advice = Text("重新放卡；仍不行重插读卡器", "Put the card on again; if it stays, plug the reader in again")
    told_as = ReaderSilent


class DriverSaid(DriverTrouble):
    """The driver named its trouble: `why`, and its return code `number` (LD/T 6001.5)."""

    happened = Text("读卡器驱动：{why}（{number}）", "The reader's driver: {why} ({number})")


class DriverLacks(DriverTrouble):
    """The driver has no such function. `function` names it, or says what is asked of it."""

    happened = Text("读卡器驱动不支持 {function}", "The reader's driver does not support {function}")
    advice = Text("换一种方式办理；要用它请找厂商更新驱动", "Use another way; ask the maker for a newer driver")


class DriverOverran(DriverTrouble):
    """The driver wrote beyond the memory it was given: what it answered is not believed, its process was ended."""

    happened = Text("读卡器驱动越界写内存，已停掉重来", "The reader's driver wrote where it must not; it was ended")
    advice = Text("再放一次卡；再出现请找厂商更新驱动", "Put the card on once more; ask the maker for a newer driver")


class CardContradictsItself(CardDamaged):
    """`fact` (a `Text`) is not what the number on the same card says (GB 11643): nobody knows whose card it is."""

    happened = Text("卡上的{fact}与社会保障号码不符", "The {fact} on the card is not what its number says")
    advice = Text("用身份证识别本人；这张卡办换卡", "Identify the holder by identity card, and replace this card")
    told_as = CardDamaged


class CardLockedForGood(CardTrouble):
    """The application is locked for ever (status word 9303): the card can only be replaced."""

    happened = Text("卡应用已永久锁定", "The card is locked for good")
    advice = Text("按身份证号查找，为持卡人办换卡", "Search by identity number and replace the card")
