"""The gallery as pictures, in light and dark: python screenshots.py [FOLDER].

Runs notebooks/gallery.ipynb by `trawl run`, opens the page that it writes in a real Chromium and takes a picture of each
output, into notebooks/screenshots unless another folder is named. Before that it computes what can be computed of how it
looks: every text of the page contrasts with what lies behind it by 4.5 : 1 (WCAG 2.2, 1.4.3), every image says in words
what it shows, no image is empty, and nothing that the outputs hold was asked from anywhere.

TRAWL names the command, default install/trawl; CHROMIUM the browser, default the one on the path.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]
TRAWL = os.environ.get("TRAWL", str(ROOT / "install" / "trawl"))
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which(
    "google-chrome")
GALLERY = ROOT / "notebooks" / "gallery.ipynb"

# Of each text the colour, opacities on its way to the page taken in, against the first opaque ground below it.
CONTRASTS = """() => {
    const parse = c => { const m = c.match(/[\\d.]+/g).map(Number); return m.length > 3 ? m : [...m, 1]; };
    const light = c => { const f = c.slice(0, 3).map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
        return .2126 * f[0] + .7152 * f[1] + .0722 * f[2]; };
    const poor = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const e = walk.currentNode.parentElement;
        if (!walk.currentNode.textContent.trim() || !e.checkVisibility()) continue;
        let ground = null, alpha = 1;
        for (let a = e; a; a = a.parentElement) {
            const s = getComputedStyle(a);
            alpha *= Number(s.opacity);
            const b = parse(s.backgroundColor);
            if (!ground && b[3] === 1) ground = b;
        }
        ground = ground || [255, 255, 255, 1];
        const own = parse(getComputedStyle(e).color);
        const ink = own.slice(0, 3).map((v, i) => v * alpha * own[3] + ground[i] * (1 - alpha * own[3]));
        const [hi, lo] = [light(ink), light(ground)].sort((x, y) => y - x);
        const ratio = (hi + .05) / (lo + .05);
        if (ratio < 4.5) poor.push(ratio.toFixed(2) + ": " + walk.currentNode.textContent.trim().slice(0, 60));
    }
    return poor;
}"""


def run(folder):
    subprocess.run([TRAWL, "run", str(GALLERY), "--output", folder], check=True, stdout=subprocess.DEVNULL)
    return pathlib.Path(folder) / "gallery.html"


def names():
    """Of the cells with output, in their order: the executed page has no ids."""
    import json

    return [cell["id"] for cell in json.loads(GALLERY.read_text())["cells"] if cell["cell_type"] == "code"]


def check(page, scheme):
    poor = page.evaluate(CONTRASTS)
    assert not poor, f"{scheme}: text that is hard to read: {poor}"
    for image in page.locator(".out img").all():
        assert len(image.get_attribute("alt")) > 10, "an image without words"
        assert image.get_attribute("src").startswith("data:image/"), "an image from elsewhere"
        assert image.evaluate("i => i.complete && i.naturalWidth > 0"), "an image that does not draw"


def main():
    assert CHROMIUM, "no Chromium on the path; CHROMIUM may name one"
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "notebooks" / "screenshots"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        html = run(folder)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for scheme in ("light", "dark"):
            page = browser.new_page(viewport={"width": 980, "height": 900}, color_scheme=scheme)
            asked = []
            page.on("request", lambda r: asked.append(r.url))
            page.goto(html.as_uri())
            page.wait_for_load_state("networkidle")
            check(page, scheme)
            assert [u for u in asked if not u.startswith(("file:", "data:"))] == [], asked
            cells = page.locator("section.cell")
            assert cells.count() == len(names())
            for i, name in enumerate(names()):
                outputs = cells.nth(i).locator(".out > div:not(.n)")
                if outputs.count():
                    outputs.last.screenshot(path=target / f"{name}-{scheme}.png")
        browser.close()
    files = list(target.iterdir())
    size = sum(f.stat().st_size for f in files)
    print(f"{len(files)} pictures, {size / 1e6:.1f} MB, in {target}")


if __name__ == "__main__":
    main()
