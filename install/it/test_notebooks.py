"""Every notebook through nbclient, with an installed kernel: python -m unittest test_notebooks.

TRAWL_KERNEL names the kernel, default "trawl". TRAWL_EXECUTED is a folder for the executed notebooks.
"""

import os
import pathlib
import unittest

import nbclient
import nbformat

ROOT = pathlib.Path(__file__).resolve().parents[2]
KERNEL = os.environ.get("TRAWL_KERNEL", "trawl")
EXECUTED = os.environ.get("TRAWL_EXECUTED")


class NotebooksTest(unittest.TestCase):
    def test_every_notebook_comes_through(self):
        notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
        self.assertGreaterEqual(len(notebooks), 2)
        for path in notebooks:
            with self.subTest(notebook=path.name):
                self.check(path, self.execute(path))

    def execute(self, path):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            self.assertEqual(cell.get("outputs", []), [], "a notebook is committed without outputs")
        where = {"metadata": {"path": str(path.parent)}}
        nbclient.NotebookClient(notebook, kernel_name=KERNEL, timeout=180, allow_errors=False, resources=where).execute()
        if EXECUTED:
            folder = pathlib.Path(EXECUTED)
            folder.mkdir(parents=True, exist_ok=True)
            nbformat.write(notebook, folder / f"{path.stem}.executed.ipynb")
        return notebook

    def check(self, path, notebook):
        nbformat.validate(notebook)
        # Nothing draws as a widget by itself; a cell that shows one on purpose says so.
        widgets = [c for c in notebook.cells if "widget" in c.metadata.get("tags", [])]
        for cell in notebook.cells:
            for output in cell.get("outputs", []):
                self.assertNotEqual(output.output_type, "error", cell.source)
                self.assertNotIn("transient", output)
                if "data" in output:
                    self.assertIn("text/plain", output.data)
                    self.assertNotIn("application/json", output.data)
                    self.assertTrue(cell in widgets or not [m for m in output.data if "widget" in m], cell.source)
                    html = output.data.get("text/html", "")
                    self.assertNotIn("<script", html.lower())
        if not widgets:
            self.assertNotIn("widgets", notebook.metadata)
        shown = [o for c in notebook.cells for o in c.get("outputs", []) if "text/html" in o.get("data", {})]
        self.assertTrue(shown, f"{path.name} draws nothing")
        # A run that nobody watches awaits what it shows, except in the cells that say no-await.
        for cell in notebook.cells:
            if "no-await" not in cell.metadata.get("tags", []):
                for output in cell.get("outputs", []):
                    first = output.get("data", {}).get("text/plain", "").split("\n")[0]
                    self.assertNotIn("   RUNNING   ", first, cell.source)


if __name__ == "__main__":
    unittest.main()
