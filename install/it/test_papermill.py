"""A notebook with parameters through papermill: python -m unittest test_papermill.

Needs the package of install/python beside papermill. TRAWL_KERNEL names the kernel, default "trawl".
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import nbformat
import papermill
from nbformat.v4 import new_code_cell, new_notebook
from papermill.exceptions import PapermillException, PapermillExecutionError

KERNEL = os.environ.get("TRAWL_KERNEL", "trawl")
DEFAULTS = """String site = "https://example.org/"; // where to begin
int limit = 10;
Map<String, List<Integer>> sizes = Map.of();  // of the pages
final var polite = true;"""


class PapermillTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def notebook(self, *cells):
        notebook = new_notebook(cells=[new_code_cell(DEFAULTS, metadata={"tags": ["parameters"]})])
        notebook.metadata.kernelspec = {"name": KERNEL, "language": "java", "display_name": "Java"}
        notebook.cells += [new_code_cell(cell) for cell in cells]
        path = self.folder / "in.ipynb"
        nbformat.write(notebook, path)
        return path

    def run_with(self, parameters, *cells):
        notebook = papermill.execute_notebook(
            self.notebook(*cells), self.folder / "out.ipynb", parameters, progress_bar=False)
        return ["".join(o["data"]["text/plain"] for o in cell.outputs) for cell in notebook.cells[-len(cells):]]

    def test_parameters_take_the_place_of_the_defaults(self):
        self.assertEqual(
            self.run_with({"limit": 3}, "site", "limit * 2"), ["https://example.org/", "6"])

    def test_every_kind_of_value_arrives_as_it_was(self):
        text = 'a "b" \\ \\u0041 \n\t\r\x00\x7f ü 😀 %s {}'
        values = {
            "text": (text, "text.codePoints().boxed().toList().toString()", str([ord(c) for c in text])),
            "longText": ("x" * 70_000, "longText.length()", "70000"),
            "yes": (True, "!yes", "false"),
            "small": (-5, "small / 2", "-2"),
            "large": (2**40, "large + 1", str(2**40 + 1)),
            "huge": (10**30, "huge.bitLength()", str((10**30).bit_length())),
            "real": (0.25, "real * 2", "0.5"),
            "tiny": (1e-300, "tiny == 1e-300", "true"),
            "inf": (float("-inf"), "inf", "-Infinity"),
            "nan": (float("nan"), "Double.isNaN(nan)", "true"),
            "nothing": (None, "nothing == null", "true"),
            "list": ([1, 2, 3], "list.stream().mapToInt(i -> i).sum()", "6"),
            "holes": ([None], "holes.size() + \" \" + holes.get(0)", "1 null"),
            "nested": ({"z": [1, {"y": None}], "a": "b"}, "nested.toString()", "{z=[1, {y=null}], a=b}"),
            "empty": ({}, "empty.size()", "0"),
        }
        results = self.run_with(
            {name: value for name, (value, _, _) in values.items()}, *[code for _, code, _ in values.values()])
        for (name, (_, _, expected)), result in zip(values.items(), results, strict=True):
            with self.subTest(name):
                self.assertEqual(result, expected)

    def test_a_name_that_java_cannot_have_is_refused(self):
        for name in ("class", "two words", "1st"):
            with self.subTest(name), self.assertRaisesRegex(PapermillException, "choose another"):
                self.run_with({name: 1}, "1")

    def test_a_failing_cell_ends_the_run_with_its_error(self):
        with self.assertRaises(PapermillExecutionError) as failure:
            self.run_with({"limit": 0}, "1 / limit", "2")
        self.assertEqual(failure.exception.ename, "java.lang.ArithmeticException")
        saved = nbformat.read(self.folder / "out.ipynb", as_version=4)
        self.assertEqual(saved.cells[-1].outputs, [])

    def test_the_command_line_lists_the_parameters_and_runs(self):
        path = self.notebook("site + limit")
        self.assertEqual(
            {name: (p["inferred_type_name"], p["default"], p["help"])
             for name, p in papermill.inspect_notebook(path).items()},
            {
                "site": ("String", '"https://example.org/"', "where to begin"),
                "limit": ("int", "10", ""),
                "sizes": ("Map<String, List<Integer>>", "Map.of()", "of the pages"),
                "polite": ("None", "true", ""),
            })
        out = self.folder / "out.ipynb"
        subprocess.run(
            [sys.executable, "-m", "papermill", str(path), str(out), "-p", "site", "x", "-p", "limit", "7"],
            check=True, capture_output=True)
        saved = nbformat.read(out, as_version=4)
        self.assertEqual(saved.cells[-1].outputs[0]["data"]["text/plain"], "x7")


if __name__ == "__main__":
    unittest.main()
