"""The installed kernel against jupyter-kernel-test, and through nbclient as a headless notebook.

Needs jupyter-kernel-test and nbclient, and the kernel "ringlab" where Jupyter looks for it.
"""

import tempfile
import unittest
from pathlib import Path

import jupyter_kernel_test
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

LAB = """
name: two
hosts:
  a: {interfaces: {eth0: {segment: lan, address: 10.0.0.1/24}}}
  b: {interfaces: {eth0: {segment: lan, address: 10.0.0.2/24}}}
"""


class ProtocolTests(jupyter_kernel_test.KernelTests):
    kernel_name = "ringlab"
    language_name = "java"
    file_extension = ".jshell"
    code_hello_world = 'System.out.println("hello, world");'
    code_stderr = 'System.err.println("oops");'
    code_page_something = "%lab?"
    code_generate_error = 'throw new IllegalStateException("on purpose");'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": '"a" + 1', "result": "a1"},
        {"code": "int[] squares = {1, 4, 9};\nsquares", "result": "[1, 4, 9]"},
    ]
    code_display_data = [
        {"code": 'display(new Html("<b>7</b>", "7"));', "mime": "text/html"},
        {"code": 'display("seven");', "mime": "text/plain"},
    ]
    code_history_pattern = "6 ? 7"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.max"
    code_clear_output = "clearOutput();"
    completion_samples = [
        {"text": "Math.sqr", "matches": {"sqrt("}},
        {"text": "%%ho", "matches": {"%%host"}},
    ]
    complete_code_samples = ["1", "int x = 3;", "class A { }", "%lab list", "int a = 1; int b = 2;"]
    incomplete_code_samples = ["class A {", "int f(int x) {", "String s = (", "if (true) {"]
    invalid_code_samples = ["int = ) 3;", "class 7 { }"]


class IopubTests(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "ringlab"
    support_iopub_welcome = True


class NotebookTests(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        Path(self.folder.name, "two.yaml").write_text(LAB, encoding="utf-8")

    def tearDown(self):
        self.folder.cleanup()

    def run_cells(self, *sources):
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(source) for source in sources]
        )
        NotebookClient(
            notebook,
            kernel_name="ringlab",
            timeout=60,
            resources={"metadata": {"path": self.folder.name}},
        ).execute()
        return notebook.cells

    def test_a_lab_in_a_notebook(self):
        lab, ping, route = self.run_cells(
            "%lab two.yaml", "%%host a\nping -c 1 10.0.0.2", "%%host a\nip route"
        )
        self.assertIn("<svg", lab.outputs[0]["data"]["text/html"])
        self.assertIn("text/plain", lab.outputs[0]["data"])
        self.assertIn("1 received", ping.outputs[0]["text"])
        self.assertIn("10.0.0.0/24", route.outputs[0]["text"])

    def test_a_lab_survives_its_kernel(self):
        self.run_cells("%lab two.yaml", "%%host a\nip route add 10.9.0.0/16 via 10.0.0.2")
        (cell,) = self.run_cells("%%host a\nip route")
        text = "".join(output.get("text", "") for output in cell.outputs)
        self.assertIn("10.9.0.0/16", text)

    def test_an_error_stops_the_notebook(self):
        with self.assertRaises(CellExecutionError):
            self.run_cells("int broken = ;")


if __name__ == "__main__":
    unittest.main()
