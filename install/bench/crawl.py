"""A crawl of the same 2,000 pages by Trawl, a bare loop over its HTTP client and parser, and other crawlers.

Each run is a process of its own from a cold start; CPU is user plus system time of that process and its children, the server
apart. Rounds are interleaved. Who does not bring every page exactly once is void. `warm` adds the figures of one JVM that
goes on crawling, as a kernel does.

    crawl.py --class-path CP [--scrapy PYTHON] [--crawlee FOLDER] [--colly BINARY] [--rounds 5] [--bytes 9600] [--warm]
"""

import argparse
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
PAGES = 2000
EXPECTED = f"{PAGES} {PAGES * (PAGES - 1) // 2}"


def run(command, **options):
    start = time.monotonic()
    with tempfile.TemporaryFile("w+") as errors_file:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors_file, text=True, **options)
        output = process.stdout.read()
        _, process.returncode, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        errors_file.seek(0)
        errors = errors_file.read()
    last = output.strip().splitlines()[-1] if output.strip() else ""
    if last != EXPECTED:
        return None, f"void: {last or errors[-300:]}"
    return (usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024), ""


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--class-path", required=True)
    arguments.add_argument("--scrapy")
    arguments.add_argument("--crawlee")
    arguments.add_argument("--colly")
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--bytes", default="9600")
    arguments.add_argument("--warm", action="store_true")
    a = arguments.parse_args()
    java = ["java", "-Xmx512m", "-cp", a.class_path]
    crawlers = {
        "bare loop": (java + ["io.trawl.bench.CrawlBench", "bare"], {}),
        "Trawl": (java + ["io.trawl.bench.CrawlBench", "trawl"], {}),
    }
    if a.scrapy:
        crawlers["Scrapy"] = ([a.scrapy, str(HERE / "scrapy_crawl.py")], {})
    if a.crawlee:
        crawlers["Crawlee"] = (["node", "crawlee_crawl.mjs"], {"cwd": a.crawlee})
    if a.colly:
        crawlers["colly"] = ([a.colly], {})

    server = subprocess.Popen(
        ["java", "-cp", a.class_path, "io.trawl.bench.BenchSite", a.bytes], stdout=subprocess.PIPE, text=True
    )
    try:
        seed = f"http://127.0.0.1:{server.stdout.readline().strip()}/0"
        figures = {name: [] for name in crawlers}
        for round in range(a.rounds):
            for name, (command, options) in crawlers.items():
                figure, trouble = run(command + [seed], **options)
                if figure is None:
                    print(f"round {round + 1}: {name} {trouble}", file=sys.stderr)
                else:
                    figures[name].append(figure)
    finally:
        server.terminate()
        server.wait()

    print(f"{PAGES} pages of {a.bytes} bytes, 16 at once, whole process from a cold start, {a.rounds} rounds in turn;")
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {platform.machine()}, {time.strftime('%F')}\n")
    print("| crawler | CPU s per 1,000 pages, min / median / max | pages/s, median | peak MB | CPU : Trawl | pages/s : Trawl |")
    print("|---|---|---|---|---|---|")
    ours = figures["Trawl"]
    for name, all in figures.items():
        if not all:
            print(f"| {name} | void | | | | |")
            continue
        cpu = sorted(f[0] / PAGES * 1000 for f in all)
        pairs = list(zip(all, ours))
        print(
            f"| {name} | {cpu[0]:.2f} / {statistics.median(cpu):.2f} / {cpu[-1]:.2f} "
            f"| {statistics.median(PAGES / f[1] for f in all):.0f} | {statistics.median(f[2] for f in all):.0f} "
            f"| {statistics.median(f[0] / o[0] for f, o in pairs):.2f} "
            f"| {statistics.median(o[1] / f[1] for f, o in pairs):.2f} |"
        )
    if a.warm:
        print(f"\nOne warm JVM, pages of {a.bytes} bytes:\n", flush=True)
        subprocess.run(java + ["io.trawl.bench.CrawlBench", a.bytes], check=True)


main()
