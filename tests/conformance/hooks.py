"""What no OpenAPI document can say, so that an answer of 400 is right. One function, one reason."""

import schemathesis
from schemathesis.core.failures import Failure

AROUND = {"latitude", "longitude", "proximity"}


def asked(case):
    """The names of all that a request asks; an empty value asks nothing."""
    body = case.body if isinstance(case.body, dict) else {}
    whole = dict(case.query or {}) | body
    return {name for name, value in whole.items() if value not in ("", [""])}


@schemathesis.hook
def filter_failure(context, failure: Failure, case, response) -> bool:
    refused = response.status_code == 400 and "rejected" in failure.title
    return not (refused and half_a_circle(asked(case)))


def half_a_circle(names):
    """`proximity` is around something: a postcode, or a latitude with a longitude; those mean nothing without it."""
    given = names & AROUND
    if given == {"proximity"}:
        return "postcode" not in names
    return bool(given) and given != AROUND
