"""Writes the official document as one file that needs no network: official.py OUT.json"""

import json
import sys
from pathlib import Path

import corrections

HERE = Path(__file__).parent
STANDARD = HERE.parents[1] / "crates/relais-hsds/standard"
BASE = "https://raw.githubusercontent.com/openreferral/specification/3.2/schema/"


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def objects():
    """The objects by the name that the document has for them, below its base address."""
    named = {path.name: read(path) for path in (STANDARD / "schema").glob("*.json")}
    named |= {f"compiled/{path.name}": read(path) for path in (STANDARD / "compiled").glob("*.json")}
    return named | compiled(named)


def compiled(named):
    """The three large ones, which `schema/` says too once its references are followed (see the README there)."""
    service, organization, place = (named[f"{name}.json"] for name in ("service", "organization", "service_at_location"))
    within = {name: schema for name, schema in service["properties"].items() if name != "service_at_locations"}
    services = {"type": "array", "items": {"$ref": "service.json"}}
    return {
        "compiled/service.json": service,
        "compiled/organization.json": joined(organization, "services", services),
        "compiled/service_at_location.json": joined(place, "service", service | {"properties": within}),
    }


def joined(schema, name, value):
    return schema | {"properties": schema["properties"] | {name: value}}


def component(reference):
    return reference.removesuffix(".json").replace("/", "_")


def local(value, names):
    """The same with every reference to an object pointing into the document itself."""
    if isinstance(value, list):
        return [local(item, names) for item in value]
    if not isinstance(value, dict):
        return value
    found = {key: local(item, names) for key, item in value.items()}
    name = str(value.get("$ref", "")).removeprefix(BASE)
    if name in names:
        found["$ref"] = f"#/components/schemas/{component(name)}"
    return found


def document():
    whole = read(HERE / "standard/openapi.json")
    named = objects()
    whole["components"]["schemas"] |= {component(name): schema for name, schema in named.items()}
    whole = local(whole, named)
    for correct in corrections.ALL:
        correct(whole)
    return whole


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(document(), indent=1), encoding="utf-8")
