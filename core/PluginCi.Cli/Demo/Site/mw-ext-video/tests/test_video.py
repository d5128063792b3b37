import unittest

import extension


class VideoTest(unittest.TestCase):
    def test_file_names_are_escaped(self):
        self.assertIn("&quot;", extension.render(FakeWiki(), 'a"b'))

    def test_the_tag_is_registered_with_its_script(self):
        wiki = FakeWiki()
        extension.register(wiki)
        self.assertEqual(("video", ["player.js"]), wiki.added)


class FakeWiki:
    def add_tag(self, name, render, scripts):
        self.added = (name, scripts)

    def caption(self, text):
        return text
