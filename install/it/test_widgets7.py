"""A job's panel where the front end speaks ipywidgets 7, in JupyterLab 3: python -m unittest test_widgets7.

Runs in an environment of its own, requirements-widgets7.txt. The settings are those of test_lab.
"""

import contextlib
import pathlib
import tempfile
import unittest

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import sync_playwright

from pages import Pages, output, site
from test_lab import CHROMIUM, KERNEL, jupyter_server


class Widgets7Test(unittest.TestCase):
    def test_a_job_is_steered_while_a_cell_waits_for_it(self):
        assert CHROMIUM, "no Chromium on the path; CHROMIUM may name one"
        with contextlib.ExitStack() as stack:
            folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
            file = folder / "seven.ipynb"
            nbformat.write(
                new_notebook(cells=[new_code_cell('"ready"')],
                             metadata={"kernelspec": {"name": KERNEL, "display_name": KERNEL}}), file)
            url = stack.enter_context(jupyter_server(folder))
            browser = stack.enter_context(sync_playwright()).chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            stack.callback(browser.close)
            server = stack.enter_context(site(0.2))
            pages = Pages(browser.new_context(viewport={"width": 1180, "height": 900}), url, file, "seven")
            pages.insert(
                "var urls = IntStream.range(0, 4000).mapToObj(i -> \"%s\" + i).toList();" % server.url)
            panel = pages.insert("var busy = batch(urls).maxConcurrency(2).retry(1).start();\nbusy")
            blocked = pages.insert('busy.await();\n"over"', wait=False)
            pages.until(lambda: server.at_once == 2, "two at once")
            pages.until(lambda: panel.locator(".ui-slider").count() == 1, "the slider of ipywidgets 7", 20)

            track = panel.locator(".ui-slider").bounding_box()
            pages.page.mouse.click(track["x"] + 0.13 * track["width"], track["y"] + track["height"] / 2)
            readout = panel.locator(".widget-readout")
            pages.until(lambda: readout.inner_text() != "2", "the slider to move")
            chosen = int(readout.inner_text())
            pages.until(lambda: server.at_once == chosen, "more at once")
            pages.picture("widgets7")

            panel.get_by_role("button", name="Pause").click()
            pages.until(lambda: server.at_once == 0, "the pause to reach the server")
            pages.until(lambda: "PAUSED" in output(panel), "the word")
            panel.get_by_role("button", name="Resume").click()
            pages.until(lambda: server.at_once == chosen, "as many at once again")

            panel.get_by_role("button", name="Cancel").click()
            pages.until(lambda: server.at_once == 0, "no request under way")
            pages.until(lambda: "over" in output(blocked), "the cell to end")
            pages.until(lambda: "CANCELLED after" in output(panel), "the word")
            pages.until(lambda: panel.locator(".jupyter-widgets").count() == 0, "the picture without widgets")
            self.assertEqual(pages.dialogs, [], "something scraped ran")


if __name__ == "__main__":
    unittest.main()
