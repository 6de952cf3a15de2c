"""A clerk's password: kept short in memory, judged by one set of rules, remembered only as an Argon2id verifier.

Refuses to be printed, compared or pickled. What the terminal, JSON and the HTTP library copied on the way cannot be
wiped: `docs/sign-in.md` says so. argon2-cffi is loaded with the first verifier.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from counter_app.domain.guessing import easily_guessed
from counter_app.domain.secret import Wiped
from counter_app.domain.text import Text

if TYPE_CHECKING:
    from argon2 import Parameters

SHORTEST, LONGEST = 12, 128
_DIFFERENT, _KINDS = 5, 2
_GUESSED = Text(
    "太容易猜到（常用密码、单位用词、姓名、日期、键盘顺序）；换几个不相干的词",
    "too easily guessed (usual passwords, words of the office, names, dates, rows of keys); take several words that "
    "have nothing to do with each other",
)


class Password(Wiped):
    """Some words of a person, as UTF-8 in Unicode's form NFC (RFC 8265 section 4.2.2)."""

    __slots__ = ()

    def __init__(self, words: str) -> None:
        """Raises ValueError for nothing, for more than 128 characters, and for what no UTF-8 can say."""
        plain = unicodedata.normalize("NFC", words)
        if not 0 < len(plain) <= LONGEST:
            raise ValueError("1 to 128 characters")
        super().__init__(bytearray(plain.encode("utf-8")))

    def words(self) -> str:
        """To go into the body of one call, and nowhere else."""
        return self._kept.decode("utf-8")

    def letters(self) -> bytes:
        """For Argon2, which wants them whole."""
        return bytes(self._kept)


def weakness(password: Password, *, clerk: str = "", known: Sequence[str] = ()) -> Text | None:
    """What a new password lacks, None where it will do. `known`: what everybody knows of that clerk.

    GB/T 22239-2019 8.1.4.1 a) asks for complexity and names no figures. Length counts most (NIST SP 800-63B-4 section
    3.1.1.2, OWASP ASVS 5.0 6.2.1): 12 characters at least, of two kinds, five different ones, without the clerk's
    number (none for what is nobody's alone), and nothing that is easily guessed (ASVS 6.2.4, 6.2.11, 6.2.12).
    """
    words = password.words()
    if len(words) < SHORTEST:
        return Text(f"至少 {SHORTEST} 个字符", f"at least {SHORTEST} characters")
    if len({_kind(one) for one in words}) < _KINDS:
        return Text("字母、数字、其他字符至少用两种", "letters, digits, other characters: at least two of these")
    if len(set(words)) < _DIFFERENT:
        return Text(f"至少 {_DIFFERENT} 个不同的字符", f"at least {_DIFFERENT} different characters")
    if clerk and clerk.casefold() in words.casefold():
        return Text("不能含工号", "it must not contain the clerk number")
    return _GUESSED if easily_guessed(words, known=(clerk, *known)) else None


def _kind(letter: str) -> str:
    if not letter.isascii():
        return "other"
    return next((name for name in ("isdigit", "islower", "isupper") if getattr(letter, name)()), "other")


def verifier(password: Password, cost: Parameters | None = None) -> str:
    """What remembers a password without telling it: Argon2id with a salt of its own. `cost`: None for the second
    profile of RFC 9106 section 4 (64 MiB, three passes), as the library has it.
    """
    from argon2 import PasswordHasher
    from argon2.profiles import RFC_9106_LOW_MEMORY

    return PasswordHasher.from_parameters(cost or RFC_9106_LOW_MEMORY).hash(password.letters())


def fits(kept: str, password: Password) -> bool:
    """Whether a verifier was made of this password; False too for a text that is none. It takes as long as was chosen
    when the verifier was made.
    """
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(kept, password.letters())
    except (VerificationError, InvalidHashError):
        return False
