"""The loop of a Lambda runtime: asks for the next event, hands it to the handler, sends what it answers."""

import http.client
import json
import os

INVOCATION = "/2018-06-01/runtime/invocation"


def serve(handler):
    connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])

    def call(method, path, body=None):
        connection.request(method, path, body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.headers, answer.read()

    while True:
        headers, body = call("GET", f"{INVOCATION}/next")
        invocation = f"{INVOCATION}/{headers['Lambda-Runtime-Aws-Request-Id']}"
        try:
            call("POST", f"{invocation}/response", json.dumps(handler(json.loads(body))))
        except Exception as error:
            told = {"errorType": type(error).__name__, "errorMessage": str(error)}
            call("POST", f"{invocation}/error", json.dumps(told))
