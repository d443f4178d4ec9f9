"""The same cells through jupyter_client, Trawl beside ipykernel, in one run: python bench_kernel.py [kernel ...]

Start to ready, 1+1 from request to idle, completion, a hundred thousand lines. Kernels take turns, so that all meet the
same neighbours on the machine.
"""

import statistics
import sys
import time

from jupyter_client.manager import start_new_kernel

STARTS, WARM, RUNS = 3, 40, 200

PYTHON = {"complete": "'abc'.upp", "lines": "for i in range(100000): print('line', i)"}
JAVA = {
    "complete": '"abc".sub',
    "lines": 'for (int i = 0; i < 100_000; i++) System.out.println("line " + i);',
}


class Kernel:
    def __init__(self, name):
        self.name = name
        start = time.perf_counter()
        self.manager, self.client = start_new_kernel(kernel_name=name, startup_timeout=60)
        self.ready = time.perf_counter() - start
        language = self.client.kernel_info(reply=True, timeout=10)["content"]["language_info"]["name"]
        self.code = JAVA if language == "java" else PYTHON

    def execute(self, code):
        """Milliseconds from request to idle, and the text printed."""
        start = time.perf_counter()
        request = self.client.execute(code)
        text = []
        messages = 0
        while True:
            message = self.client.get_iopub_msg(timeout=120)
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["msg_type"] == "stream":
                messages += 1
                text.append(message["content"]["text"])
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                break
        millis = (time.perf_counter() - start) * 1000
        self.client.get_shell_msg(timeout=10)
        return millis, "".join(text), messages

    def complete(self):
        start = time.perf_counter()
        self.client.complete(self.code["complete"], reply=True, timeout=60)
        return (time.perf_counter() - start) * 1000

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel()


def show(kernel, what, values, unit="ms"):
    values = sorted(values)
    p95 = values[int(len(values) * 0.95)]
    print(
        f"{kernel:12} {what:24} min {values[0]:8.2f}  p50 {statistics.median(values):8.2f}"
        f"  p95 {p95:8.2f} {unit} (n={len(values)})"
    )


def main(names):
    starts = {name: [] for name in names}
    for _ in range(STARTS):
        for name in names:
            kernel = Kernel(name)
            starts[name].append(kernel.ready)
            kernel.close()
    kernels = [Kernel(name) for name in names]
    try:
        for kernel in kernels:
            show(kernel.name, "start to ready", starts[kernel.name] + [kernel.ready], "s")
            show(kernel.name, "first cell", [kernel.execute("1+1")[0]])
        for what, work in (("1+1", lambda k: k.execute("1+1")[0]), ("completion", lambda k: k.complete())):
            times = {kernel: [] for kernel in kernels}
            for i in range(WARM + RUNS):
                for kernel in kernels:
                    millis = work(kernel)
                    if i >= WARM:
                        times[kernel].append(millis)
            for kernel in kernels:
                show(kernel.name, what, times[kernel])
        for kernel in kernels:
            millis, text, messages = kernel.execute(kernel.code["lines"])
            print(f"{kernel.name:12} 100,000 lines            {text.count(chr(10))} lines, {messages} messages, {millis:.0f} ms")
    finally:
        for kernel in kernels:
            kernel.close()


if __name__ == "__main__":
    main(sys.argv[1:] or ["trawl", "python3"])
