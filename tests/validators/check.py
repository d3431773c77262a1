"""Reads a file that `throughline export` wrote with the official library of its format, and says what is wrong with it.

    python check.py FORMAT FILE
"""

import csv
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent


def prov(path):
    import io

    import jsonschema
    from prov.model import ProvDocument

    text = path.read_text(encoding="utf-8")
    raw = json.loads(text)
    schema = json.loads((HERE / "prov-json.schema.json").read_text())
    errors = list(jsonschema.Draft4Validator(schema).iter_errors(raw))
    assert not errors, errors[0]
    document = ProvDocument.deserialize(io.StringIO(text), format="json")
    assert document.is_document()
    records = sum(len(section) for name, section in raw.items() if name != "prefix")
    assert len(document.get_records()) == records, f"{len(document.get_records())} of {records} records were read"
    # What relations name is there.
    elements = {str(r.identifier) for r in document.get_records() if r.is_element()}
    for record in document.get_records():
        if record.is_relation():
            for end in record.args[:2]:
                assert end is None or str(end) in elements, f"{record} names {end}, which is nowhere"
    assert document.get_provn().startswith("document")
    again = ProvDocument.deserialize(io.StringIO(document.serialize(format="json")), format="json")
    # By its notation: NaN is not equal to itself.
    assert again.get_provn() == document.get_provn(), "it is not the same after it was read and written"


def cyclonedx(path):
    from cyclonedx.model.bom import Bom
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    text = path.read_text(encoding="utf-8")
    error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    assert error is None, error
    raw = json.loads(text)
    known = {c["bom-ref"] for c in raw["components"]} | {raw["metadata"]["component"]["bom-ref"]}
    assert len(known) == len(raw["components"]) + 1, "two components have one reference"
    for dependency in raw["dependencies"]:
        for ref in [dependency["ref"], *dependency["dependsOn"]]:
            assert ref in known, f"{ref} is no component"
    assert {c["type"] for c in raw["components"]} <= {"machine-learning-model", "data"}
    bom = Bom.from_json(data=raw)
    assert len(bom.components) == len(raw["components"])


def modelcard(path):
    from huggingface_hub import ModelCard

    text = path.read_text(encoding="utf-8")
    card = ModelCard(text)
    data = card.data
    assert data.to_dict().get("tags"), "it has no tags"
    for result in data.eval_results or []:
        assert isinstance(result.metric_value, (int, float)), result
        assert result.metric_value == result.metric_value, "NaN is no result"
    assert data.to_yaml() and "\n# " in card.text
    assert ModelCard(str(card)).data.to_dict() == data.to_dict()


def slsa(path):
    from google.protobuf import json_format
    from in_toto_attestation.predicates.provenance.v1 import provenance_pb2
    from in_toto_attestation.v1 import statement_pb2
    from in_toto_attestation.v1.resource_descriptor import ResourceDescriptor
    from in_toto_attestation.v1.statement import Statement

    raw = json.loads(path.read_text(encoding="utf-8"))
    statement = Statement.copy_from_pb(json_format.ParseDict(raw, statement_pb2.Statement()))
    statement.validate()
    assert raw["predicateType"] == "https://slsa.dev/provenance/v1"
    # Unknown names are errors here.
    provenance = json_format.ParseDict(raw["predicate"], provenance_pb2.Provenance())
    assert provenance.build_definition.build_type and provenance.run_details.builder.id
    for dependency in provenance.build_definition.resolved_dependencies:
        ResourceDescriptor.copy_from_pb(dependency).validate()
        assert dependency.uri or dependency.digest or dependency.name


def madr(path):
    import yaml

    files = sorted(path.glob("*.md"))
    assert files, "there are no files"
    for file in files:
        text = file.read_text(encoding="utf-8")
        head, _, body = text.removeprefix("---\n").partition("\n---\n")
        front = yaml.safe_load(head)
        assert isinstance(front["status"], str), file
        for name in ("decision-makers", "consulted", "informed", "tags"):
            assert all(isinstance(word, str) for word in front.get(name, [])), file
        assert body.startswith("\n# "), file
        assert "\n## Decision Outcome\n" in body, file


def table(path):
    rows = list(csv.reader(path.open(encoding="utf-8", newline=""), strict=True))
    assert len({len(row) for row in rows}) == 1, "rows differ in length"
    for row in rows:
        for cell in row:
            first = cell.lstrip()[:1]
            number = cell.replace("-", "", 1).replace(".", "", 1).isdigit()
            assert number or first not in ("=", "+", "-", "@"), cell
    assert b"\r\n" in path.read_bytes()


def jsonl(path):
    import jsonschema_rs

    schema = json.loads((HERE / "../../docs/jsonl.schema.json").read_text())
    validator = jsonschema_rs.validator_for(schema)
    count = 0
    for number, line in enumerate(path.open(encoding="utf-8"), 1):
        value = json.loads(line)
        if not validator.is_valid(value):
            raise AssertionError(f"line {number}: {line[:400]}")
        count += 1
    assert count > 1


def needs(path):
    from sphinx_needs.needsfile import check_needs_file

    errors = check_needs_file(str(path)).schema
    assert not errors, errors[0]
    raw = json.loads(path.read_text(encoding="utf-8"))
    version = raw["versions"][raw["current_version"]]
    import re

    for key, need in version["needs"].items():
        # The pattern that sphinx-needs has for ids, and its rule that they are names of their entries.
        assert need["id"] == key and re.fullmatch(r"[A-Z0-9_]{5,}", key), key
        for other in need["links"]:
            assert other in version["needs"], f"{key} links {other}, which is nowhere"
    assert version["needs_amount"] == len(version["needs"])


CHECKS = {
    "prov": prov, "cyclonedx": cyclonedx, "modelcard": modelcard, "slsa": slsa, "madr": madr, "csv": table, "jsonl": jsonl,
    "needs": needs,
}

if __name__ == "__main__":
    name, target = sys.argv[1], pathlib.Path(sys.argv[2])
    # Cards and statements of several models lie in a folder, a file each.
    files = sorted(target.iterdir()) if target.is_dir() and name != "madr" else [target]
    assert files, f"{target} is empty"
    for file in files:
        try:
            CHECKS[name](file)
        except Exception as error:
            raise SystemExit(f"{file}: {type(error).__name__}: {str(error)[:2000]}") from error
    print(f"{len(files)} read")
