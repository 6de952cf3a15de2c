"""The practice clerks of the province: made-up people, each standing for one case of signing in.

One password for all, known to everybody who practises: it guards nothing but the habit, so its verifier stands here
ready made. Refuses to be a list of anybody real.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counter_app.clerks import Clerk, Role
from counter_app.domain.text import Text
from practice.population import OUTLET

if TYPE_CHECKING:
    from practice.platform.connection import Connection

PASSWORD = "lianxi-guitai-26"  # noqa: S105 - told to every trainee
VERIFIER = "$argon2id$v=19$m=65536,t=3,p=4$aSu9Qxx7ITMQpQmhMm8+WQ$gEoYIRs9Idd1i01/0gSWWbr7x7Df8o2G3diDSVk5QPY"
"""Argon2id of it, by the parameters of `counter_app.domain.password.verifier`; a test compares both."""

_LONG_AGO = "1970-01-01T00:00:00.000000Z"


@dataclass(frozen=True, slots=True)
class PracticeClerk:
    """One of them, and what is to be practised. `changes`: the password must be changed at the first sign-in;
    `same_as`: number of the clerk who is the same natural person.
    """

    clerk: Clerk
    case: Text
    changes: bool = False
    same_as: str = ""

    @property
    def person(self) -> str:
        """Who stands behind the number, as the platform says it."""
        return f"P{self.same_as or self.clerk.number}"


CLERKS = (
    PracticeClerk(Clerk("0317", "张敏", (Role.CLERK,), (OUTLET,)), Text("柜员", "clerk")),
    PracticeClerk(
        Clerk("0318", "李强", (Role.CLERK, Role.SUPERVISOR), (OUTLET,)), Text("柜员兼主管", "clerk and supervisor")
    ),
    PracticeClerk(
        Clerk("0319", "王芳", (Role.CLERK,), (OUTLET,), bank="B01", entrusted=True),
        Text("银行柜员，受委托办人社业务", "bank clerk, entrusted with social-security work"),
    ),
    PracticeClerk(
        Clerk("0320", "赵磊", (Role.CLERK,), (OUTLET,), bank="B02"),
        Text("银行柜员，没有委托", "bank clerk, not entrusted"),
    ),
    PracticeClerk(Clerk("0321", "孙静", (Role.CLERK,), ("439902",)), Text("别的网点的柜员", "clerk of another outlet")),
    PracticeClerk(
        Clerk("0322", "钱勇", (Role.CLERK,), (OUTLET,)),
        Text("首次登录须改密码", "must change the password first"),
        changes=True,
    ),
    PracticeClerk(
        Clerk("0323", "张敏", (Role.CLERK, Role.SUPERVISOR), (OUTLET,)),
        Text("0317 的另一个工号，同一个人", "the other number of 0317, the same person"),
        same_as="0317",
    ),
    PracticeClerk(Clerk("0401", "周洁", (Role.AUDITOR,), (OUTLET,)), Text("审计员", "auditor")),
    PracticeClerk(Clerk("0501", "吴涛", (Role.ADMINISTRATOR,), (OUTLET,)), Text("管理员", "administrator")),
    PracticeClerk(Clerk("0601", "郑云", (Role.TRAINER,), (OUTLET,)), Text("培训员", "trainer")),
)


def fill(connection: Connection) -> None:
    """Let a platform know every one of them; who is known already keeps the password and everything else."""
    for one in CLERKS:
        who = one.clerk
        lists = (json.dumps(list(who.roles)), json.dumps(list(who.outlets)))
        row = (who.number, who.name, *lists, who.bank, int(who.entrusted), VERIFIER, _LONG_AGO if one.changes else None)
        connection.execute(
            """INSERT INTO clerk (number, name, roles, outlets, bank, entrusted, verifier, password_until)
                VALUES (?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING""",
            row,
        )
        beside = "INSERT INTO clerk_person (number, person) VALUES (?,?) ON CONFLICT DO NOTHING"
        connection.execute(beside, (who.number, one.person))
