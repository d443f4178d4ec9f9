"""The gallery in a real JupyterLab, in a real Chromium, in both themes: python -m unittest test_gallery.

The settings are those of test_lab. Every cell comes through; what it shows is named, and contrasts (screenshots.check).
"""

import tempfile
import unittest

from playwright.sync_api import sync_playwright

from screenshots import THEMES, Tour, browser
from test_lab import jupyter_server


class GalleryTest(unittest.TestCase):
    def test_everything_that_is_shown_says_what_it_is_in_both_themes(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        url = self.enterContext(jupyter_server(folder))
        chromium = browser(self.enterContext(sync_playwright()))
        self.addCleanup(chromium.close)
        for theme in THEMES:
            with self.subTest(theme=theme):
                tour = Tour(chromium.new_context(color_scheme=theme.lower()), url, folder, theme)
                tour.walk()
                self.assertGreaterEqual(len(tour.shown), 50, tour.shown)


if __name__ == "__main__":
    unittest.main()
