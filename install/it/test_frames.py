"""What a job sends while it is watched, counted on the wire: python -m unittest test_frames.

TRAWL_KERNEL names the kernel, default "trawl". Prints how many messages there were, and what drawing and sending them cost.
"""

import collections
import os
import unittest

from jupyter_client.manager import start_new_kernel

KERNEL = os.environ.get("TRAWL_KERNEL", "trawl")
PAGES = 10_000

PREPARE = f"""
var site = MockSite.start(s -> s.pages({PAGES}, n -> "<p>" + n));
var session = site.session();
long cpu(String... names) {{
    var threads = java.lang.management.ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
            .filter(t -> t != null && List.of(names).contains(t.getThreadName()))
            .mapToLong(t -> threads.getThreadCpuTime(t.getThreadId())).sum() / 1_000_000;
}}
long all() {{
    return ((com.sun.management.OperatingSystemMXBean) java.lang.management.ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime() / 1_000_000;
}}
"""
WARM = "session.batch(site.urls()).robots(false).maxConcurrency(32).await().ok().size()"
JOB = "long drawn = cpu(\"trawl-frames\", \"trawl-io\"), used = all();\n" \
      "var job = session.batch(site.urls()).robots(false).maxConcurrency(32).start();\njob"
# The last frame is drawn soon after.
COST = "job.await();\n(cpu(\"trawl-frames\", \"trawl-io\") - drawn) + \" ms of \" + (all() - used) + \" ms\""


class FramesTest(unittest.TestCase):
    """10,000 events in two seconds or a little more: as many frames as a person can see, and the last one exact."""

    def setUp(self):
        self.manager, self.client = start_new_kernel(kernel_name=KERNEL, startup_timeout=120)
        self.addCleanup(self.manager.shutdown_kernel, now=True)
        self.addCleanup(self.client.stop_channels)
        self.seen = []
        self.execute(PREPARE)
        self.execute(WARM)

    def next(self):
        message = self.client.get_iopub_msg(timeout=240)
        self.seen.append(message)
        return message

    def execute(self, code):
        request = self.client.execute(code)
        texts = []
        while True:
            message = self.next()
            if message["parent_header"].get("msg_id") != request:
                continue
            self.assertNotEqual(message["msg_type"], "error", message["content"])
            if message["msg_type"] == "execute_result":
                texts.append(message["content"]["data"]["text/plain"])
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return "".join(texts)

    def watch(self):
        """Runs the job to its last frame; answers the messages that came since its start."""
        self.seen.clear()
        self.execute(JOB)
        cost = self.execute(COST)
        while not any("DONE" in text(m) for m in self.seen if m["msg_type"] == "update_display_data"):
            self.next()
        elapsed = (self.seen[-1]["header"]["date"] - self.seen[0]["header"]["date"]).total_seconds()
        print(f"\n{PAGES} pages in {elapsed:.1f} s; drawing and sending took {cost.strip(chr(34))} of CPU")
        return elapsed

    def check(self, elapsed, counts):
        for name, count in counts.items():
            self.assertLessEqual(count, 10 * elapsed + 2, name)
        self.assertGreaterEqual(max(counts.values()), 3, "it is live")

    def test_as_html_a_display_changes_ten_times_a_second_at_most_and_ends_exact(self):
        elapsed = self.watch()
        updates = [m for m in self.seen if m["msg_type"] == "update_display_data"]
        counts = collections.Counter(m["content"]["transient"]["display_id"] for m in updates)
        self.assertEqual(len(counts), 1)
        self.check(elapsed, counts)
        self.assertIn(f"DONE   {PAGES} ok   0 failed", text(updates[-1]))
        print(f"{len(updates)} frames")

    def test_as_widgets_each_model_changes_ten_times_a_second_at_most_and_the_output_ends_exact(self):
        self.client.comm_info("jupyter.widget")
        self.client.get_shell_msg(timeout=60)
        elapsed = self.watch()
        counts = collections.Counter(m["content"]["comm_id"] for m in self.seen if m["msg_type"] == "comm_msg")
        self.check(elapsed, counts)
        updates = [m for m in self.seen if m["msg_type"] == "update_display_data"]
        self.assertEqual(len(updates), 1, "the end alone")
        self.assertIn(f"DONE   {PAGES} ok   0 failed", text(updates[0]))
        # A page that was loaded anew knows no displays: the widget says the end as well.
        values = [m["content"]["data"].get("state", {}).get("value") for m in self.seen if m["msg_type"] == "comm_msg"]
        while not any(value and f"{PAGES} ok" in str(value) for value in values):
            values.append(self.next()["content"].get("data", {}).get("state", {}).get("value"))
        print(f"{sum(counts.values())} messages to {len(counts)} models")


def text(message):
    return message["content"]["data"].get("text/plain", "")


if __name__ == "__main__":
    unittest.main()
