"""A notebook on a page of JupyterLab or Notebook 7, as a person uses it; and a site that sees how many ask at once."""

import contextlib
import http.server
import json
import pathlib
import re
import threading
import time

from test_lab import READY, SCREENSHOTS

# Of every text that is shown: its colour against what lies behind it (WCAG 2.2, contrast ratio), the lowest first.
CONTRASTS = """root => {
    const parse = c => { const m = c.match(/[\\d.]+/g).map(Number); return [m[0], m[1], m[2], m.length > 3 ? m[3] : 1]; };
    const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3])).concat([1]);
    const luminance = c => {
        const [r, g, b] = c.slice(0, 3).map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = e => {
        const layers = [];
        for (; e; e = e.parentElement) layers.unshift(parse(getComputedStyle(e).backgroundColor));
        return layers.reduce((below, top) => over(top, below), [255, 255, 255, 1]);
    };
    const found = [];
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const e = texts.currentNode.parentElement;
        const text = texts.currentNode.data.trim();
        if (!text || !e.checkVisibility() || e.closest('[disabled], .jp-mod-disabled')) continue;
        let shown = 1;
        for (let p = e; p; p = p.parentElement) shown *= Number(getComputedStyle(p).opacity);
        const below = behind(e);
        const color = parse(getComputedStyle(e).color);
        color[3] *= shown;
        const [a, b] = [luminance(over(color, below)), luminance(below)].sort((x, y) => y - x);
        found.push([Math.round((a + 0.05) / (b + 0.05) * 100) / 100, text.slice(0, 40)]);
    }
    return found.sort((x, y) => x[0] - y[0]);
}"""


class Pages:
    """One page with one notebook. Waits for what is to come, never for time to pass."""

    def __init__(self, context, url, file, workspace=None):
        """workspace None: Notebook 7."""
        self.file = pathlib.Path(file)
        self.dialogs = []
        self.page = context.new_page()
        self.page.on("dialog", self.dialog)
        self.page.set_default_timeout(60_000)
        path = "notebooks" if workspace is None else f"lab/workspaces/{workspace}/tree"
        self.page.goto(f"{url}/{path}/{self.file.name}" + ("" if workspace is None else "?reset"))
        self.ready()

    def dialog(self, shown):
        if shown.type != "beforeunload":
            self.dialogs.append(shown.message)
        shown.accept()

    def ready(self):
        self.page.wait_for_selector(".jp-NotebookPanel .jp-Cell")
        self.page.wait_for_function("() => !!window.jupyterapp?.shell.currentWidget?.context?.sessionContext")
        self.page.evaluate(READY)

    def reload(self):
        self.save()
        self.page.reload()
        self.ready()

    def cell(self, index):
        return self.page.locator(".jp-NotebookPanel .jp-Cell").nth(index)

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
            [code.strip(), wait],
        )
        cells = self.page.locator(".jp-NotebookPanel .jp-Cell")
        return cells.nth(cells.count() - 1)

    def rerun(self, index):
        self.page.evaluate(
            """async index => {
                window.jupyterapp.shell.currentWidget.content.activeCellIndex = index;
                await window.jupyterapp.commands.execute('notebook:run-cell');
            }""",
            index,
        )

    def save(self):
        self.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")

    def saved(self, index):
        """The outputs of a cell in the file."""
        self.save()
        return json.loads(self.file.read_text())["cells"][index].get("outputs", [])

    def theme(self, name):
        self.page.evaluate(
            "name => window.jupyterapp.commands.execute('apputils:change-theme', {theme: name})", f"JupyterLab {name}")
        light = "true" if name == "Light" else "false"
        self.page.wait_for_selector(f"body[data-jp-theme-light='{light}']", state="attached")

    def until(self, condition, what, seconds=60):
        """Answers how long it took, in seconds."""
        start = time.monotonic()
        while not condition():
            if time.monotonic() > start + seconds:
                self.picture("failed-" + what.replace(" ", "-"))
                raise AssertionError(f"waited {seconds} s for {what}")
            self.page.wait_for_timeout(20)
        return time.monotonic() - start

    def picture(self, name):
        if SCREENSHOTS:
            pathlib.Path(SCREENSHOTS).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{SCREENSHOTS}/panels-{name}.png")


def output(cell):
    area = cell.locator(".jp-OutputArea").first
    return re.sub(r"\s+", " ", area.inner_text()) if area.count() else ""


class Site(http.server.ThreadingHTTPServer):
    """Each answer takes a while; how many are being answered is what a server sees of a client's concurrency."""

    daemon_threads = True
    request_queue_size = 100

    def __init__(self, answer_seconds):
        super().__init__(("127.0.0.1", 0), Answer)
        self.answer_seconds = answer_seconds
        self.lock = threading.Lock()
        self.at_once = 0
        self.most = 0
        self.requests = 0

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/"

    def handle_error(self, request, client_address):
        """A client that goes away is what cancelling looks like."""


class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        site = self.server
        if self.path == "/robots.txt":
            self.answer(404, b"")
            return
        with site.lock:
            site.at_once += 1
            site.requests += 1
            site.most = max(site.most, site.at_once)
        try:
            time.sleep(site.answer_seconds)
        finally:
            with site.lock:
                site.at_once -= 1
        if self.path.startswith("/missing"):
            self.answer(404, b"<title>not here</title>")
        else:
            self.answer(200, f"<title>Page &lt;img src=x onerror=alert(1)&gt; {self.path[1:]}</title><p>text".encode())

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        """Nobody reads it."""


@contextlib.contextmanager
def site(answer_seconds):
    server = Site(answer_seconds)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
