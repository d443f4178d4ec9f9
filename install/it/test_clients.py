"""One notebook through every client, saved results compared: python -m unittest test_clients.

nbclient, papermill and nbconvert without a window, JupyterLab 4 and Notebook 7 in Chromium. TRAWL_KERNEL names the kernel,
default "trawl"; CHROMIUM the browser, default the one on the path.
"""

import pathlib
import subprocess
import sys
import tempfile
import unittest

import nbclient
import nbformat
import papermill
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from playwright.sync_api import sync_playwright

from test_lab import CHROMIUM, KERNEL, READY, jupyter_server

CELLS = [
    "import io.trawl.kernel.api.*;\nvar cell = Kernel.current().cell().orElseThrow();\nint x = 6 * 7;\nx",
    'System.out.print("a"); System.out.println("b"); System.err.println("c"); System.out.println("d <&> ü 😀");',
    'for (int i = 0; i < 5_000; i++) System.out.println("line " + i);',
    "record Book(String title, int year) {}\nList.of(new Book(\"Ädam <b>\", 1999), new Book(null, 2001))",
    "new java.awt.image.BufferedImage(4, 3, java.awt.image.BufferedImage.TYPE_INT_RGB)",
    'Map.of("k", List.of(1, 2, 3))',
    'System.out.println("gone"); Kernel.current().cell().orElseThrow().clearOutput(true); System.out.println("stays");',
    # Updated while the next cell runs, from a thread that this one started.
    """var go = new CountDownLatch(1);
var done = new CountDownLatch(1);
var display = Kernel.current().cell().orElseThrow().display(Bundle.text("before").html("<p>before</p>"));
new Thread(() -> {
    try { go.await(); } catch (InterruptedException e) {}
    display.update(Bundle.text("after").html("<p>after</p>"));
    done.countDown();
}).start();""",
    "go.countDown();\ndone.await();\n\"updated\"",
    "String ending = null;\nending",
    'System.out.println("last");',
]


def notebook():
    cells = [new_markdown_cell("# Clients")] + [new_code_cell(source) for source in CELLS]
    made = new_notebook(cells=cells)
    made.metadata.kernelspec = {"name": KERNEL, "language": "java", "display_name": "Java (Trawl)"}
    return made


def results(saved):
    """What a reader of the saved notebook sees, and nothing that clients write differently."""
    nbformat.validate(saved)
    return [(cell.execution_count, outputs(cell)) for cell in saved.cells if cell.cell_type == "code"]


def outputs(cell):
    seen = []
    for output in cell.outputs:
        assert "transient" not in output
        if output.output_type == "stream":
            if seen and seen[-1][0] == output.name:
                output.text = seen.pop()[1] + output.text
            seen.append((output.name, output.text))
        elif output.output_type == "error":
            seen.append(("error", output.ename, output.evalue, output.traceback))
        else:
            data = {mime: "".join(value).rstrip("\n") for mime, value in output.data.items()}
            seen.append((output.output_type, data, output.metadata, output.get("execution_count")))
    return seen


class ClientsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.maxDiff = None
        executed = notebook()
        nbclient.NotebookClient(executed, kernel_name=KERNEL, timeout=120).execute()
        cls.expected = results(executed)

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.file = self.folder / "clients.ipynb"
        nbformat.write(notebook(), self.file)

    def saved(self, name="clients.ipynb"):
        return nbformat.read(self.folder / name, as_version=4)

    def test_nbclient_has_what_the_cells_show(self):
        counts, shown = zip(*self.expected, strict=True)
        self.assertEqual(list(counts), list(range(1, len(CELLS) + 1)))
        self.assertEqual(shown[0][0][1]["text/plain"], "42")
        self.assertEqual(
            shown[1], [("stdout", "ab\n"), ("stderr", "c\n"), ("stdout", "d <&> ü 😀\n")])
        self.assertEqual(shown[2], [("stdout", "".join(f"line {i}\n" for i in range(5_000)))])
        self.assertIn("&lt;b&gt;", shown[3][0][1]["text/html"])
        self.assertIn("image/png", shown[4][0][1])
        self.assertIn("text/plain", shown[5][0][1])
        self.assertEqual(shown[6], [("stdout", "stays\n")])
        self.assertEqual(shown[7][0][1], {"text/plain": "after", "text/html": "<p>after</p>"})
        self.assertEqual(shown[8][0][1]["text/plain"], "updated")
        self.assertEqual(shown[9], [])

    def test_papermill(self):
        papermill.execute_notebook(self.file, self.folder / "out.ipynb", progress_bar=False)

        self.assertEqual(results(self.saved("out.ipynb")), self.expected)

    def test_nbconvert(self):
        for to, name in (("notebook", "out.ipynb"), ("html", "out.html")):
            subprocess.run(
                [sys.executable, "-m", "nbconvert", "--execute", "--to", to, "--output", name, str(self.file)],
                check=True, capture_output=True)

        self.assertEqual(results(self.saved("out.ipynb")), self.expected)
        page = (self.folder / "out.html").read_text()
        for shown in ("line 4999", "Ädam &lt;b&gt;", "data:image/png", "<p>after</p>", "updated"):
            self.assertIn(shown, page)

    def test_nbconvert_stops_at_an_error_unless_told_otherwise(self):
        failing = notebook()
        failing.cells = [new_code_cell('throw new IllegalStateException("boom")'), new_code_cell("40 + 2")]
        nbformat.write(failing, self.file)
        command = [sys.executable, "-m", "nbconvert", "--execute", "--to", "notebook", "--output", "out", str(self.file)]

        stopped = subprocess.run(command, capture_output=True, text=True, check=False)
        subprocess.run([*command, "--allow-errors"], check=True, capture_output=True)

        self.assertNotEqual(stopped.returncode, 0)
        self.assertRegex(stopped.stderr, "IllegalStateException.*boom")
        first, second = results(self.saved("out.ipynb"))
        self.assertEqual(first[1][0][:3], ("error", "java.lang.IllegalStateException", "boom"))
        self.assertEqual(second[1][0][1]["text/plain"], "42")

    def test_jupyterlab(self):
        self.in_browser("jupyterlab", "lab/tree")

    def test_notebook_7(self):
        self.in_browser("notebook", "notebooks")

    def in_browser(self, server, path):
        assert CHROMIUM, "no Chromium on the path; CHROMIUM may name one"
        url = self.enterContext(jupyter_server(self.folder, server))
        playwright = self.enterContext(sync_playwright())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        self.addCleanup(browser.close)
        page = browser.new_page()
        page.set_default_timeout(120_000)
        page.goto(f"{url}/{path}/clients.ipynb")
        page.wait_for_selector(".jp-NotebookPanel .jp-Cell")
        page.wait_for_function("() => !!window.jupyterapp?.shell.currentWidget?.context?.sessionContext")
        page.evaluate(READY)
        page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
        last = page.locator(".jp-NotebookPanel .jp-CodeCell").last
        last.locator(".jp-OutputArea-output").get_by_text("last").wait_for()
        page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")

        self.assertEqual(results(self.saved()), self.expected)


if __name__ == "__main__":
    unittest.main()
