"""The same cells through jupyter_client to several kernels, in one run: python compare_kernels.py [kernel ...]

Kernels take turns, cell by cell, so that all meet the same neighbours on the machine. Prints a Markdown table: a row for
each measure, a column for each kernel. Figures are medians unless they say otherwise; `CPU` is of the whole kernel, its
children included.
"""

import datetime
import http.server
import os
import platform
import queue
import statistics
import sys
import threading
import time

import psutil
from jupyter_client.manager import start_new_kernel

STARTS, WARM, RUNS = 5, 40, 200

PYTHON = {
    "different": [
        lambda i: f"max({i}, {i + 7}) * 3 + len('a{i}')",
        lambda i: f"print('line {i}')",
        lambda i: f"for k in range({i % 5}): k * {i}",
        lambda i: f"'t{i}'.upper() + str({i} % 9)",
        lambda i: f"[{i}, {i + 1}, {i + 2}]",
    ],
    "variable": lambda i: f"x{i} = {i}",
    "complete": "'abc'.upp",
    "inspect": "max",
    "lines": "for i in range(100_000): print('line', i)",
    "sleep": "import time\ntime.sleep({0})",
    "spin": "while True: pass",
    "raise": "raise ValueError('boom')",
    "many": lambda i: f"y{i % 100} = {i}\ny{i % 100} + 1",
}
JAVA = {
    "different": [
        lambda i: f"Math.max({i}, {i + 7}) * 3 + \"a{i}\".length()",
        lambda i: f"System.out.println(\"line {i}\");",
        lambda i: f"for (int k = 0; k < {i % 5}; k++) {{ Math.abs(k * {i}); }}",
        lambda i: f"\"t{i}\".toUpperCase() + String.valueOf({i} % 9)",
        lambda i: f"java.util.List.of({i}, {i + 1}, {i + 2})",
    ],
    "variable": lambda i: f"int x{i} = {i};",
    "complete": '"abc".sub',
    "inspect": "Math.max",
    "lines": 'for (int i = 0; i < 100_000; i++) System.out.println("line " + i);',
    "sleep": "Thread.sleep({0} * 1000);",
    "spin": "while (true) {}",
    "raise": 'throw new IllegalStateException("boom");',
    "many": lambda i: f"int y{i % 100} = {i};\ny{i % 100} + 1",
}
SCRAPE = 'scrape("{0}").await()'


class Kernel:
    """A started kernel and what was measured of it."""

    def __init__(self, name):
        self.name = name
        start = time.perf_counter()
        self.manager, self.client = start_new_kernel(kernel_name=name, startup_timeout=120)
        info = self.client.kernel_info(reply=True, timeout=60)["content"]
        self.ready = (time.perf_counter() - start) * 1000
        self.code = JAVA if info["language_info"]["name"] in ("java", "Java") else PYTHON
        self.process = psutil.Process(self.manager.provisioner.process.pid)

    def processes(self):
        return [self.process, *self.process.children(recursive=True)]

    def cpu(self):
        """CPU seconds so far."""
        times = [p.cpu_times() for p in self.processes()]
        return sum(t.user + t.system for t in times)

    def megabytes(self):
        return sum(p.memory_info().rss for p in self.processes()) / 1e6

    def execute(self, code, timeout=120):
        """Milliseconds from request to idle, and the stream texts."""
        start = time.perf_counter()
        request = self.client.execute(code, stop_on_error=False)
        texts = self.until_idle(request, timeout)
        millis = (time.perf_counter() - start) * 1000
        while self.client.get_shell_msg(timeout=30)["parent_header"].get("msg_id") != request:
            pass
        return millis, texts

    def until_idle(self, request, timeout):
        """JJava loses messages: then what came is what there is."""
        texts = []
        while True:
            try:
                message = self.client.get_iopub_msg(timeout=timeout)
            except queue.Empty:
                return texts
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["msg_type"] == "stream":
                texts.append(message["content"]["text"])
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return texts

    def asked(self, what, **arguments):
        start = time.perf_counter()
        getattr(self.client, what)(**arguments, reply=True, timeout=120)
        return (time.perf_counter() - start) * 1000

    def interrupted(self, code):
        """Milliseconds from interrupt to the cell's reply; the share of a core that is still used afterwards."""
        request = self.client.execute(code)
        time.sleep(1.5)
        start = time.perf_counter()
        self.manager.interrupt_kernel()
        try:
            while self.client.get_shell_msg(timeout=20)["parent_header"].get("msg_id") != request:
                pass
            took = f"{(time.perf_counter() - start) * 1000:.0f}"
        except queue.Empty:
            took = "no reply in 20 s"
        time.sleep(0.5)
        before = self.cpu()
        time.sleep(2)
        return f"{took}; {(self.cpu() - before) / 2 * 100:.0f} %"

    def queued(self):
        """How three queued cells end of which the first fails."""
        requests = [self.client.execute(c) for c in (self.code["raise"], "1+1", "2+2")]
        replies = {}
        while len(replies) < 3:
            message = self.client.get_shell_msg(timeout=60)
            if message["parent_header"].get("msg_id") in requests:
                replies[message["parent_header"]["msg_id"]] = message["content"]["status"]
        return ", ".join(replies[r] for r in requests)

    def behind(self, seconds=3):
        """Milliseconds until a completion is answered that is asked for while a cell sleeps."""
        request = self.client.execute(self.code["sleep"].format(seconds))
        time.sleep(0.3)
        start = time.perf_counter()
        asked = self.client.complete(self.code["complete"])
        took = None
        pending = {request, asked}
        while pending:
            id = self.client.get_shell_msg(timeout=60)["parent_header"].get("msg_id")
            if id == asked:
                took = (time.perf_counter() - start) * 1000
            pending.discard(id)
        return took

    def close(self):
        self.client.stop_channels()
        start = time.perf_counter()
        self.manager.shutdown_kernel()
        return (time.perf_counter() - start) * 1000


class Table:
    def __init__(self, names):
        self.names, self.rows = names, {}

    def put(self, measure, name, text):
        self.rows.setdefault(measure, {})[name] = text
        print(f"  {name}: {measure}: {text}", file=sys.stderr, flush=True)

    def spread(self, measure, name, values):
        values = sorted(values)
        p95 = values[min(len(values) - 1, int(len(values) * 0.95))]
        self.put(measure, name, f"{values[0]:.1f} / {statistics.median(values):.1f} / {p95:.1f}")

    def print(self):
        print("| | " + " | ".join(self.names) + " |")
        print("|---" * (len(self.names) + 1) + "|")
        for measure, row in self.rows.items():
            print(f"| {measure} | " + " | ".join(row.get(n, "–") for n in self.names) + " |")


def page_server():
    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = b"<html><title>A page</title><body><h1>Hello</h1><p>Text of a page.</body></html>"
            self.send_response(200 if self.path == "/" else 404)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def turns(kernels, table, measure, work, runs=RUNS, warm=WARM):
    """Each kernel once, then each once more, and so on; CPU of the measured ones beside the wall times."""
    times = {k.name: [] for k in kernels}
    cpu = {}
    for i in range(warm + runs):
        if i == warm:
            cpu = {k.name: k.cpu() for k in kernels}
        for kernel in kernels:
            millis = work(kernel, i)
            if i >= warm:
                times[kernel.name].append(millis)
    for kernel in kernels:
        table.spread(f"{measure}, min / p50 / p95 ms", kernel.name, times[kernel.name])
        table.put(f"{measure}, CPU ms each", kernel.name, f"{(kernel.cpu() - cpu[kernel.name]) * 1000 / runs:.1f}")


def main(names):
    table = Table(names)
    starts = {name: [] for name in names}
    firsts = {name: [] for name in names}
    ends = {name: [] for name in names}
    server = page_server()
    url = f"http://127.0.0.1:{server.server_address[1]}/"
    scrapes = {name: [] for name in names}
    for _ in range(STARTS):
        for name in names:
            start = time.perf_counter()
            kernel = Kernel(name)
            starts[name].append(kernel.ready)
            kernel.execute("1+1")
            firsts[name].append((time.perf_counter() - start) * 1000)
            ends[name].append(kernel.close())
            if name.startswith("trawl"):
                start = time.perf_counter()
                kernel = Kernel(name)
                kernel.execute(SCRAPE.format(url))
                scrapes[name].append((time.perf_counter() - start) * 1000)
                kernel.close()
    server.shutdown()
    for name in names:
        table.spread("start to ready, min / p50 / p95 ms", name, starts[name])
        table.spread("start to first result, min / p50 / p95 ms", name, firsts[name])
        if scrapes[name]:
            table.spread("start to first page scraped and drawn, min / p50 / p95 ms", name, scrapes[name])
        table.put("shutdown ms", name, f"{statistics.median(ends[name]):.0f}")

    kernels = [Kernel(name) for name in names]
    try:
        for kernel in kernels:
            table.put("first completion ms", kernel.name, f"{kernel.asked('complete', code=kernel.code['complete']):.0f}")
            table.put("memory after start MB", kernel.name, f"{kernel.megabytes():.0f}")
        turns(kernels, table, "`1+1`", lambda k, i: k.execute("1+1")[0])
        turns(
            kernels,
            table,
            "different expressions and statements",
            lambda k, i: k.execute(k.code["different"][i % len(k.code["different"])](i))[0],
        )
        turns(kernels, table, "new variable", lambda k, i: k.execute(k.code["variable"](i))[0])
        turns(kernels, table, "completion", lambda k, i: k.asked("complete", code=k.code["complete"]))
        turns(kernels, table, "inspection", lambda k, i: k.asked("inspect", code=k.code["inspect"]))
        for kernel in kernels:
            name = kernel.name
            millis, texts = kernel.execute(kernel.code["lines"], timeout=20)
            lines = "".join(texts).count("\n")
            table.put("100,000 printed lines", name, f"{lines:,} in {len(texts):,} messages, {millis:,.0f} ms")
            table.put("three queued, the first fails", name, kernel.queued())
            table.put("completion behind a cell of 3 s, ms", name, f"{kernel.behind():.0f}")
            idle = statistics.median(kernel.asked("kernel_info") for _ in range(20))
            table.put("kernel_info ms", name, f"{idle:.1f}")
            table.put(
                "interrupt of a sleep: ms; CPU afterwards", name, kernel.interrupted(kernel.code["sleep"].format(60))
            )
            for i in range(1000):
                kernel.execute(kernel.code["many"](i))
            table.put("memory after 1,000 more cells MB", name, f"{kernel.megabytes():.0f}")
            # Last: some kernels never stop what they say they have.
            table.put("interrupt of an endless loop: ms; CPU afterwards", name, kernel.interrupted(kernel.code["spin"]))
    finally:
        for kernel in kernels:
            kernel.close()
    print(f"{datetime.date.today()}, {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end\n")
    table.print()


if __name__ == "__main__":
    main(sys.argv[1:] or ["trawl", "python3", "java"])
