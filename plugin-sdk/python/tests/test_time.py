"""Local time as an author asks for it."""

import unittest

from ocpp_plugin import HostError, Plugin, testing, time


def is_open(at: str) -> bool:
    """From 07:00 to 22:00, and on Sundays from 10:00."""
    local = time.local(at, "Europe/Berlin")
    opens = 10 if local.weekday == 7 else 7
    return opens * 3600 <= local.second_of_day < 22 * 3600


class Time(unittest.TestCase):
    def setUp(self) -> None:
        testing.Host(Plugin())

    def test_opening_hours_follow_the_clocks_of_the_site(self) -> None:
        self.assertFalse(is_open("2026-03-28T05:30:00Z"), "a Saturday in winter: 06:30")
        self.assertFalse(is_open("2026-03-29T07:30:00Z"), "the Sunday on which summer began: 09:30")
        self.assertTrue(is_open("2026-03-30T05:30:00Z"), "07:30")

    def test_a_moment_is_shown_as_the_clocks_show_it(self) -> None:
        self.assertEqual(
            time.local("2026-03-29T00:59:59.5Z", "Europe/Berlin"),
            time.Local("2026-03-29T01:59:59.500+01:00", 3600, 7, 7199, False, "CET", "2026-03-29T01:00:00.000Z"),
        )
        self.assertIsNone(time.local("2026-07-01T00:00:00Z", "Asia/Kolkata").next_change)

    def test_a_time_of_a_clock_is_at_one_moment_at_two_or_at_none(self) -> None:
        self.assertEqual(time.moments("2026-07-01T12:00:00", "Europe/Berlin"), ["2026-07-01T10:00:00.000Z"])
        twice = ["2026-10-25T00:30:00.000Z", "2026-10-25T01:30:00.000Z"]
        self.assertEqual(time.moments("2026-10-25T02:30:00", "Europe/Berlin"), twice)
        self.assertEqual(time.moments("2026-03-29T02:30:00", "Europe/Berlin"), [])

    def test_what_is_no_zone_and_no_moment_is_named(self) -> None:
        for ask, code in (
            (lambda: time.local("2026-01-01T00:00:00Z", "Moon/Tycho"), "zone"),
            (lambda: time.local("yesterday", "UTC"), "moment"),
            (lambda: time.moments("2026-01-01T00:00:00Z", "UTC"), "moment"),
        ):
            with self.assertRaises(HostError) as raised:
                ask()
            self.assertEqual((raised.exception.capability, raised.exception.code), ("time", code))


if __name__ == "__main__":
    unittest.main()
