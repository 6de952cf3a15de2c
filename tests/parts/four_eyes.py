"""High risk for tests: rules of a pack under which a second person must agree, or need not, and one who does."""

from __future__ import annotations

from dataclasses import replace
from importlib import resources
from pathlib import Path

from counter_app.approving import ApprovalRequest
from counter_app.desk.desk import Desk
from counter_app.domain.four_eyes import HighRisk, Risk, digest
from counter_app.domain.operation import Operation
from counter_app.domain.province import Basis, Province
from counter_app.domain.receipt import Row
from counter_app.domain.secret import SecretDigits
from counter_app.domain.text import same

ALWAYS = HighRisk(Risk.ALWAYS, same("示例"), Basis(same("示例"), example=True))


def two_needed(province: Province, procedure: str) -> Province:
    """The province as it would be if two had to agree in that procedure."""
    rules = replace(province.procedures[procedure], high_risk=(ALWAYS,))
    return replace(province, procedures={**province.procedures, procedure: rules})


def pack_with(*procedures: str, name: str = "hunan") -> str:
    """The text of a pack that ships, with high risk in those procedures too."""
    shipped = resources.files("counter_app.provinces").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    listed = ", ".join(f'"{one}"' for one in procedures)
    rule = f'[high_risk.of-a-test]\nprocedures = [{listed}]\nwhy = {{ zh = "示例", en = "an example" }}\n'
    return f"{shipped}\n{rule}basis = {{ example = true }}\n"


def alone(folder: Path, *, name: str = "hunan") -> str:
    """The setting for a pack under which nothing with the PIN is of high risk: for tests of something else."""
    packs = folder / "alone"
    packs.mkdir(parents=True)
    shipped = resources.files("counter_app.provinces").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    (packs / f"{name}.toml").write_text(f"{shipped}\n[high_risk.pin]\nprocedures = []\n", encoding="utf-8")
    return f"packs={packs}"


def approval_request(operation: Operation) -> ApprovalRequest:
    """What a counter asks of somebody elsewhere about an operation."""
    return ApprovalRequest(
        operation_id=operation.id,
        digest=digest(operation),
        procedure=operation.procedure,
        task=same("注销"),
        rows=(Row(same("持卡人"), same("林**")),),
        why=(same("注销不能恢复"),),
        reason="本网点只有一人",
        clerk=operation.clerk,
        outlet=operation.outlet,
        window=operation.window,
    )


def agree_to_pin(desk: Desk, visit: str, task: str, *, seen: str = "", clerk: str = "0318") -> None:
    """A second person agrees to a task with the PIN of this visit."""
    desk.pin_second_page(visit, task, seen=seen)
    desk.agree_pin(visit, clerk, digits(clerk))


def digits(clerk: str = "0318") -> SecretDigits:
    """The password of a practice clerk at the window."""
    return SecretDigits(bytearray(f"{int(clerk[2:])}{clerk}".encode()))
