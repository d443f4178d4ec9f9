"""The quickstart in a real JupyterLab, in a real Chromium: python -m unittest test_lab.

TRAWL_KERNEL names the kernel, default "trawl"; CHROMIUM the browser, default the one on the path. TRAWL_SCREENSHOTS is a
folder for pictures: each stage in light and dark.
"""

import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

import nbformat
from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]
KERNEL = os.environ.get("TRAWL_KERNEL", "trawl")
SCREENSHOTS = os.environ.get("TRAWL_SCREENSHOTS")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which(
    "google-chrome")
IDLE = '.jp-NotebookPanel-toolbar .jp-Notebook-ExecutionIndicator[data-status="idle"]'
COUNT = re.compile(r"(\d+) / (\d+)")

# The indicator is idle also before there is a kernel.
READY = """async () => {
    const context = window.jupyterapp.shell.currentWidget.context.sessionContext;
    await context.ready;
    await context.session.kernel.info;
}"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


# Cells outside the window are not in the page by default, and this test looks at all of them; no question about news.
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "false"},
}


def write_settings(folder):
    for name, settings in SETTINGS.items():
        file = pathlib.Path(folder) / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(settings))


@contextlib.contextmanager
def jupyter_server(folder, application="jupyterlab"):
    """A server of its own, of JupyterLab or of Notebook: no settings of the user, an empty token, loopback only."""
    port = free_port()
    with tempfile.TemporaryDirectory() as home:
        write_settings(f"{home}/settings")
        env = dict(os.environ, JUPYTER_CONFIG_DIR=f"{home}/config", IPYTHONDIR=f"{home}/ipython", HOME=home,
                   JUPYTER_RUNTIME_DIR=f"{home}/runtime", JUPYTERLAB_SETTINGS_DIR=f"{home}/settings",
                   JUPYTERLAB_WORKSPACES_DIR=f"{home}/workspaces", JUPYTER_PREFER_ENV_PATH="1")
        command = [sys.executable, "-m", application, "--no-browser", "--ip=127.0.0.1", f"--port={port}",
                   "--ServerApp.port_retries=0", "--IdentityProvider.token=", "--ServerApp.password=",
                   f"--ServerApp.root_dir={folder}", "--allow-root", "--expose-app-in-browser"]
        if application == "jupyterlab":
            command.append("--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate")
        with open(f"{home}/log", "w+") as log:
            server = subprocess.Popen(command, env=env, stdout=log, stderr=log, start_new_session=True)
            try:
                url = f"http://127.0.0.1:{port}"
                deadline = time.monotonic() + 90
                while True:
                    try:
                        urllib.request.urlopen(f"{url}/api/status", timeout=5)
                        break
                    except OSError:
                        if server.poll() is not None or time.monotonic() > deadline:
                            log.seek(0)
                            raise AssertionError(f"{application} did not start:\n" + log.read())
                        time.sleep(0.2)
                yield url
            finally:
                server.send_signal(signal.SIGTERM)
                try:
                    server.wait(20)
                except subprocess.TimeoutExpired:
                    os.killpg(server.pid, signal.SIGKILL)


class LabTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        assert CHROMIUM, "no Chromium on the path; CHROMIUM may name one"

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.file = self.folder / "quickstart.ipynb"
        notebook = nbformat.read(ROOT / "notebooks" / "quickstart.ipynb", as_version=4)
        notebook.metadata.kernelspec["name"] = KERNEL
        nbformat.write(notebook, self.file)
        self.cells = {cell.id: i for i, cell in enumerate(notebook.cells)}
        url = self.enterContext(jupyter_server(self.folder))
        playwright = self.enterContext(sync_playwright())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        self.addCleanup(browser.close)
        self.page = browser.new_page(viewport={"width": 1180, "height": 720}, device_scale_factor=2)
        self.dialogs = []
        self.page.on("dialog", lambda d: (self.dialogs.append(d.message), d.dismiss()))
        self.page.set_default_timeout(60_000)
        self.page.goto(f"{url}/lab/tree/quickstart.ipynb?reset")

    def test_quickstart(self):
        page = self.page
        page.wait_for_selector(".jp-NotebookPanel .jp-Cell")
        page.wait_for_function("() => !!window.jupyterapp?.shell.currentWidget?.context?.sessionContext")
        page.evaluate(READY)
        page.wait_for_selector(IDLE)
        self.until(lambda: page.locator(".jp-NotebookPanel .jp-Cell").count() == len(self.cells), 30, "all cells")
        self.command("application:toggle-left-area")
        self.command("notebook:run-all-cells", wait=False)

        counts = self.counts("crawl-start")
        self.assertGreaterEqual(len(set(counts)), 3, f"the panel moved too little: {counts}")
        self.assertEqual(counts, sorted(counts), "the panel's count never goes back")

        self.until(lambda: self.number("close").isdigit(), 120, "the last cell to be executed")
        page.wait_for_selector(IDLE)
        self.assertEqual(page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.error']").count(), 0)
        self.until(lambda: "DONE" in self.text("crawl-start"), 30, "the panel's last frame")
        self.assertIn("150 ok", self.text("crawl-start"))
        self.until(lambda: "CANCELLED" in self.text("cancel-start"), 30, "the cancelled crawl's last frame")

        table = self.output("table-books").locator("table")
        self.assertGreaterEqual(table.locator("tbody tr").count(), 10)
        self.assertIn("400", self.text("table-books"))

        hostile = self.output("select-books")
        self.assertIn("<script>alert(1)</script>", hostile.inner_text())
        self.assertEqual(hostile.locator("script, img[onerror]").count(), 0)
        self.assertEqual(self.dialogs, [], "something scraped ran")

        self.command("docmanager:save")
        self.until(self.saved, 30, "the saved file")
        self.check_saved()
        self.pictures()

    def command(self, name, wait=True):
        run = f"window.jupyterapp.commands.execute('{name}')"
        self.page.evaluate(f"() => {run}" if wait else f"() => {{ {run}; }}")

    def cell(self, cell_id):
        return self.page.locator(".jp-NotebookPanel .jp-Cell").nth(self.cells[cell_id])

    def output(self, cell_id):
        return self.cell(cell_id).locator(".jp-OutputArea-output[data-mime-type='text/html']").first

    def text(self, cell_id):
        area = self.cell(cell_id).locator(".jp-OutputArea")
        return area.first.inner_text() if area.count() else ""

    def number(self, cell_id):
        return self.cell(cell_id).locator(".jp-InputPrompt").first.inner_text().strip("[]: ")

    def counts(self, cell_id):
        """The distinct counts of the panel, in order, from its first frame to its last."""
        seen = []
        pictured = False

        def step():
            nonlocal pictured
            text = self.text(cell_id)
            found = COUNT.search(text)
            if found and "RUNNING" in text:
                count = int(found.group(1))
                if not seen or seen[-1] != count:
                    seen.append(count)
                if count > 60 and not pictured:
                    pictured = True
                    self.picture("quickstart", "crawl")
            return "DONE" in text

        self.until(step, 120, "the crawl to be done")
        return seen

    def until(self, condition, seconds, what):
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                self.picture("failed")
                raise AssertionError(f"waited {seconds} s for {what}")
            self.page.wait_for_timeout(50)

    def saved(self):
        notebook = json.loads(self.file.read_text())
        return notebook["cells"][self.cells["close"]].get("execution_count")

    def check_saved(self):
        notebook = nbformat.read(self.file, as_version=4)
        nbformat.validate(notebook)
        self.assertNotIn("widgets", notebook.metadata)
        for cell in notebook.cells:
            for output in cell.get("outputs", []):
                self.assertNotIn("transient", output)
                for mime in output.get("data", {}):
                    # What is browsed, and the panel of all jobs, never end.
                    self.assertTrue("widget" not in mime or "widget" in cell.metadata.get("tags", []), cell.source)
                if "data" in output:
                    self.assertIn("text/plain", output.data)
        panel = notebook.cells[self.cells["crawl-start"]].outputs[0]
        self.assertIn("DONE", panel.data["text/plain"])
        self.assertNotIn("<progress", panel.data["text/html"])

    def picture(self, name, cell_id=None):
        if SCREENSHOTS:
            pathlib.Path(SCREENSHOTS).mkdir(parents=True, exist_ok=True)
            if cell_id:
                self.cell(cell_id).evaluate("cell => cell.scrollIntoView({block: 'start'})")
            self.page.screenshot(path=f"{SCREENSHOTS}/{name}.png")

    def pictures(self):
        for theme in ("JupyterLab Light", "JupyterLab Dark"):
            if not SCREENSHOTS:
                return
            self.page.evaluate(f"() => window.jupyterapp.commands.execute('apputils:change-theme', {{theme: '{theme}'}})")
            self.page.wait_for_timeout(1500)
            for cell_id in ("scrape-plan", "select-books", "batch-failed", "crawl-start", "table-books", "cancel-start"):
                self.picture(f"{cell_id}-{theme.split()[1].lower()}", cell_id)


if __name__ == "__main__":
    unittest.main()
