"""What nbgrader makes of its own notebooks: a line of JSON for each file of its package and of its documentation."""

import copy
import glob
import json
import logging
import os
import sys

import nbformat
import nbgrader
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    LockCells,
)
from nbgrader.utils import compute_checksum, is_grade, is_locked, is_solution

logging.disable(logging.CRITICAL)
ORDER = [
    LockCells, ClearSolutions, ClearOutput, CheckCellMetadata, ComputeChecksums,
    ClearHiddenTests, ClearMarkScheme, ComputeChecksums, CheckCellMetadata,
]


def cells(nb):
    return [{"type": c.cell_type, "source": c.source, "metadata": c.metadata} for c in nb.cells]


def says(path):
    said = {"file": path}
    try:
        nb = nbformat.read(path, as_version=4)
    except Exception as e:
        said["error"] = "read: %r" % e
        return said
    try:
        nb = MetadataValidator().upgrade_notebook_metadata(nb)
        MetadataValidator().validate_nb(nb)
    except Exception as e:
        said["error"] = "validate: %r" % e
        return said
    said["upgraded"] = copy.deepcopy([c.metadata.get("nbgrader") for c in nb.cells])
    said["checksums"] = {
        c.metadata.nbgrader["grade_id"]: compute_checksum(c)
        for c in nb.cells
        if is_grade(c) or is_solution(c) or is_locked(c)
    }
    try:
        resources = {}
        for each in ORDER:
            nb, resources = each().preprocess(nb, resources)
        said["released"] = cells(nb)
    except Exception as e:
        said["release_error"] = repr(e)
    return said


root = os.path.dirname(nbgrader.__file__)
for path in sorted(glob.glob(root + "/**/*.ipynb", recursive=True)):
    print(json.dumps(says(path)))
sys.stdout.flush()
