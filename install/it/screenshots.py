"""The gallery as pictures, in light and dark: python screenshots.py [FOLDER].

Opens notebooks/gallery.ipynb in a real JupyterLab, in a real Chromium, once in each theme, runs it cell by cell and takes a
picture of each cell that shows something, into notebooks/screenshots unless another folder is named; also of what cannot be
committed in a notebook, since some clients end at the first error: cells that fail, a cell that is run again. Beside it
writes .github/quickstart.png, the picture of the README. What is computed of each output meanwhile: see check().

The settings are those of test_lab; test_gallery is the same without pictures.
"""

import contextlib
import pathlib
import re
import shutil
import sys
import tempfile

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from PIL import Image
from playwright.sync_api import sync_playwright

from pages import CONTRASTS, Pages, output
from test_lab import CHROMIUM, KERNEL, ROOT, jupyter_server

GALLERY = ROOT / "notebooks" / "gallery.ipynb"
THEMES = ("Light", "Dark")
COLOURS = 128

# Typed after a cell, as a person would: the picture's name, the code, and how often it is run.
TYPED = {
    "thrown": [
        ("error", 'var offers = List.of(new Offer("/book/16", "9.50"), new Offer("/book/17", "N/A"));\n'
                  "for (var offer : offers) System.out.println(price(offer));", 1),
        ("error-compile", "var total = offers.stream().mapToDouble(o -> o.prise()).sum();", 1),
        ("error-semicolon", "offers.size()\noffers.get(0)", 1),
    ],
    "live-cancelled": [("run-again", "var again = home.crawl(shop.url()).limit(90).spacing(millis(60)).start();\nagain", 2)],
}

# Nothing of the page but the cell; what the mouse or the cursor does to it is not the subject.
BARE = """.jp-Collapser, .jp-cell-toolbar, .jp-cell-menu { visibility: hidden !important; }
.jp-Cell, .jp-Cell:focus, .jp-Cell::before { background: inherit !important; border: none !important; outline: none !important;
    box-shadow: none !important; }
* { caret-color: transparent !important; animation: none !important; }"""

# Of what an output shows: what a screen reader would not be told, and what is empty or asked from elsewhere.
UNTOLD = """root => {
    const wrong = [];
    for (const image of root.querySelectorAll('img')) {
        if (image.alt.trim().length < 10) wrong.push('an image without words: ' + image.alt);
        if (!image.src.startsWith('data:image/')) wrong.push('an image from elsewhere: ' + image.src);
        if (!image.complete || !image.naturalWidth) wrong.push('an image that does not draw: ' + image.alt);
    }
    for (const table of root.querySelectorAll('table')) {
        const named = table.caption?.textContent.trim() || table.getAttribute('aria-label');
        // One in a cell of another is named by its row.
        if (!named && !table.parentElement.closest('td')) wrong.push('a table without a name: ' + table.textContent.slice(0, 60));
        const heads = [...table.querySelectorAll('th')];
        if (!heads.length || heads.some(h => !h.scope)) wrong.push('a table without headers: ' + table.textContent.slice(0, 60));
    }
    for (const bar of root.querySelectorAll('progress'))
        if (!bar.title && !bar.getAttribute('aria-label')) wrong.push('a bar without a name');
    for (const one of root.querySelectorAll('script, iframe:not([sandbox]), [onerror], [onload], [onclick]'))
        wrong.push('something that runs: ' + one.outerHTML.slice(0, 60));
    return wrong;
}"""


def check(cell, name):
    """Every picture and table of an output says what it is, nothing in it runs, every text contrasts by 4.5 (WCAG 2.2)."""
    for html in cell.locator(".jp-OutputArea .jp-RenderedHTMLCommon").all():
        assert html.evaluate(UNTOLD) == [], (name, html.evaluate(UNTOLD))
        poor = [one for one in html.evaluate(CONTRASTS) if one[0] < 4.5]
        assert not poor, f"{name}: text that is hard to read: {poor}"


class Tour:
    """The gallery on a page of JupyterLab, cell by cell."""

    def __init__(self, context, url, folder, theme, target=None):
        self.theme = theme
        self.target = target
        self.shown = []
        notebook = nbformat.read(GALLERY, as_version=4)
        notebook.metadata.kernelspec["name"] = KERNEL
        self.cells = notebook.cells
        file = pathlib.Path(folder) / f"gallery-{theme.lower()}.ipynb"
        nbformat.write(notebook, file)
        self.asked = []
        self.pages = Pages(context, url, file, f"gallery-{theme.lower()}")
        self.pages.page.on("request", lambda request: self.asked.append(request.url))
        self.pages.theme(theme)
        self.pages.page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
        self.pages.page.add_style_tag(content=BARE)
        self.url = url

    def walk(self):
        for index, cell in enumerate(self.cells):
            if cell.cell_type != "code":
                continue
            self.pages.rerun(index)
            self.see(self.pages.cell(index), cell.id, cell.metadata.get("tags", []))
            for name, code, times in TYPED.get(cell.id, []):
                typed = self.pages.insert(code)
                for _ in range(1, times):
                    self.pages.rerun(self.pages.page.locator(".jp-NotebookPanel .jp-Cell").count() - 1)
                self.see(typed, name, ["no-await", "raises-exception"])
        assert self.pages.dialogs == [], "something scraped ran"
        elsewhere = [u for u in self.asked if not u.startswith((self.url, self.url.replace("http", "ws"), "data:"))]
        assert not elsewhere, f"asked from elsewhere: {elsewhere}"

    def see(self, cell, name, tags):
        areas = cell.locator(".jp-OutputArea-output")
        if not areas.count():
            return
        failed = cell.locator("[data-mime-type='application/vnd.jupyter.error']").count()
        assert not failed or "raises-exception" in tags, f"{name}: {output(cell)}"
        if "no-await" not in tags:
            widgets = cell.locator(".jupyter-widgets")
            shown = lambda: "pending…" not in output(cell) and ("widget" in tags or not widgets.count())
            self.pages.until(shown, f"the end of {name}")
        if name == "live":
            cell.get_by_role("slider").wait_for()
            self.pages.until(lambda: re.search(r"\b[1-9]\d / ", output(cell)), "ten pages")
        self.pages.page.evaluate("() => new Promise(shown => requestAnimationFrame(() => requestAnimationFrame(shown)))")
        check(cell, f"{name}, {self.theme}")
        self.shown.append(name)
        if self.target:
            picture(cell, self.target / f"{name}-{self.theme.lower()}.png")


def picture(of, path, colours=COLOURS):
    """A screenshot with so many colours: text needs few, and a folder of pictures is not to be large."""
    of.screenshot(path=path)
    with Image.open(path) as image:
        image.convert("RGB").quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)


FRONT = [
    new_markdown_cell("# Four hundred books\n\nA shop on this machine, twenty pages of it. The job draws itself while the next"
                      " cell already looks at what has come."),
    new_code_cell('record Book(@Css("h3 a@title") String title, @Css(".author") String author, @Css(".price") BigDecimal price) {}\n'
                  "var site = MockSite.start();\n"
                  'var books = crawl(site.url()).follow("li.next a").spacing(millis(700)).rows("article.product", Book.class).start();\n'
                  "books"),
    new_code_cell("books.partial().table().first(6)"),
]


def front(context, url, folder, path):
    """The picture of the README: a crawl under way, its controls, and what has come of it."""
    notebook = new_notebook(cells=FRONT, metadata={"kernelspec": {"name": KERNEL, "display_name": KERNEL}})
    file = pathlib.Path(folder) / "books.ipynb"
    nbformat.write(notebook, file)
    pages = Pages(context, url, file, "front")
    pages.theme("Light")
    pages.page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
    pages.rerun(1)
    job = pages.cell(1)
    job.get_by_role("slider").wait_for()
    pages.until(lambda: re.search(r"\b[89]\b|\b1\d\b / ", output(job)) or " 10 " in output(job), "some pages")
    pages.rerun(2)
    assert "RUNNING" in output(job)
    pages.page.evaluate("() => window.jupyterapp.shell.currentWidget.content.node.scrollTo(0, 0)")
    picture(pages.page, path, 256)


def browser(playwright):
    assert CHROMIUM, "no Chromium on the path; CHROMIUM may name one"
    return playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])


def main():
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "notebooks" / "screenshots"
    readme = target / "quickstart.png" if len(sys.argv) > 1 else ROOT / ".github" / "quickstart.png"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        url = stack.enter_context(jupyter_server(folder))
        chromium = browser(stack.enter_context(sync_playwright()))
        stack.callback(chromium.close)
        for theme in THEMES:
            context = chromium.new_context(viewport={"width": 1060, "height": 1600}, color_scheme=theme.lower())
            Tour(context, url, folder, theme, target).walk()
            context.close()
        front(chromium.new_context(viewport={"width": 1180, "height": 900}, device_scale_factor=2), url, folder, readme)
    files = list(target.iterdir())
    print(f"{len(files)} pictures, {sum(f.stat().st_size for f in files) / 1e6:.1f} MB, in {target}")


if __name__ == "__main__":
    main()
