"""What goes on record never goes back in time, over programs and restarts, and a clock that was set back is noticed."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from counter_app.clock import NOTICED, OnwardClock

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass
class World:
    """A machine whose clock is set as a test wants, and what all programs on it have recorded."""

    wall: datetime = NOON
    ticks: float = 50.0
    recorded: list[datetime] = field(default_factory=list)

    def now(self) -> datetime:
        return self.wall

    def program(self) -> OnwardClock:
        """A program that starts now."""
        return OnwardClock(self, lambda: max(self.recorded, default=None), ticks=lambda: self.ticks)

    def passes(self, span: timedelta) -> None:
        """Time goes on."""
        self.wall += span
        self.ticks += span.total_seconds()

    def record(self, program: OnwardClock) -> datetime:
        """Something goes on record."""
        self.recorded.append(program.now())
        return self.recorded[-1]


def test_a_clock_set_back_leaves_the_last_moment_standing_and_is_told() -> None:
    world = World()
    program = world.program()
    first = world.record(program)
    world.wall -= HOUR
    assert world.record(program) == first
    assert program.set_back() == HOUR
    world.passes(HOUR + timedelta(seconds=1))
    assert world.record(program) == first + timedelta(seconds=1)
    assert program.set_back() == timedelta(0)


def test_a_restart_forgets_nothing() -> None:
    world = World()
    first = world.record(world.program())
    world.wall -= 30 * HOUR
    again = world.program()
    assert again.set_back() == 30 * HOUR
    assert world.record(again) == first


def test_what_another_program_recorded_counts_when_the_clock_was_set_back_since() -> None:
    """This one last looked before the other recorded: its own memory alone would let it go back."""
    world = World()
    window, command = world.program(), world.program()
    window.now()
    world.passes(HOUR)
    late = world.record(command)
    world.wall -= HOUR / 2
    assert world.record(window) == late


def test_a_clock_that_is_kept_right_is_no_clock_that_was_set_back() -> None:
    world = World()
    program = world.program()
    first = world.record(program)
    world.wall -= NOTICED / 2
    assert program.set_back() == timedelta(0)
    assert world.record(program) == first


@given(st.lists(st.tuples(st.integers(-10_000, 10_000), st.integers(0, 5_000), st.integers(0, 2)), max_size=30))
def test_no_setting_of_the_clock_makes_records_go_back(steps: list[tuple[int, int, int]]) -> None:
    """Set by so many seconds, wait so many, then one of three programs records, or a new one does."""
    world = World()
    programs = [world.program() for _ in range(2)]
    for setting, waiting, who in steps:
        world.wall += timedelta(seconds=setting)
        world.passes(timedelta(seconds=waiting))
        # Each looks at least twice a minute: a set clock is noticed against what nobody can set.
        for program in programs:
            program.set_back()
        world.record(programs[who] if who < len(programs) else world.program())
    assert world.recorded == sorted(world.recorded)
