import time
import unittest

import extension


class MapsTest(unittest.TestCase):
    def test_the_example_is_rendered(self):
        self.assertEqual(extension.EXPECTED, extension.render(None, "52.5,13.4"))

    def test_places_off_the_globe_are_errors(self):
        self.assertIn("error", extension.render(None, "91,0"))

    def test_a_thousand_maps_take_less_than_a_second(self):
        started = time.process_time()
        for step in range(1000):
            extension.render(None, f"{step / 20},{step / 10}")
        self.assertLess(time.process_time() - started, 1)
