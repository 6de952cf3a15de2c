"""The practice platform declares a draft in force; counters hear of it, and doctor says since when by whose word."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from counter_app import settings
from counter_app.commands.checkup_rules import rules_row
from counter_app.commands.findings import OK, TROUBLE
from counter_app.domain.declaration import SignedStatement
from counter_app.domain.holder import Person
from counter_app.domain.moments import today_in_china
from counter_app.domain.province import Province
from counter_app.provinces import RulesNotInForce, load
from counter_app.wiring import Counter, SystemClock
from practice.platform import packs
from practice.platform.database import open_database
from practice.platform.file import connect
from practice.supervisor import DATABASE
from tests.parts import practice_platform, secure
from tests.parts.command import Command
from tests.parts.counting import working
from tests.parts.practice_folder import NOWHERE
from tests.parts.practice_platform import Platform
from tests.provinces.signing import Pen

MARK = "（草案）"
VERSION = load("hunan").version
HUNAN = f"湖南 {VERSION}"


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A practice platform of these tests' own: what it signs is no other test's business."""
    with practice_platform.running(tmp_path_factory.mktemp("province") / DATABASE) as running:
        yield running


@pytest.fixture
def own(folder: Path, province: Platform) -> Iterator[Command]:
    """The command on a folder whose practice platform is that one, nothing published yet."""
    link = folder / DATABASE
    link.unlink(missing_ok=True)
    link.symlink_to(province.database)
    with closing(open_database(province.database)) as connection:
        key = packs.public_key(connection)
    _publish(province, None)
    yield Command(folder, (f"platform.url={province.url}", f"platform.signing_key={key}"), inside=True)
    _publish(province, None)


def _publish(province: Platform, signed: SignedStatement | None) -> None:
    with closing(connect(province.database)) as connection:
        packs.put(connection, "hunan", None if signed is None else asdict(signed))


def _rules(command: Command) -> tuple[str, str]:
    """State and words of doctor's row."""
    with working(command.folder, *command.sets) as counter:
        row = rules_row(counter)
    assert row.what.en
    return row.state, row.what.zh


def _basis(command: Command, person: Person) -> str:
    done = command.carry_out("temporary-loss", person.holder.number)
    assert done.status == 0, done
    with working(command.folder, *command.sets) as counter:
        receipt = counter.store().receipt(done.json["operation"])
    assert receipt is not None
    return " ".join(basis.zh for basis in receipt.draft.basis)


def test_a_draft_declared_in_force_loses_its_mark_on_paper_and_gets_it_back(
    own: Command, somebody: Callable[[], Person]
) -> None:
    assert _rules(own) == (OK, f"{HUNAN}{MARK}，规则包所写")
    said = own("practice", "pack", "in-force", "2026-11-01").json
    assert (said["pack"], said["version"], said["in_force_from"]) == ("hunan", VERSION, "2026-11-01")
    assert own("sync").status == 0
    state, words = _rules(own)
    assert state == OK
    assert words.startswith(f"{HUNAN}，2026-11-01 起施行（省平台 2")
    first = somebody()
    assert MARK not in _basis(own, first)
    assert own("practice", "pack", "draft").json["in_force_from"] is None
    assert own("sync").status == 0
    assert _rules(own)[1].startswith(f"{HUNAN}{MARK}，省平台 ")
    assert MARK in _basis(own, somebody())
    with working(own.folder, *own.sets) as counter:
        kept = counter.store().works_of(first.holder.number, settled=True)[-1]
        again = counter.store().receipt(kept.operation.id)
    assert again is not None
    assert MARK not in " ".join((*kept.operation.basis, *(basis.zh for basis in again.draft.basis)))


def test_a_day_to_come_is_told_and_it_stays_a_draft_until_then(own: Command) -> None:
    day = today_in_china() + timedelta(days=30)
    assert "自" in own.words("practice", "pack", "in-force", day.isoformat()).out
    own("sync")
    state, words = _rules(own)
    assert (state, words.startswith(f"{HUNAN}{MARK}，{day} 起施行（省平台 ")) == (OK, True)


def test_what_does_not_hold_is_told_in_both_languages_and_the_last_good_one_stays(
    own: Command, province: Platform
) -> None:
    own("practice", "pack", "in-force", "2026-11-01")
    own("sync")
    _publish(province, Pen().says(pack="hunan"))
    own("sync")
    with working(own.folder, *own.sets) as counter:
        row = rules_row(counter)
    assert row.state == TROUBLE
    assert row.what.zh.startswith(f"{HUNAN}，2026-11-01 起施行（省平台 ")
    assert "不采用：用别的密钥签署" in row.what.zh
    assert "is not taken: signed with another key" in row.what.en
    province.change("UPDATE switch SET value = ? WHERE name = 'pack_statement:hunan'", json.dumps({"statement": 7}))
    assert own("sync").status == 0, "trouble with news is no trouble of the line"
    assert "答复不是省平台的格式" in _rules(own)[1]
    assert own("practice", "pack", "nothing").status == 0
    own("sync")
    assert "2026-11-01 起施行" in _rules(own)[1]


def _for_work(command: Command, *changes: str, on: date) -> Province:
    """What a real counter on the same platform may work by, started anew."""
    pairs = dict(settings.parse_pair(pair) for pair in (*command.sets, *changes))
    chosen = settings.load(command.folder).with_values(pairs)
    with closing(Counter(command.folder / "real", chosen, practice=False)) as counter:
        return counter.rules_in_use.for_work(on)


def test_a_real_counter_takes_a_draft_up_on_the_platforms_word_alone_also_after_a_restart_with_no_line(
    own: Command, province: Platform, tmp_path: Path
) -> None:
    """It asks before it refuses, so that nobody has to wait for the hour; what it heard once is enough from then on."""
    today, away = today_in_china(), f"platform.url={NOWHERE}"
    with secure.front(province.port, tmp_path) as safe:
        line = (f"platform.url={safe.url}", f"platform.ca={safe.root}")
        _is_taken_up(own, line, today, away)


def _is_taken_up(own: Command, line: tuple[str, str], today: date, away: str) -> None:
    with pytest.raises(RulesNotInForce, match="draft"):
        _for_work(own, *line, on=today)
    own("practice", "pack", "in-force", today.isoformat())
    for lacking in (away, "platform.signing_key="):
        with pytest.raises(RulesNotInForce, match="draft"):
            _for_work(own, *line, lacking, on=today)
    with pytest.raises(RulesNotInForce, match="until"):
        _for_work(own, *line, on=today - timedelta(days=1))
    taken = _for_work(own, away, on=today)
    assert (taken.draft, taken.in_force_from) == (False, today)
    with pytest.raises(RulesNotInForce, match="draft"):
        _for_work(own, away, f"platform.signing_key={Pen().pem}", on=today)


def test_a_window_that_stays_open_works_by_the_new_word_from_the_next_procedure_on(
    own: Command, somebody: Callable[[], Person]
) -> None:
    with working(own.folder, *own.sets) as counter:
        desk = counter.desk()
        desk.sign_in("0317")
        assert desk.place.draft
        rules = counter.rules_in_use
        said = rules.declaration(since=today_in_china())
        counter.trainer().declare(said)
        counter.courier().pass_once()
        assert desk.place.draft, "what is open is not changed under the clerk's hands"
        visit = desk.open_number(somebody().holder.number).visit_id
        desk.begin(visit, "temporary-loss")
        assert not desk.place.draft


@pytest.mark.parametrize(
    "words", [("later",), ("draft", "2026-11-01"), ("in-force", "soon"), ("in-force", "2026-13-01")]
)
def test_a_word_that_says_nothing_is_used_wrongly(own: Command, words: tuple[str, ...]) -> None:
    assert own("practice", "pack", *words).status == 2


def test_what_is_signed_is_about_the_very_file_in_use(own: Command) -> None:
    shipped, now = own("practice", "pack", "draft").json["digest"], SystemClock().now()
    other = own.having("province=guangxi")("practice", "pack", "draft").json
    assert (other["pack"], other["digest"] != shipped) == ("guangxi", True)
    with working(own.folder, *own.sets) as counter:
        said = counter.rules_in_use.declaration(since=None)
    assert replace(said, signed_at=now).digest == shipped
    assert said.in_force_from is None
