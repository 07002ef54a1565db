from dateline.services import rate_limits
from dateline.services.rate_limits import RateLimit, say_wait


class Watch:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_limits_hold_for_each_key_and_tell_how_long_to_wait() -> None:
    watch = Watch()
    limit = RateLimit(2, 60, watch)
    assert limit.take("a") == 0
    watch.now = 10
    assert limit.take("a") == 0
    assert limit.is_spent("a")
    assert limit.take("a") == 51
    assert limit.take("b") == 0


def test_the_window_slides() -> None:
    watch = Watch()
    limit = RateLimit(2, 60, watch)
    limit.take("a")
    watch.now = 50
    limit.take("a")
    watch.now = 61
    assert limit.take("a") == 0
    assert limit.take("a") > 0


def test_what_was_no_failure_is_given_back() -> None:
    limit = RateLimit(1, 60, Watch())
    limit.take("a")
    limit.give_back("a")
    assert limit.take("a") == 0


def test_memory_is_bounded_however_many_keys_come() -> None:
    limit = RateLimit(1, 60, Watch())
    for number in range(2 * rate_limits._KEYS_KEPT + 10):
        limit.take(str(number))
    assert len(limit._times) <= rate_limits._KEYS_KEPT + 1


def test_waits_are_said_in_words() -> None:
    assert say_wait(40) == "40 seconds"
    assert say_wait(720) == "12 minutes"
