"""The cast of the practice province: made-up people, each standing for one case that practice and tests need.

Refuses to compute: numbers and cards are made by `practice.population`. A card's states are written as
"<AAZ502 code> <bank state>"; a bank state left out means that no account stands behind the card.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Part:
    """One made-up person. `states` oldest card first; `replaced`: places of cards whose replacement has begun.

    `days_left` of a temporary loss counts from set-up; negative: it has lapsed already.
    """

    role: str
    name: str
    sex: str
    born: date
    county: str = "439901"
    nation: str = "01"
    mobile: str = ""
    bank: str = "B01"
    states: tuple[str, ...] = ("1 normal",)
    replaced: tuple[int, ...] = ()
    days_left: int = 5


CAST: tuple[Part, ...] = (
    # Both halves well, a joint bank: everything can be reported.
    Part("normal", "林晓岚", "2", date(1988, 5, 16), mobile="13900000001"),
    # A second such person, for the next in the queue.
    Part("normal-2", "何秀珍", "2", date(1951, 11, 2), mobile="13900000002", bank="B02"),
    # Bank frozen by a court: the bank refuses its half while the social-security half goes through.
    Part("bank-frozen", "周建平", "1", date(1974, 3, 9), county="439902", mobile="13900000003", states=("1 frozen",)),
    # A bank that takes loss reports itself.
    Part("bank-separate", "谢芳芳", "2", date(1993, 8, 21), county="439903", mobile="13900000004", bank="B03"),
    # A name with the middle dot U+00B7.
    Part("middle-dot", "阿依古丽·买买提", "2", date(1990, 1, 30), county="439904", nation="05", mobile="13900000005"),
    # A name with a character outside the basic plane, U+20BB7.
    Part("rare-character", "𠮷田岚", "1", date(1985, 7, 7), county="439905", mobile="13900000006"),
    # A name longer than the 25 characters a chip holds.
    Part(
        "long-name",
        "阿卜杜热依木江·麦麦提吐尔逊尼亚孜·奥斯曼伊卜拉欣·穆罕默德江",
        "1",
        date(1969, 12, 12),
        county="439906",
        nation="05",
        mobile="13900000007",
    ),
    # The social-security half reported lost for some days, the bank half never: the two drifted apart.
    Part("temporary", "唐雪梅", "2", date(1979, 2, 14), county="439907", mobile="13900000008", states=("4 normal",)),
    # Both halves temporarily lost.
    Part("temporary-both", "蒋文海", "1", date(1966, 6, 1), mobile="13900000009", states=("4 temporary-loss",)),
    # Both halves formally lost, no replacement begun: can be released where the pack allows it.
    Part("formal", "彭建国", "1", date(1958, 10, 1), county="439908", mobile="13900000010", states=("2 formal-loss",)),
    # Formally lost and the replacement has begun: final.
    Part("replacing", "罗春燕", "2", date(1983, 4, 4), mobile="13900000011", states=("2 formal-loss",), replaced=(0,)),
    # A card that was made and never taken into use.
    Part("sealed", "石永康", "1", date(2006, 9, 18), county="439909", mobile="13900000012", states=("0 inactive",)),
    # The application on the card is locked.
    Part("locked", "田丽华", "2", date(1971, 1, 25), county="439910", mobile="13900000013", states=("3 normal",)),
    # An old card cancelled and a new one in use.
    Part("two-cards", "曾国强", "1", date(1962, 3, 3), mobile="13900000014", states=("9 closed", "1 normal")),
    # The only card is cancelled.
    Part("cancelled", "廖素琴", "2", date(1947, 8, 8), county="439911", mobile="13900000015", states=("9 closed",)),
    # The account behind the card was never activated.
    Part(
        "bank-inactive", "董志远", "1", date(2001, 5, 5), county="439912", mobile="13900000016", states=("1 inactive",)
    ),
    # The account was closed, the card goes on.
    Part("bank-closed", "范玉兰", "2", date(1955, 12, 24), mobile="13900000017", states=("1 closed",)),
    # No account behind the card at all.
    Part("no-bank", "苏明", "1", date(2013, 3, 15), county="439913", states=("1",)),
    # Two cards in use at once: the platform asks which one.
    Part("two-living", "钟海燕", "2", date(1977, 7, 17), mobile="13900000018", states=("1 normal", "1 normal")),
    # A temporary loss that has lapsed: normal again by the platform's word.
    Part("lapsed", "卢德福", "1", date(1960, 2, 29), county="439914", states=("4 temporary-loss",), days_left=-1),
    # Reported lost at a separate bank's customer: only the social-security half can be released here.
    Part("temporary-separate", "崔秋月", "2", date(1998, 9, 9), bank="B03", states=("4 temporary-loss",)),
    # Two people of one name.
    Part("namesake-1", "沈佳怡", "2", date(1995, 4, 12), county="439902", mobile="13900000019"),
    Part("namesake-2", "沈佳怡", "2", date(2002, 10, 30), county="439903", mobile="13900000020", bank="B02"),
    # Nobody has ever issued a card to this person.
    Part("no-card", "余辰", "1", date(2019, 6, 1), county="439904", states=()),
)
