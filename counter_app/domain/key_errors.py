"""What can go wrong with the key of the data on this machine. Same rules as `counter_app.domain.errors`: two lines for
whoever sits there; no facts that tell a secret.
"""

from __future__ import annotations

from counter_app.domain.errors import Refused, StoreTrouble, WrongKey
from counter_app.domain.text import Text


class NeedsPassphrase(StoreTrouble):
    """The key of this folder stands under a passphrase, and nobody has said it."""

    happened = Text(
        "本机数据已上锁，没有系统密钥环，要输入口令", "The data is locked: no OS keyring, a passphrase is needed"
    )
    advice = Text(
        "启动时输入口令；忘了口令，两位管理员用恢复份额：counter recovery use",
        "Type the passphrase at start; forgotten: two administrators' shares open it: counter recovery use",
    )


class WrongPassphrase(StoreTrouble):
    """It does not open the key."""

    happened = Text("口令不对，数据没有打开", "Wrong passphrase: the data stays locked")
    advice = Text(
        "核对后重新输入；连错几次要等一段时间；忘了用恢复份额：counter recovery use",
        "Type it again; several wrong ones make you wait; forgotten: counter recovery use",
    )


class PassphraseShut(StoreTrouble):
    """Too many wrong ones. `minutes` until the next try, at least 1."""

    happened = Text(
        "口令连错太多次，{minutes} 分钟后才能再试", "Too many wrong passphrases: the next try is in {minutes} minutes"
    )
    advice = Text(
        "到时再输入；忘了口令，两位管理员用恢复份额：counter recovery use",
        "Type it then; forgotten: two administrators' shares: counter recovery use",
    )


class PassphraseUnfit(Refused):
    """A new passphrase is too weak, or the two differ. `why` is a `Text`."""

    happened = Text("新口令不合要求：{why}", "The new passphrase will not do: {why}")
    advice = Text("另想一个再来", "Think of another one and do it again")


class KeyGone(WrongKey):
    """The keyring answers and has no key for this folder: another user, another machine, or it was emptied."""

    happened = Text("系统密钥环里没有这个数据文件夹的密钥", "The OS keyring has no key for this data folder")
    advice = Text(
        "换用原来的系统用户；密钥丢了，两位管理员用恢复份额：counter recovery use；数据没有改动",
        "Log on as the user it belongs to; lost: two administrators' shares: counter recovery use; data untouched",
    )


class NotUnderPassphrase(Refused):
    """The key of this folder stands somewhere else."""

    happened = Text("这个数据文件夹的密钥不在口令之下", "The key of this data folder does not stand under a passphrase")
    advice = Text("用 counter doctor 看密钥在哪里", "See: counter doctor, for where the key is")
