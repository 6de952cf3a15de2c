"""A planned wait ends before its time when the machine slept or moved to another network; no clock stretches it."""

from dataclasses import dataclass, field

from sync.waking import ASLEEP, SOON, Waking, address, ticks


@dataclass
class Surroundings:
    """Time and network as a test wants them."""

    now: float = 1000.0
    network: str = "10.0.0.7"
    waking: Waking = field(init=False)

    def __post_init__(self) -> None:
        self.waking = Waking(draw=lambda: 0.5, clock=lambda: self.now, network=lambda: self.network)

    def look_for(self, seconds: float) -> float:
        """Look every five seconds for so long; what is left at the end."""
        left = self.waking.left()
        for _ in range(int(seconds // 5)):
            self.now += 5
            left = self.waking.left()
        return left


def test_a_wait_is_what_was_planned_while_nothing_changes() -> None:
    around = Surroundings()
    around.waking.plan(300)
    assert around.look_for(100) == 200
    assert around.look_for(200) == 0


def test_a_machine_that_slept_tries_soon() -> None:
    around = Surroundings()
    around.waking.plan(3000)
    around.look_for(20)
    around.now += ASLEEP + 600
    assert around.waking.left() == SOON * 0.5
    assert around.look_for(5) == 0


def test_another_network_is_tried_soon_once() -> None:
    around = Surroundings()
    around.waking.plan(300)
    around.network = ""
    assert around.waking.left() == SOON * 0.5
    around.waking.plan(300)
    assert around.look_for(50) == 250, "it is planned in the new one"


def test_a_wait_the_platform_asked_for_is_never_cut_short() -> None:
    around = Surroundings()
    around.waking.plan(600, asked=True)
    around.network = "192.168.1.4"
    around.now += 200
    assert around.waking.left() == 400
    around.now += 400
    assert around.waking.left() == 0


def test_a_wait_shorter_than_soon_is_not_made_longer() -> None:
    around = Surroundings()
    around.waking.plan(2)
    around.network = "192.168.1.4"
    assert around.waking.left() == 2


def test_the_real_clock_goes_on_and_the_real_address_is_the_same_twice() -> None:
    first = ticks()
    assert ticks() >= first
    assert address() == address()
