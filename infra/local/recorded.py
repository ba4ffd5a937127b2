"""The local AWS, which writes down what each role does there: a line of JSON for each action on each kind of resource.

What the roles may do is decided by the local AWS itself, from the template; this only listens.
"""

import contextvars
import functools
import json
import sys
import threading

from ministack import app
from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id

# Whether a call came by a link that a role signed, which others may try for what it is not.
by_link = contextvars.ContextVar("by_link", default=False)


def kind(resource):
    """The resource without the names of single objects, which would be as many lines as there are objects."""
    bucket, slash, key = resource.partition("/")
    if not resource.startswith("arn:aws:s3:::") or not slash:
        return resource
    return f"{bucket}/{key.split('/')[0]}/*"


def role(access_key):
    """The role that a key was given out for, or none where it is a person's."""
    credential = iam_evaluator.resolve_credential(access_key or "", get_account_id())
    if getattr(credential, "principal_type", None) != "AssumedRole":
        return None
    return credential.principal_arn.split("/")[1]


def noting(pin):
    """Wraps what is done with a call before it is decided: one without a header to sign it came by a link."""

    @functools.wraps(pin)
    def pinned(headers, query_params=None):
        by_link.set(not headers.get("authorization"))
        return pin(headers, query_params)

    return pinned


def listening(decide, path):
    """Wraps the decision whether an action is allowed."""
    seen, lock = set(), threading.Lock()

    @functools.wraps(decide)
    def decided(access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
        denied = decide(access_key_id, iam_action, service, region, resource_arn, service_context)
        # Who is not known by the key did nothing under any role.
        name = None if isinstance(denied, iam_evaluator.AuthError) else role(access_key_id)
        line = (name, iam_action, kind(resource_arn), denied is None, by_link.get())
        if name and line not in seen:
            with lock, open(path, "a", encoding="utf-8") as record:
                seen.add(line)
                keys = ("role", "action", "resource", "allowed", "link")
                record.write(json.dumps(dict(zip(keys, line))) + "\n")
        return denied

    return decided


if __name__ == "__main__":
    iam_evaluator.pin_request_caller = noting(iam_evaluator.pin_request_caller)
    iam_evaluator.enforce = listening(iam_evaluator.enforce, sys.argv.pop(1))
    app.main()
