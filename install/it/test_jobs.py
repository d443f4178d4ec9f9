"""A kernel that is killed while three jobs run, and the one after it: python -m unittest test_jobs.

The judge is the site's own log: what the first kernel had recorded, the second asks for no more. TRAWL_KERNEL names the
kernel, default "trawl".
"""

import collections
import http.server
import os
import pathlib
import signal
import tempfile
import threading
import time
import unittest

from jupyter_client.manager import KernelManager

KERNEL = os.environ.get("TRAWL_KERNEL", "trawl")
PAGES = 80
PATIENCE = 180

PLANS = """var site = "{site}";
var folder = Path.of("{folder}");
List<String> pages(String part) {{ return IntStream.range(0, {pages}).mapToObj(i -> site + part + i).toList(); }}
Batch list() {{ return batch(pages("/list/")).name("list").maxConcurrency(2).checkpoint(folder.resolve("list.trawl")); }}
Crawl graph() {{ return crawl(site + "/graph/").name("graph").limit({pages} + 1).maxConcurrency(2).checkpoint(folder.resolve("graph.trawl")); }}
Batch named() {{ return batch(pages("/named/")).name("named").maxConcurrency(2); }}"""

FOUND = """for (var job : jobs()) {
    System.out.println(job.name() + " " + job.state() + " " + job.reason().contains("interrupted"));
    for (var page : ((StreamJob<?>) job).partial().ok()) System.out.println(((Document) page).url());
}"""

GO_ON = """System.out.println(list().await().ok().size());
System.out.println(graph().await().ok().size());
var id = jobs().where(job -> job.name().equals("named")).iterator().next().id();
System.out.println(resume(id).await().ok().size());
for (var job : jobs()) System.out.println(job.name() + " " + job.state());"""


class Site(http.server.ThreadingHTTPServer):
    """Three times as many pages, 30 ms each; it remembers who was asked for when."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Page)
        self.asked = []
        self.changed = threading.Condition()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request, address):
        pass  # A killed client leaves in the middle of a word.

    def log(self, path):
        with self.changed:
            self.asked.append(path)
            self.changed.notify_all()

    def until_each_part_was_asked(self, times):
        def enough():
            parts = collections.Counter(path.split("/")[1] for path in self.asked)
            return all(parts[part] >= times for part in ("list", "graph", "named"))

        with self.changed:
            assert self.changed.wait_for(enough, PATIENCE), self.asked


class Page(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.log(self.path)
        time.sleep(0.03)
        links = "".join(f"<a href='/graph/{i}'>{i}</a>" for i in range(PAGES)) if self.path == "/graph/" else ""
        body = f"<title>{self.path}</title>{links}".encode()
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class Kernel:
    def __init__(self, home):
        self.manager = KernelManager(kernel_name=KERNEL)
        self.manager.start_kernel(env={**os.environ, "TRAWL_HOME": home})
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)

    def run(self, code):
        printed = []

        def keep(message):
            if message["msg_type"] == "stream" and message["content"]["name"] == "stdout":
                printed.append(message["content"]["text"])

        reply = self.client.execute_interactive(code, timeout=PATIENCE, output_hook=keep)
        assert reply["content"]["status"] == "ok", reply["content"]
        return "".join(printed).split("\n")[:-1]

    def kill(self):
        os.kill(int(self.run("System.out.println(ProcessHandle.current().pid());")[0]), signal.SIGKILL)
        self.client.stop_channels()
        self.manager.cleanup_resources()

    def end(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


class KilledKernelTest(unittest.TestCase):
    def test_three_jobs_are_listed_with_what_they_had_and_go_on(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        home = str(pathlib.Path(folder, "home"))
        site = Site()
        self.addCleanup(site.server_close)
        self.addCleanup(site.shutdown)
        plans = PLANS.format(site=site.url, folder=folder, pages=PAGES)

        first = Kernel(home)
        first.run(plans)
        first.run("var jobs = List.of(list().start(), graph().start(), named().start());")
        site.until_each_part_was_asked(15)
        first.kill()
        before = len(site.asked)

        second = Kernel(home)
        self.addCleanup(second.end)
        second.run(plans)
        lines = second.run(FOUND)
        recorded = {line.removeprefix(site.url) for line in lines if line.startswith("http")}
        self.assertEqual(
            sorted(line for line in lines if not line.startswith("http")),
            ["graph PARTIAL true", "list PARTIAL true", "named PARTIAL true"])
        for part in ("list", "graph", "named"):
            self.assertGreater(len([path for path in recorded if path.startswith(f"/{part}/")]), 0, part)

        self.assertEqual(
            second.run(GO_ON)[:3], [str(PAGES), str(PAGES + 1), str(PAGES)])
        again = set(site.asked[before:])
        self.assertFalse(again & recorded, "nothing recorded is fetched again")
        self.assertEqual(
            {path for path in site.asked if path != "/robots.txt"},
            {f"/{part}/{i}" for part in ("list", "graph", "named") for i in range(PAGES)} | {"/graph/"})


if __name__ == "__main__":
    unittest.main()
