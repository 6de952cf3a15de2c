"""What goes on record never goes back in time, over programs and restarts, and a clock that was set back is noticed."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from counter_app.clock import NOTICED, RIGHT, OnwardClock, PlatformClock
from counter_app.contact import Contact, TakenBack

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass
class World:
    """A machine whose clock is set as a test wants, and what all programs on it have recorded."""

    wall: datetime = NOON
    ticks: float = 50.0
    recorded: list[datetime] = field(default_factory=list)
    taken: TakenBack | None = None
    before: int = 0

    def now(self) -> datetime:
        return self.wall

    def program(self) -> OnwardClock:
        """A program that starts now."""
        return OnwardClock(self, self.last, lambda: self.taken, ticks=lambda: self.ticks)

    def last(self) -> datetime | None:
        """The last moment since the clock was taken back."""
        return max(self.recorded[self.before :], default=None)

    def take_back(self, to: datetime) -> None:
        """As the store does it: from here on this is the first moment."""
        self.before, self.taken = len(self.recorded), TakenBack(to, len(self.recorded))
        self.recorded.append(to)

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


def test_after_a_clock_far_ahead_was_taken_back_every_program_records_true_time() -> None:
    """The one that runs, another one that runs, and one that starts."""
    world = World(wall=NOON + 70_000 * HOUR)
    window, other = world.program(), world.program()
    far = world.record(window)
    other.now()
    world.wall = NOON
    assert world.record(window) == far
    world.take_back(NOON)
    world.passes(timedelta(seconds=1))
    for program in (window, other, world.program()):
        assert program.set_back() == timedelta(0)
        assert world.record(program) == NOON + timedelta(seconds=1)


def test_a_platform_a_little_ahead_is_not_a_clock_that_was_set_back() -> None:
    """What goes on record waits for the platform's word, and nobody is told of it; of less than that is."""
    world = World()
    world.recorded.append(NOON + 70_000 * HOUR)
    program, said = world.program(), NOON + RIGHT / 2
    assert program.set_back() == 70_000 * HOUR
    world.take_back(said)
    assert program.set_back() == timedelta(0)
    assert world.record(program) == said
    world.wall -= HOUR
    assert program.set_back() == HOUR + RIGHT / 2


def test_what_another_program_had_in_hand_when_it_was_taken_back_is_noticed_again() -> None:
    world = World(wall=NOON + 70_000 * HOUR)
    window, other = world.program(), world.program()
    in_hand = other.now()
    world.wall = NOON
    world.take_back(NOON)
    world.recorded.append(in_hand)
    assert world.program().set_back() == 70_000 * HOUR
    world.take_back(NOON)
    for program in (window, other, world.program()):
        assert world.record(program) == NOON


def test_a_greeting_under_a_clock_that_was_set_since_counts_from_the_platforms_own_moment() -> None:
    wrong = timedelta(days=27_000)
    known = Contact(heard=NOON + wrong, offset=-wrong.total_seconds(), unsent=0)
    assert known.heard_by(NOON + 9 * HOUR) == NOON
    assert known.heard_by(NOON + wrong + HOUR) == NOON + wrong, "the clock is as it was"


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


def test_what_the_platform_judges_goes_by_its_time_whatever_the_machine_shows() -> None:
    """Ahead, right, set back since the last word, and where nobody has measured."""
    year = timedelta(days=400)
    assert PlatformClock(World(NOON + year), lambda: Contact(NOON, -year.total_seconds(), 0)).now() == NOON
    assert PlatformClock(World(NOON + HOUR), lambda: Contact(NOON, 0.0, 0)).now() == NOON + HOUR
    assert PlatformClock(World(NOON - year), lambda: Contact(NOON, 0.0, 0)).now() == NOON
    assert PlatformClock(World(NOON), lambda: Contact(NOON - year, None, 0)).now() == NOON
