import time
import unittest

import extension


class MathTest(unittest.TestCase):
    def test_the_example_is_rendered(self):
        self.assertEqual(extension.EXPECTED, extension.render(None, "a&b"))

    def test_long_formulas_are_rendered_in_time(self):
        started = time.process_time()
        extension.render(None, "x+" * 100_000)
        self.assertLess(time.process_time() - started, 1)
