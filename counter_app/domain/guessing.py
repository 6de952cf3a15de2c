"""Whether somebody would guess a password: usual and breached ones, words of this office, names, dates, rows of keys.

Judged by zxcvbn (30,000 passwords out of breaches among its lists), which counts how many guesses it would take. Asks
nobody. Refuses to say what it found: that would tell a part of the password. The library is loaded with the first use.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

GUESSES = 10**10
"""So many at least: what withstands guessing of a slow verifier (Wheeler, zxcvbn, USENIX Security 2016, section 2), as
Argon2id is one and lies on every counter its clerk used."""

OF_THE_OFFICE = (
    "shehuibaozhang", "shebao", "shebaoka", "shebaoju", "renshe", "rensheju", "renshetong", "sheka", "yibao",
    "guiyuan", "guitai", "chuangkou", "wangdian", "yinhang", "zhuguan", "guanliyuan", "shenjiyuan", "xitong", "kouling",
    "mima", "denglu", "sscard", "counter", "clerk", "supervisor", "administrator", "auditor", "trainer", "admin",
)  # fmt: skip
OF_THE_PLACE = ("zhongguo", "hainan", "guangdong", "guangxi", "chongqing", "hunan")
"""Words nobody may build a password on (OWASP ASVS 5.0 6.1.2), in pinyin as they are typed; `docs/sign-in.md` lists
them."""
USUAL_HERE = (
    "woaini", "woaini1314", "woaini520", "woaini521", "woaini1314520", "aini1314", "5201314", "1314520", "wodemima",
    "nihao", "dearbook", "xiazhili", "147258369", "789456123", "123456a", "a123456789", "qwe123", "1qaz2wsx", "asd123",
)  # fmt: skip
"""Found often in lists out of breaches of Chinese sites, and late or not at all in the library's."""

_JUDGED = 48  # characters: signs that may stand for letters make the library slow; what is weak so far is refused


def easily_guessed(words: str, *, known: Sequence[str] = ()) -> bool:
    """Whether it takes less than `GUESSES` guesses. `known`: what everybody knows of whose it is to be."""
    from zxcvbn.matching import RANKED_DICTIONARIES, build_ranked_dict, omnimatch
    from zxcvbn.scoring import most_guessable_match_sequence

    # Not `zxcvbn()` itself: that writes what is known of one clerk into the library for the next, on whatever thread.
    plain = unicodedata.normalize("NFKC", words)[:_JUDGED] or " "
    own = build_ranked_dict([one.lower() for one in (*known, *OF_THE_OFFICE, *OF_THE_PLACE, *USUAL_HERE) if one])
    matches = omnimatch(plain, {**RANKED_DICTIONARIES, "user_inputs": own})
    return bool(most_guessable_match_sequence(plain, matches)["guesses"] < GUESSES)
