"""Job panels and tables in real pages, in a real Chromium: python -m unittest test_panels.

The settings are those of test_lab. TRAWL_SCREENSHOTS gets panels-*.png. Prints how long controls took to reach the server.
"""

import contextlib
import json
import pathlib
import re
import tempfile
import unittest

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from playwright.sync_api import sync_playwright

from pages import CONTRASTS, Pages, output, site
from test_lab import CHROMIUM, KERNEL, jupyter_server

URLS = 'var urls = IntStream.range(0, %d).mapToObj(i -> "%s" + i).collect(Collectors.toCollection(ArrayList::new));'
START = "var busy = batch(urls).maxConcurrency(2).retry(1).start();\nbusy"
MISSING = 'urls.set(0, "%smissing/<b>"); urls.set(1, "%smissing/2");'
VIEW = "application/vnd.jupyter.widget-view+json"
# Of ipywidgets 8, and of 7.
SLIDER = ".noUi-base, .ui-slider"


class PanelsTest(unittest.TestCase):
    """One server and one browser for all; a notebook and a kernel for each test."""

    @classmethod
    def setUpClass(cls):
        assert CHROMIUM, "no Chromium on the path; CHROMIUM may name one"
        with contextlib.ExitStack() as stack:
            cls.folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
            cls.url = stack.enter_context(jupyter_server(cls.folder))
            cls.playwright = stack.enter_context(sync_playwright())
            cls.browser = cls.playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            stack.callback(cls.browser.close)
            cls.addClassCleanup(stack.pop_all().close)

    def setUp(self):
        self.context = self.browser.new_context(viewport={"width": 1180, "height": 900})
        self.addCleanup(self.context.close)

    def notebook(self, name):
        file = self.folder / f"{name}.ipynb"
        empty = new_notebook(
            cells=[new_code_cell('"ready"')], metadata={"kernelspec": {"name": KERNEL, "display_name": KERNEL}})
        nbformat.write(empty, file)
        return file

    def open(self, name):
        return Pages(self.context, self.url, self.notebook(name), name)

    def start(self, pages, server, count=4000):
        pages.insert(URLS % (count, server.url))
        panel = pages.insert(START)
        panel.locator(SLIDER).wait_for()
        pages.until(lambda: "RUNNING" in output(panel), "the job to run")
        return panel

    def test_in_jupyterlab_a_job_is_steered_while_a_cell_waits_for_it(self):
        with site(0.2) as server:
            self.steer(self.open("steer"), server)

    def test_in_notebook_7_too(self):
        url = self.enterContext(jupyter_server(self.folder, "notebook"))
        with site(0.2) as server:
            self.steer(Pages(self.context, url, self.notebook("seven")), server)

    def steer(self, pages, server):
        panel = self.start(pages, server)
        blocked = pages.insert('busy.await();\n"over"', wait=False)
        pages.until(lambda: "[*]" in blocked.inner_text(), "the cell to wait")
        pages.until(lambda: server.at_once == 2, "two at once")
        # With the mouse: Notebook 7 keeps arrow keys to itself.
        track = panel.locator(SLIDER).bounding_box()
        pages.page.mouse.click(track["x"] + 0.13 * track["width"], track["y"] + track["height"] / 2)
        readout = panel.locator(".widget-readout")
        pages.until(lambda: readout.inner_text() != "2", "the slider to move")
        chosen = int(readout.inner_text())
        self.assertTrue(3 <= chosen <= 8, chosen)
        faster = pages.until(lambda: server.at_once == chosen, "more at once")
        self.assertEqual(server.most, chosen)
        pages.picture("steered")

        panel.get_by_role("button", name="Pause").click()
        paused = pages.until(lambda: server.at_once == 0, "the pause to reach the server")
        panel.get_by_role("button", name="Resume").wait_for()
        pages.until(lambda: "PAUSED" in output(panel), "the word")
        before = server.requests
        pages.page.wait_for_timeout(600)
        self.assertEqual(server.requests, before, "three answers' time, and no request")
        pages.picture("paused")
        panel.get_by_role("button", name="Resume").click()
        pages.until(lambda: server.at_once == chosen, "as many at once again")

        panel.get_by_role("button", name="Cancel").click()
        requests = server.requests
        cancelled = pages.until(lambda: server.at_once == 0, "no request under way")
        self.assertLessEqual(server.requests - requests, 2 * chosen, "hardly a start after the click")
        pages.until(lambda: "over" in output(blocked), "the cell to end")
        pages.until(lambda: "CANCELLED after" in output(panel), "the word")
        pages.until(lambda: panel.locator(".jupyter-widgets").count() == 0, "the picture without widgets")
        self.assertEqual(panel.get_by_role("progressbar").count(), 0)
        self.assertRegex(output(panel), r"CANCELLED after \d+ of 4000 · \d+ rows kept · resume: job\.retryFailed\(\)")
        self.assertEqual(pages.dialogs, [], "something scraped ran")
        pages.picture("cancelled")
        print(f"\nseconds until the server saw it: slider {faster:.2f}, pause {paused:.2f}, cancel {cancelled:.2f}"
              " (each answer takes 0.20)")

    def test_details_stay_open_and_a_second_page_has_the_same_controls_and_a_reload_keeps_all(self):
        with site(0.1) as server:
            pages = self.open("details")
            pages.insert(URLS % (4000, server.url))
            pages.insert(MISSING % (server.url, server.url))
            panel = pages.insert(START)
            header = panel.locator(".jupyter-widget-Collapse-header", has_text="failures (2)")
            header.click()
            failures = panel.locator(".jupyter-widget-Collapse-contents", has_text="answered 404")
            failures.wait_for()
            before = output(panel)
            pages.until(lambda: output(panel) != before, "another frame")
            self.assertTrue(failures.is_visible(), "it stays open")
            self.assertEqual(panel.locator(".jp-OutputArea img").count(), 0)
            pages.picture("details")

            pages.save()
            second = Pages(self.context, self.url, pages.file, "details-second")
            twin = second.cell(3)
            twin.get_by_role("button", name="Pause").click()
            panel.get_by_role("button", name="Resume").wait_for()
            panel.get_by_role("button", name="Resume").click()
            twin.get_by_role("button", name="Pause").wait_for()
            second.page.close()

            pages.reload()
            panel = pages.cell(3)
            panel.get_by_role("button", name="Pause").wait_for()
            count = output(panel)
            pages.until(lambda: output(panel) != count, "the panel to go on after the reload")
            panel.get_by_role("button", name="Cancel").click()
            pages.until(lambda: "CANCELLED" in output(panel), "the end")
            pages.until(lambda: not panel.get_by_role("slider").is_visible(), "the controls to go")

    def test_what_is_saved_reads_the_same_where_it_is_not_trusted(self):
        with site(0.01) as server:
            pages = self.open("kept")
            pages.insert(URLS % (30, server.url))
            pages.insert(MISSING % (server.url, server.url))
            panel = pages.insert(START)
            pages.until(lambda: "DONE" in output(panel), "the end")
            shown = output(panel)
            self.assertIn("28 ok 2 failed 30 pages in", shown)
            self.assertIn("reused", shown)
            self.assertIn("<img src=x onerror=alert(1)>", shown)
            pages.until(lambda: [sorted(o["data"]) for o in pages.saved(3)] == [["text/html", "text/plain"]], "the file")
            saved = nbformat.read(pages.file, as_version=4)
            nbformat.validate(saved)
            self.assertNotIn("widgets", saved.metadata)
            self.assertNotIn("transient", saved.cells[3].outputs[0])

            # Another content than the one that was signed.
            saved.cells.append(new_markdown_cell("changed elsewhere"))
            nbformat.write(saved, self.folder / "foreign.ipynb")
            asked = []
            foreign = Pages(self.context, self.url, self.folder / "foreign.ipynb", "foreign")
            foreign.page.on("request", lambda r: asked.append(r.url))
            again = foreign.cell(3)
            trusted = foreign.page.evaluate(
                "() => window.jupyterapp.shell.currentWidget.content.widgets[3].model.trusted")
            self.assertFalse(trusted)
            self.assertEqual(output(again), shown)
            table = again.get_by_role("table", name="28 results, 2 failed")
            self.assertEqual(table.get_by_role("columnheader").all_inner_texts(), ["url", "title", "status", "words", "ms"])
            again.locator("summary", has_text="failures (2)").click()
            again.get_by_text("/missing/").first.wait_for()
            self.assertEqual([u for u in asked if not u.startswith(self.url)], [], "the page asked nobody else")
            self.assertEqual(pages.dialogs + foreign.dialogs, [])

    def test_names_and_roles_and_contrast_in_both_themes(self):
        with site(0.1) as server:
            pages = self.open("seen")
            panel = self.start(pages, server)
            plan = pages.insert("batch(urls)")
            pages.insert("var some = batch(urls.subList(0, 30)).await();")
            table = pages.insert("some")
            live = pages.insert("jobs().live()")
            browse = pages.insert("browse(some)")
            failed = pages.insert('batch(List.of("%smissing/1")).retry(1).await().failed()' % server.url)

            panel.get_by_role("progressbar", name="Pages fetched").wait_for()
            for button in ("Pause", "Cancel"):
                panel.get_by_role("button", name=button).wait_for()
                live.get_by_role("button", name=button).first.wait_for()
            self.assertIn("at once", panel.inner_text())
            rows = table.get_by_role("table", name="30 results")
            self.assertEqual(rows.get_by_role("columnheader").count(), 5)
            self.assertEqual(plan.get_by_role("rowheader", name="pace").count(), 1)
            browse.get_by_role("textbox", name="filter").wait_for()
            browse.get_by_role("combobox", name="sort by").wait_for()
            self.assertIn("HTTP", output(failed))
            for theme in ("Light", "Dark"):
                pages.theme(theme)
                for name, cell in (("panel", panel), ("plan", plan), ("table", table), ("live", live),
                                   ("browse", browse), ("failure", failed)):
                    for html in cell.locator(".jp-OutputArea .trawl").all():
                        for ratio, text in html.evaluate(CONTRASTS)[:1]:
                            self.assertGreaterEqual(ratio, 4.5, f"{theme} {name}: {text}")
                pages.picture(f"seen-{theme.lower()}")
            panel.get_by_role("button", name="Cancel").click()

    def test_a_cell_run_again_names_the_job_that_goes_on_and_all_jobs_are_one_panel(self):
        with site(0.1) as server:
            pages = self.open("again")
            panel = self.start(pages, server)
            first = output(pages.insert("busy.id()"))
            first = re.sub(r"^\[\d+\]: ?", "", first).strip()
            pages.rerun(2)
            pages.until(lambda: f'still running: batch 4000 pages of 127.0.0.1' in output(panel), "the note")
            self.assertIn(f'{first} · job("{first}")', output(panel))
            panel.get_by_role("slider").wait_for()
            live = pages.insert("jobs().live()")
            pages.until(lambda: "2 running · 0 ended" in output(live), "both jobs")
            self.assertEqual(live.get_by_role("slider").count(), 2)
            pages.picture("all-jobs")
            pages.insert(f'job("{first}").cancel()')
            pages.until(lambda: "1 running · 1 ended" in output(live), "one of them to end")
            cancel = live.get_by_role("button", name="Cancel")
            pages.until(lambda: cancel.count() == 1, "the controls of the one that ended to go")
            cancel.click()
            pages.until(lambda: "0 running · 2 ended" in output(live), "the other one to end")
            both = pages.insert("display(batch(urls).name(\"left\").start());\ndisplay(batch(urls).name(\"right\").start());")
            both.get_by_role("slider").nth(1).wait_for()
            for n in (1, 2):
                both.get_by_role("button", name=re.compile("Cancel$")).first.click()
                pages.until(lambda: output(both).count("CANCELLED") == n, "the end")
            self.assertRegex(output(both), "left CANCELLED .* right CANCELLED ")

    def test_a_table_of_a_hundred_thousand_rows_is_browsed_and_only_the_page_travels(self):
        pages = self.open("browse")
        received = []
        pages.page.on("websocket", lambda ws: ws.on("framereceived", lambda frame: received.append(len(frame))))
        pages.page.reload()
        pages.ready()
        pages.insert("""
record Book(int n, String title, double price) {}
var books = IntStream.range(0, 100_000).mapToObj(i -> new Book(i, "<b>Book</b> " + i, i * 37 % 1000 / 10.0)).toList();
""")
        static = pages.insert("books")
        self.assertIn("showing 20 of 100,000 rows", output(static))
        received.clear()
        browse = pages.insert("browse(books)")
        pages.until(lambda: "rows 1 to 20 of 100,000" in output(browse), "the first page")
        browse.get_by_role("button", name="Next").click()
        pages.until(lambda: "rows 21 to 40" in output(browse), "the second page")
        self.assertIn("<b>Book</b> 20", output(browse))
        browse.get_by_role("combobox", name="sort by").select_option("price")
        browse.get_by_role("checkbox").check()
        pages.until(lambda: "by price, descending" in output(browse), "the order")
        self.assertEqual(browse.locator("tbody tr").first.locator("td").nth(2).inner_text(), "99.9")
        words = browse.get_by_role("textbox", name="filter")
        words.fill("book 77777")
        words.press("Enter")
        pages.until(lambda: "rows 1 to 1 of 1, of 100,000 in all" in output(browse), "the row")
        pages.picture("browse")
        self.assertLess(sum(received), 300_000, "only pages travel")
        print(f"\nbytes received for four pages of 100,000 rows: {sum(received)}")
        self.assertEqual(pages.dialogs, [])
        # What is saved shows rows, beside the widget.
        pages.until(lambda: pages.saved(3) and "Book" in json.dumps(pages.saved(3)[0]["data"]["text/html"]), "the file")
        self.assertIn(VIEW, pages.saved(3)[0]["data"])


if __name__ == "__main__":
    unittest.main()
