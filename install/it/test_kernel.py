"""Jupyter's own conformance suite against an installed kernel: python -m unittest test_kernel.

The kernel is looked up by name: TRAWL_KERNEL, default "trawl".
"""

import os
import tempfile
import unittest

import jupyter_kernel_test

CELL = "io.trawl.kernel.api.Kernel.current().cell().orElseThrow()"


class TrawlKernelTest(jupyter_kernel_test.KernelTests):
    kernel_name = os.environ.get("TRAWL_KERNEL", "trawl")

    @classmethod
    def setUpClass(cls):
        # A history of its own: the suite counts what it finds in it.
        cls.home = tempfile.TemporaryDirectory()
        cls.before = os.environ.get("TRAWL_HOME")
        os.environ["TRAWL_HOME"] = cls.home.name
        super().setUpClass()

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        if cls.before is None:
            del os.environ["TRAWL_HOME"]
        else:
            os.environ["TRAWL_HOME"] = cls.before
        cls.home.cleanup()

    language_name = "java"
    file_extension = ".jshell"

    code_hello_world = 'System.out.println("hello, world")'
    code_stderr = 'System.err.println("oops")'
    code_generate_error = 'throw new IllegalStateException("boom")'

    code_execute_result = [
        {"code": "6*7", "result": "42"},
        {"code": 'String.join("-", "a", "b")', "result": "a-b"},
        {"code": "List.of(1, 2, 3)", "result": "[1, 2, 3]"},
        {"code": "new java.awt.image.BufferedImage(2, 2, 1)", "mime": "image/png"},
        {"code": 'io.trawl.kernel.api.Bundle.text("m").with("text/markdown", "**m**")', "mime": "text/markdown"},
    ]
    code_display_data = [
        {"code": CELL + '.display(io.trawl.kernel.api.Bundle.text("x").html("<p>x</p>"))', "mime": "text/html"},
    ]

    completion_samples = [
        {"text": '"abc".substr', "matches": {"substring("}},
        {"text": "Math.floorM", "matches": {"floorMod("}},
        {"text": '"😀".isBl', "matches": {"isBlank()"}},
    ]

    complete_code_samples = ["1+1", "int x = 5;", "class P { int v; }", "for (int i = 0; i < 2; i++) {}", "// c"]
    incomplete_code_samples = ["for (int i = 0; i < 2; i++) {", "foo(", 'var s = """\nabc']
    invalid_code_samples = ["int q = ;", "1 +* 2)", "}"]

    code_inspect_sample = "Math.abs"
    code_page_something = "%help"
    code_clear_output = CELL + ".clearOutput(false)"

    code_history_pattern = "6?7*"
    supported_history_operations = ("tail", "range", "search")


if __name__ == "__main__":
    unittest.main()
