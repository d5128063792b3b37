import time
import unittest

from wiki import Wiki, limits


class WikiTest(unittest.TestCase):
    def test_text_is_escaped(self):
        self.assertIn("a &lt; b", Wiki().render("a < b"))

    def test_tags_of_extensions_are_rendered(self):
        wiki = Wiki()
        wiki.add_tag("loud", lambda wiki, body: body.upper())
        self.assertIn("say HELLO now", wiki.render("say <loud>hello</loud> now"))

    def test_unknown_tags_are_shown(self):
        self.assertIn("&lt;who&gt;x&lt;/who&gt;", Wiki().render("<who>x</who>"))

    def test_too_many_scripts_are_refused(self):
        with self.assertRaises(ValueError):
            Wiki().add_tag("heavy", str, ["a.js"] * (limits.MAX_SCRIPTS + 1))

    def test_a_cached_page_expires(self):
        wiki, calls = Wiki(), []
        wiki.add_tag("count", lambda wiki, body: str(calls.append(1)))
        wiki.render("<count></count>")
        wiki.render("<count></count>")
        self.assertEqual(1, len(calls))
        time.sleep(Wiki.CACHE_SECONDS + 0.1)
        wiki.render("<count></count>")
        self.assertEqual(2, len(calls))


if __name__ == "__main__":
    unittest.main()
