"""The local AWS, which writes down what each role does there: a line of JSON for each action on each kind of resource.

What the roles may do is decided by the local AWS itself, from the template; this only listens. So it does to the e-mails,
whose attachments the local AWS takes and throws away: their names, sizes and hashes are shown with the messages.
"""

import base64
import contextvars
import functools
import hashlib
import json
import socketserver
import sys
import threading

from ministack import app
from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id
from ministack.services import ses_v2

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


def attachment(sent):
    """What is shown of an attachment."""
    content = base64.b64decode(sent["RawContent"], validate=True)
    shown = {name: sent.get(name) for name in ("FileName", "ContentType", "ContentTransferEncoding")}
    return {**shown, "Size": len(content), "Sha256": hashlib.sha256(content).hexdigest()}


def keeping(send, kept):
    """Wraps the taking in of e-mails: what is attached to one is kept under its id."""

    @functools.wraps(send)
    async def sent(method, path, headers, body, query_params):
        answer = await send(method, path, headers, body, query_params)
        status, _, text = answer
        if method == "POST" and path.rstrip("/").endswith("/outbound-emails") and status == 200:
            simple = json.loads(body)["Content"].get("Simple", {})
            kept[json.loads(text)["MessageId"]] = [attachment(one) for one in simple.get("Attachments", [])]
        return answer

    return sent


def showing(show, kept):
    """Wraps the showing of the messages: each with what is attached to it."""

    @functools.wraps(show)
    async def shown(method, path, headers, query_params):
        answer = await show(method, path, headers, query_params)
        if answer is None or answer[0] != 200:
            return answer
        inbox = json.loads(answer[2])
        for messages in inbox["messages"].values():
            for message in messages:
                message["Attachments"] = kept.get(message["MessageId"], [])
        return *answer[:2], json.dumps(inbox).encode()

    return shown


if __name__ == "__main__":
    # The runtime's API sends the head of an event and then its body: a function would wait 40 ms for the second one each
    # time, while its own side puts off that the first one came.
    socketserver.StreamRequestHandler.disable_nagle_algorithm = True
    iam_evaluator.pin_request_caller = noting(iam_evaluator.pin_request_caller)
    iam_evaluator.enforce = listening(iam_evaluator.enforce, sys.argv.pop(1))
    attached = {}
    ses_v2.handle_request = keeping(ses_v2.handle_request, attached)
    app._handle_ses_messages_request = showing(app._handle_ses_messages_request, attached)
    app.main()
