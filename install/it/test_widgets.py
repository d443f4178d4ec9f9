"""Widgets in a real JupyterLab with the widget extension, in a real Chromium: python -m unittest test_widgets.

The settings are those of test_lab. TRAWL_SCREENSHOTS gets widgets-*.png.
"""

import json
import pathlib
import tempfile
import time
import unittest

import nbclient
import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import sync_playwright

from test_lab import CHROMIUM, IDLE, KERNEL, READY, SCREENSHOTS, jupyter_server

IMPORTS = "import io.trawl.kernel.api.widget.*;"

VIEW = "application/vnd.jupyter.widget-view+json"

PANEL = """
var speed = IntSlider.of(1, 10).value(3).label("at once");
var bar = IntProgress.of(0, 100).label("Pages").tone(Tone.INFO);
var words = Label.of("0 of 100");
var clicked = new CountDownLatch(1);
var cancel = Button.of("Cancel").tone(Tone.WARNING).icon("stop");
cancel.onClick(() -> { cancel.disabled(true).label("Cancelling"); clicked.countDown(); });
var more = Accordion.of().add("latest", Html.of().text("<img src=x onerror=alert(1)> & co"));
var site = Dropdown.of("books", "quotes").label("site");
var polite = Checkbox.of("polite").value(true);
VBox.of(HBox.of(bar, words, cancel), HBox.of(speed, site, polite), more)
"""

# Blocks until the slider was moved and the button clicked: both must arrive while this runs.
BLOCKED = """
var moved = new CountDownLatch(1);
speed.onChange(v -> { bar.value(v * 10); words.value(v * 10 + " of 100"); moved.countDown(); });
System.out.println("waiting");
moved.await(60, TimeUnit.SECONDS);
System.out.println("moved to " + speed.value());
clicked.await(60, TimeUnit.SECONDS);
"cancelled at " + speed.value()
"""

# So that the last state of a slider is asked of the kernel, not of the page.
ASK = 'speed.value() + " " + site.value() + " " + polite.value()'

# What is closed stays as plain HTML.
FINISH = """
cancel.label("Cancelled");
bar.tone(Tone.DANGER);
var done = HBox.of(IntProgress.of(0, 10).label("Done"));
display(done);
done.close();
"closed"
"""


LOOP = """
var count = IntProgress.of(0, 1000).label("Pages");
display(count);
for (int i = 1; i <= 1000; i++) count.value(i);
var gone = Label.of("gone");
display(gone);
gone.close();
"""


SITE = """
var site = MockSite.start(s -> s.pages(4000, n -> "<title>Page " + n + "</title>").delay(millis(100)));
var busy = site.session().batch(site.urls()).maxConcurrency(2).start();
busy
"""


class ExecutedTest(unittest.TestCase):
    def test_nbclient_saves_the_last_state_and_nothing_of_what_was_closed(self):
        cells = [new_code_cell(source.strip()) for source in (IMPORTS, PANEL, LOOP)]
        notebook = new_notebook(cells=cells)

        nbclient.NotebookClient(notebook, kernel_name=KERNEL, timeout=120).execute()

        nbformat.validate(notebook)
        bar, gone = notebook.cells[2].outputs
        self.assertEqual(bar.data["text/plain"], "Pages: 1000 of 1000")
        self.assertIn('value="1000"', bar.data["text/html"])
        self.assertEqual(gone.data, {"text/html": "<span>gone</span>", "text/plain": "gone"})
        saved = notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"]
        self.assertEqual(saved[bar.data[VIEW]["model_id"]]["state"]["value"], 1000)
        panel = notebook.cells[1].outputs[0]
        self.assertIn(panel.data[VIEW]["model_id"], saved)
        self.assertIn("&lt;img src=x", panel.data["text/html"])


class WidgetsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        assert CHROMIUM, "no Chromium on the path; CHROMIUM may name one"

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.file = self.folder / "widgets.ipynb"
        cells = [new_code_cell(source.strip()) for source in (IMPORTS, PANEL, BLOCKED, ASK)]
        notebook = new_notebook(cells=cells, metadata={"kernelspec": {"name": KERNEL, "display_name": KERNEL}})
        nbformat.write(notebook, self.file)
        self.url = self.enterContext(jupyter_server(self.folder))
        playwright = self.enterContext(sync_playwright())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        self.addCleanup(browser.close)
        self.context = browser.new_context(viewport={"width": 1180, "height": 720})
        self.dialogs = []
        self.page = self.open()

    def open(self, workspace="default"):
        page = self.context.new_page()
        page.on("dialog", lambda d: (self.dialogs.append(d.message), d.accept()))
        page.set_default_timeout(60_000)
        page.goto(f"{self.url}/lab/workspaces/{workspace}/tree/widgets.ipynb?reset")
        self.ready(page)
        return page

    def ready(self, page):
        page.wait_for_selector(".jp-NotebookPanel .jp-Cell")
        page.wait_for_function("() => !!window.jupyterapp?.shell.currentWidget?.context?.sessionContext")
        page.evaluate(READY)

    def test_controls_work_while_a_cell_runs_survive_a_reload_and_agree_on_two_pages(self):
        self.run_cell(0)
        self.run_cell(1)
        slider = self.page.get_by_role("slider")
        slider.wait_for()
        self.picture(self.page, "shown")

        self.run_cell(2, wait=False)
        self.until(lambda: "waiting" in self.text(2), "the cell to run")
        slider.focus()
        for _ in range(2):
            slider.press("ArrowRight")
        self.until(lambda: "moved to" in self.text(2), "the slider to reach the blocked cell")
        self.until(lambda: "50 of 100" in self.text(1), "the label to follow")
        self.until(lambda: self.width(self.page) == "50%", "the bar to follow")
        self.assertEqual(self.prompt(2), "*", "the cell is still blocked")
        self.picture(self.page, "running")
        button = self.page.locator(".widget-button")
        button.click()
        self.until(lambda: "cancelled at 5" in self.text(2), "the click to end the cell")
        self.assertIn("Cancelling", button.inner_text())
        self.assertTrue(button.is_disabled())

        self.page.locator(".widget-dropdown select").select_option("quotes")
        self.page.locator(".widget-checkbox input").uncheck()
        self.run_cell(3)
        self.until(lambda: "5 quotes false" in self.text(3), "the cell to see what was chosen")
        self.page.locator(".jupyter-widget-Collapse-header").first.click()
        self.until(lambda: "onerror" in self.text(1), "the part to open")
        self.assertEqual(self.page.locator(".jp-OutputArea img").count(), 0)

        self.two_pages()
        self.reload()
        self.assertEqual(self.dialogs, [], "something scraped ran")

    def test_the_panel_of_a_running_job_steers_it(self):
        panel = self.insert(SITE.strip(), wait=False)
        slider = panel.get_by_role("slider")
        slider.wait_for()
        self.until(lambda: "RUNNING" in panel.inner_text(), "the job to run")
        slider.focus()
        for _ in range(3):
            slider.press("ArrowRight")
        asked = self.insert("busy.maxConcurrency()")
        self.until(lambda: "5" in self.result(asked), "the job to take what the slider says")
        self.picture(self.page, "job")
        panel.locator(".widget-button", has_text="Pause").click()
        self.until(lambda: "PAUSED" in panel.inner_text(), "the job to pause")
        panel.locator(".widget-button", has_text="Resume").click()
        self.until(lambda: "RUNNING" in panel.inner_text(), "the job to go on")

        self.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
        self.page.reload()
        self.ready(self.page)
        panel = self.page.locator(".jp-NotebookPanel .jp-Cell").nth(4)
        panel.locator(".widget-button", has_text="Cancel").wait_for()
        before = panel.inner_text()
        self.until(lambda: panel.inner_text() != before, "the panel to go on after the reload")
        panel.locator(".widget-button", has_text="Cancel").click()
        self.until(lambda: "CANCELLED" in panel.inner_text(), "the job to be cancelled")
        self.until(lambda: panel.locator(".widget-button").count() == 0 or not panel.locator(".widget-button").first.is_visible(),
                   "the controls to go")
        self.picture(self.page, "job-cancelled")

    def test_the_panel_of_a_job_that_ended_needs_no_widgets(self):
        panel = self.insert(SITE.strip(), wait=False)
        panel.locator(".widget-button", has_text="Cancel").click()
        self.until(lambda: "CANCELLED" in panel.inner_text(), "the job to be cancelled")
        self.until(lambda: panel.locator(".jupyter-widgets").count() == 0, "the picture without widgets")
        self.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")

        def saved():
            outputs = json.loads(self.file.read_text())["cells"][-1].get("outputs", [])
            return outputs and "CANCELLED" in "".join(outputs[0]["data"]["text/plain"])

        self.until(saved, "the saved file")
        output = json.loads(self.file.read_text())["cells"][-1]["outputs"][0]
        self.assertEqual(sorted(output["data"]), ["text/html", "text/plain"])

    def result(self, cell):
        area = cell.locator(".jp-OutputArea").first
        return area.inner_text() if area.count() else ""

    def two_pages(self):
        self.save()
        second = self.open("second")
        self.until(lambda: self.readout(second) == "5", "the second page to show the slider as it is")
        second.get_by_role("slider").focus()
        second.get_by_role("slider").press("ArrowRight")
        self.until(lambda: self.readout(self.page) == "6", "the first page to follow the second")
        self.page.get_by_role("slider").focus()
        self.page.get_by_role("slider").press("ArrowRight")
        self.until(lambda: self.readout(second) == "7", "the second page to follow the first")
        self.until(lambda: "70 of 100" in second.locator(".jp-Cell").nth(1).inner_text(), "the label to follow")
        second.close()

    def reload(self):
        self.save()
        self.page.reload()
        self.ready(self.page)
        self.until(lambda: self.readout(self.page) == "7", "the slider to come back as it was")
        self.until(lambda: self.width(self.page) == "70%", "the bar to come back as it was")
        self.picture(self.page, "reloaded")
        slider = self.page.get_by_role("slider")
        slider.focus()
        slider.press("ArrowRight")
        self.until(lambda: "80 of 100" in self.text(1), "the slider to work after the reload")
        self.insert(FINISH.strip())
        self.until(lambda: "closed" in self.text(4), "the last cell")
        self.assertIn("Cancelled", self.page.locator(".widget-button").inner_text())
        last = self.page.locator(".jp-NotebookPanel .jp-Cell").nth(4)
        self.until(lambda: last.locator("progress[title='Done']").count() == 1, "the last picture of what was closed")
        self.assertEqual(last.locator(".jupyter-widgets").count(), 0)
        self.picture(self.page, "closed")

    def insert(self, code, wait=True):
        """Runs code in a new last cell."""
        self.page.evaluate(
            """async ([code, wait]) => {
                const notebook = window.jupyterapp.shell.currentWidget.content;
                notebook.activeCellIndex = notebook.widgets.length - 1;
                await window.jupyterapp.commands.execute('notebook:insert-cell-below');
                notebook.activeCell.model.sharedModel.setSource(code);
                const done = window.jupyterapp.commands.execute('notebook:run-cell');
                if (wait) await done;
            }""",
            [code, wait],
        )
        cells = self.page.locator(".jp-NotebookPanel .jp-Cell")
        return cells.nth(cells.count() - 1)

    def run_cell(self, index, wait=True):
        self.page.evaluate(
            """([index, wait]) => {
                window.jupyterapp.shell.currentWidget.content.activeCellIndex = index;
                const done = window.jupyterapp.commands.execute('notebook:run-cell');
                return wait ? done : null;
            }""",
            [index, wait],
        )

    def save(self):
        self.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
        self.until(lambda: "speed.value" in self.file.read_text() and json.loads(self.file.read_text())["cells"][3]["outputs"],
                   "the saved file")

    def text(self, index):
        area = self.page.locator(".jp-NotebookPanel .jp-Cell").nth(index).locator(".jp-OutputArea").first
        return area.inner_text() if area.count() else ""

    def prompt(self, index):
        cell = self.page.locator(".jp-NotebookPanel .jp-Cell").nth(index)
        return cell.locator(".jp-InputPrompt").first.inner_text().strip("[]: ")

    @staticmethod
    def readout(page):
        found = page.locator(".widget-readout")
        return found.first.inner_text() if found.count() else ""

    @staticmethod
    def width(page):
        found = page.locator(".widget-hprogress .progress-bar")
        return found.first.evaluate("e => e.style.width") if found.count() else ""

    def until(self, condition, what, seconds=60):
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                self.picture(self.page, "failed")
                raise AssertionError(f"waited {seconds} s for {what}")
            self.page.wait_for_timeout(50)

    def picture(self, page, name):
        if SCREENSHOTS:
            pathlib.Path(SCREENSHOTS).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=f"{SCREENSHOTS}/widgets-{name}.png")


if __name__ == "__main__":
    unittest.main()
