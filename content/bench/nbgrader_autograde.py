"""Times nbgrader's autograde: a notebook with one answer and 20 hidden tests, for some students."""

import os
import subprocess
import sys
import tempfile
import time

import nbformat
from nbformat.v4 import new_code_cell, new_notebook


def cell(source, grade_id, grade):
    mark = dict(schema_version=3, grade_id=grade_id, grade=grade, solution=not grade, locked=grade, task=False)
    if grade:
        mark["points"] = 1
    return new_code_cell(source, metadata={"nbgrader": mark})


students = int(sys.argv[1])
# nbgrader starts programs that lie beside its Python.
environment = dict(os.environ, PATH=os.path.dirname(sys.executable) + os.pathsep + os.environ.get("PATH", ""))
notebook = new_notebook(metadata={"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}})
notebook.cells.append(cell("def allowed(port):\n    ### BEGIN SOLUTION\n    return port == 80\n    ### END SOLUTION", "answer", False))
for port in range(80, 100):
    test = "### BEGIN HIDDEN TESTS\nassert allowed(%d) == %r\n### END HIDDEN TESTS" % (port, port == 80)
    notebook.cells.append(cell(test, "test-%d" % port, True))
answered = new_notebook(metadata=notebook.metadata)
answered.cells = [c.copy() for c in notebook.cells]

with tempfile.TemporaryDirectory() as course:
    os.makedirs(course + "/source/ps1")
    nbformat.write(notebook, course + "/source/ps1/p1.ipynb")

    def nbgrader(*arguments):
        run = subprocess.run([sys.executable, "-m", "nbgrader", *arguments], cwd=course, env=environment, capture_output=True, text=True)
        if run.returncode:
            sys.exit(run.stderr[-2000:])

    nbgrader("generate_assignment", "ps1", "--create")
    released = nbformat.read(course + "/release/ps1/p1.ipynb", as_version=4)
    released.cells[0].source = "def allowed(port):\n    return port == 80"
    for student in range(students):
        folder = "%s/submitted/student%d/ps1" % (course, student)
        os.makedirs(folder)
        nbformat.write(released, folder + "/p1.ipynb")
    begun = time.monotonic()
    nbgrader("autograde", "ps1", "--create")
    took = time.monotonic() - begun
    print("nbgrader autograde, 20 hidden tests: %.2f submissions/s, %.1f s each" % (students / took, took / students))
