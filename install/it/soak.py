"""What takes long, against an installed kernel: python soak.py [cells] [pairs] [megabytes]

10,000 cells with memory and threads sampled; 200 pairs of execute and interrupt, as fast as they can be sent; a front end
that is stopped (SIGSTOP) while a gigabyte is printed by a kernel with a heap of 256 MB, alone and beside one that reads.
Exits with 1 where a promise is broken. TRAWL_KERNEL names the kernel, default "trawl".
"""

import os
import pathlib
import queue
import random
import signal
import subprocess
import sys
import time

from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager

KERNEL = os.environ.get("TRAWL_KERNEL", "trawl")
WAIT = 300
FAILURES = []


def check(condition, words):
    print(("ok      " if condition else "FAILED  ") + words, flush=True)
    if not condition:
        FAILURES.append(words)


class Kernel:
    def __init__(self, channels=True, **environment):
        self.manager = KernelManager(kernel_name=KERNEL)
        self.manager.start_kernel(env=dict(os.environ, **environment), stderr=subprocess.DEVNULL)
        self.pid = self.manager.provisioner.process.pid
        self.client = self.manager.client()
        if channels:
            self.client.start_channels()
            self.client.wait_for_ready(timeout=60)

    def run(self, code, **options):
        """The status, the printed text and the result's text."""
        request = self.client.execute(code, **options)
        text, result = [], None
        while True:
            message = self.client.get_iopub_msg(timeout=WAIT)
            if message["parent_header"].get("msg_id") != request:
                continue
            content = message["content"]
            if message["msg_type"] == "stream":
                text.append(content["text"])
            elif message["msg_type"] == "execute_result":
                result = content["data"]["text/plain"]
            elif message["msg_type"] == "status" and content["execution_state"] == "idle":
                break
        return self.reply(request)["status"], "".join(text), result

    def reply(self, request):
        while True:
            reply = self.client.get_shell_msg(timeout=WAIT)
            if reply["parent_header"].get("msg_id") == request:
                return reply["content"]

    def process(self, key):
        for line in pathlib.Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith(key + ":"):
                return int("".join(filter(str.isdigit, line)))
        raise KeyError(key)

    def megabytes(self):
        return self.process("VmRSS") / 1024

    def heap(self):
        code = ("System.gc(); var r = Runtime.getRuntime();"
                "(r.totalMemory() - r.freeMemory()) / 1_000_000")
        return int(self.run(code)[2])

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel()


def cell(i):
    """Each of them another source, so that none is compiled for the second time."""
    return [
        (f"{i} + 1", str(i + 1)),
        (f"int v{i % 500} = {i}; v{i % 500} * 2", str(2 * i)),
        (f'System.out.println("cell {i}"); "{i}".length()', str(len(str(i)))),
        (f"IntStream.range(0, {i % 100}).map(n -> n * {i}).sum()", None),
        (f"new byte[{1_000_000 + i}]", None),
        (f"record R{i % 50}(int a) {{}}\nnew R{i % 50}({i}).a()", str(i)),
        (f"int f{i % 50}(int n) {{ return n + {i}; }}\nf{i % 50}(1)", str(i + 1)),
        (f'throw new IllegalStateException("{i}")', "error"),
        (f"CompletableFuture.supplyAsync(() -> {i}).get()", str(i)),
        (f'List.of({i}, {i} + 1).toString()', f"[{i}, {i + 1}]"),
    ][i % 10]


def many_cells(count):
    print(f"\n== {count} cells of ten kinds, -Xmx256m", flush=True)
    kernel = Kernel(JDK_JAVA_OPTIONS="-Xmx256m")
    samples = []
    wrong = 0
    start = time.monotonic()
    print("  cells   heap after GC   resident   threads   files   cells/s", flush=True)
    for i in range(count):
        code, expected = cell(i)
        status, _, result = kernel.run(code)
        if (status != "error") if expected == "error" else (status != "ok" or expected not in (None, result)):
            wrong += 1
            print(f"cell {i}: {status} {result}: {code}")
        if (i + 1) % max(1, count // 10) == 0:
            files = len(os.listdir(f"/proc/{kernel.pid}/fd"))
            samples.append((kernel.heap(), kernel.megabytes(), kernel.process("Threads"), files))
            rate = (i + 1) / (time.monotonic() - start)
            print("%7d %12d MB %7.0f MB %9d %7d %9.0f" % (i + 1, *samples[-1], rate), flush=True)
    kernel.close()
    early, late = samples[1], samples[-1]
    check(wrong == 0, f"every cell had its answer ({wrong} had not)")
    # JShell keeps every declaration that ever was, also one replaced; the others leave their line in the history.
    growth = 1000 * (late[0] - early[0]) / (0.8 * count)
    check(growth <= 8, f"the heap grows by {growth:.1f} kB a cell, of which four in ten declare something")
    check(late[1] <= early[1] * 1.3 + 30, f"resident memory is flat: {early[1]:.0f} MB after a fifth, {late[1]:.0f} MB")
    check(abs(late[2] - early[2]) <= 3, f"threads are flat: {early[2]} after a fifth, {late[2]}")
    check(late[3] <= early[3] + 3, f"open files are flat: {early[3]} after a fifth, {late[3]}")


BLOCKING = [
    "while (true) {}",
    "Thread.sleep(600_000);",
    "new CompletableFuture<String>().join()",
    "for (long i = 0; ; i++) { try { i += 2; } catch (Throwable t) { } finally { i--; } }",
    "new CountDownLatch(1).await();",
    "synchronized (new Object()) { while (true) Math.sin(1); }",
    "System.in.read()",
]


def interrupt_pairs(count):
    print(f"\n== {count} pairs of execute and interrupt", flush=True)
    kernel = Kernel()
    kernel.run("int touched = 0;")
    chance = random.Random(1)
    threads = kernel.process("Threads")
    statuses, hit, slowest = {}, 0, 0
    for i in range(count):
        request = kernel.client.execute(BLOCKING[i % len(BLOCKING)])
        if chance.random() < 0.5:
            time.sleep(chance.random() / 50)
        start = time.monotonic()
        kernel.manager.interrupt_kernel()
        try:
            reply = kernel.client.get_shell_msg(timeout=10)["content"]
        except queue.Empty:
            # The interrupt overtook its cell, on another channel: there was nothing to stop.
            start = time.monotonic()
            kernel.manager.interrupt_kernel()
            reply = kernel.reply(request)
            statuses["interrupt came first"] = statuses.get("interrupt came first", 0) + 1
        slowest = max(slowest, time.monotonic() - start)
        statuses[reply["status"]] = statuses.get(reply["status"], 0) + 1
        status, _, result = kernel.run("++touched")
        hit += status != "ok" or result != str(i + 1)
    print(f"answers: {statuses}; slowest answer {slowest:.2f} s", flush=True)
    check(statuses.get("ok", 0) == 0, "every blocking cell was stopped")
    check(hit == 0, f"no interrupt hit the next cell ({hit} did)")
    time.sleep(3)
    check(kernel.process("Threads") <= threads + 5, f"threads: {threads} before, {kernel.process('Threads')} after")
    ticks = cpu_ticks(kernel.pid)
    time.sleep(2)
    used = (cpu_ticks(kernel.pid) - ticks) / os.sysconf("SC_CLK_TCK") / 2
    check(used < 0.05, f"the process is idle afterwards: {100 * used:.1f} % of a core")
    kernel.close()


def cpu_ticks(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


LINE = 1000  # bytes, the number and the newline included


def printing(megabytes):
    return (f'for (int i = 0; i < {megabytes * 1_000_000 // LINE}; i++)'
            f' System.out.println(String.format("%09d", i) + "x".repeat({LINE - 10}));')


def reader(connection_file, megabytes, role):
    """A front end of its own: executes, or only listens; says how many lines came in their order."""
    client = BlockingKernelClient(connection_file=connection_file)
    client.load_connection_file()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    print("listening", flush=True)
    if role == "execute":
        client.execute(printing(megabytes))
    expected, out_of_order, rest = 0, 0, ""
    while True:
        message = client.get_iopub_msg(timeout=WAIT)
        content = message["content"]
        if message["msg_type"] == "stream":
            lines = (rest + content["text"]).split("\n")
            rest = lines.pop()
            for line in lines:
                if line[:9] != f"{expected:09d}" or len(line) != LINE - 1:
                    out_of_order += 1
                expected += 1
        elif message["msg_type"] == "status" and content["execution_state"] == "idle" and expected:
            print(f"{expected} {out_of_order}", flush=True)
            return


def start_reader(kernel, megabytes, role):
    command = [sys.executable, __file__, "--reader", kernel.manager.connection_file, str(megabytes), role]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "listening\n"
    return process


def stopped_front_end(megabytes):
    print(f"\n== {megabytes} MB printed with -Xmx256m to a front end that is stopped for 40 s", flush=True)
    kernel = Kernel(channels=False, JDK_JAVA_OPTIONS="-Xmx256m")
    process = start_reader(kernel, megabytes, "execute")
    time.sleep(1)
    process.send_signal(signal.SIGSTOP)
    most = watch(kernel, 40)
    process.send_signal(signal.SIGCONT)
    while process.poll() is None:
        most = max(most, watch(kernel, 1))
    lines, wrong = map(int, process.stdout.read().split())
    check((lines, wrong) == (megabytes * 1_000_000 // LINE, 0), f"{lines} lines arrived, {wrong} out of order")
    # The heap, and what Java takes besides.
    check(most < 256 + 250, f"resident memory never exceeded {most:.0f} MB")
    kernel.close()

    print(f"\n== {megabytes // 4} MB printed to a front end that reads beside one that is stopped", flush=True)
    kernel = Kernel(channels=False, JDK_JAVA_OPTIONS="-Xmx256m")
    stopped = start_reader(kernel, megabytes // 4, "listen")
    stopped.send_signal(signal.SIGSTOP)
    reading = start_reader(kernel, megabytes // 4, "execute")
    start = time.monotonic()
    lines, wrong = map(int, reading.stdout.read().split())
    check((lines, wrong) == (megabytes // 4 * 1_000_000 // LINE, 0),
          f"the one that reads has {lines} lines, {wrong} out of order, {time.monotonic() - start:.0f} s")
    stopped.kill()
    kernel.close()


def watch(kernel, seconds):
    most = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        most = max(most, kernel.megabytes())
        time.sleep(0.2)
    return most


def main(cells=10_000, pairs=200, megabytes=1_000):
    many_cells(cells)
    interrupt_pairs(pairs)
    stopped_front_end(megabytes)
    print(f"\n{len(FAILURES)} promises broken" if FAILURES else "\nevery promise kept")
    return 1 if FAILURES else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--reader"]:
        reader(sys.argv[2], int(sys.argv[3]), sys.argv[4])
    else:
        sys.exit(main(*map(int, sys.argv[1:])))
