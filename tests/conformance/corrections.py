"""The faults of the official document, 3.2.3, and what a reader of its prose puts in their place. One function, one fault."""

METHODS = ("get", "post")


def operations(document):
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def parameters(document):
    return document["components"]["parameters"]


def own_operation_ids(document):
    """GET and POST of a list share an operationId; OpenAPI wants each to be unique."""
    for _, method, operation in operations(document):
        if method == "post":
            operation["operationId"] += "ByPost"


def not_found(document):
    """Only 200 is described, as if every id existed."""
    for path, _, operation in operations(document):
        if path.endswith("{id}"):
            operation["responses"]["404"] = {"description": "No such record."}


def bad_request(document):
    """Only 200 is described, as if a page could have any name."""
    for _, _, operation in operations(document):
        if operation.get("parameters"):
            operation["responses"]["400"] = {"description": "The question cannot be read."}


def ndjson(document):
    """`format` offers NDJSON, and no response has its media type."""
    lists = (o for _, _, o in operations(document) if {"$ref": "#/components/parameters/format"} in o.get("parameters", []))
    for operation in lists:
        operation["responses"]["200"]["content"]["application/x-ndjson"] = {"schema": {"type": "string"}}


def formats(document):
    """`format` is any text, and described as one of two words."""
    parameters(document)["format"]["schema"]["enum"] = ["json", "ndjson"]


def pages_from_one(document):
    """`page` and `per_page` are any integer: there is no page -1, and none with 0 records."""
    for name in ("page", "per_page"):
        parameters(document)[name]["schema"]["minimum"] = 1


def moment(document):
    """`modified_after` has the format `datetime`, which does not exist, so that any text would do."""
    parameters(document)["modified_after"]["schema"]["format"] = "date-time"


def metres(document):
    """`proximity` is any text, and described as metres."""
    parameters(document)["proximity"]["schema"]["pattern"] = r"^[0-9]{1,9}(\.[0-9]{1,3})?$"


def identifiers(document):
    """The schemas want every id to be a UUID; the parameters that ask for one are any text."""
    asked = [parameters(document)[name] for name in ("taxonomy_term_id", "taxonomy_id", "organization_id")]
    for _, _, operation in operations(document):
        asked += [p for p in operation.get("parameters", []) if p.get("name") == "parent_id"]
    for parameter in asked:
        parameter["schema"]["format"] = "uuid"


def empty_is_not_asked(document):
    """What a form's empty field means is not said. Browsers send them all, so that it has to mean "not asked"."""
    asked = list(parameters(document).values())
    for _, _, operation in operations(document):
        asked += [p for p in operation.get("parameters", []) if p.get("in") == "query"]
    for parameter in asked:
        parameter["allowEmptyValue"] = True


ALL = (
    own_operation_ids,
    not_found,
    bad_request,
    ndjson,
    formats,
    pages_from_one,
    moment,
    metres,
    identifiers,
    empty_is_not_asked,
)
