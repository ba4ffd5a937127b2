"""The rows that `cargo desk bench` measures with, in a table and buckets that no function listens to.

What comes in and what is printed is JSON. The endpoint, region and keys come from the environment. A request is made
by the functions themselves; here it is copied, since thousands are needed.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import sys
import time

import boto3

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
ALONE = "-"
# What one BatchWriteItem takes.
BATCH = 25
HOUR = 3_600

dynamodb = boto3.client("dynamodb")


def table(like, name, buckets):
    """A table with the keys and indexes of the deployed one, and empty buckets."""
    model = dynamodb.describe_table(TableName=like)["Table"]
    dynamodb.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=model["AttributeDefinitions"],
        KeySchema=model["KeySchema"],
        GlobalSecondaryIndexes=[
            {part: index[part] for part in ("IndexName", "KeySchema", "Projection")}
            for index in model["GlobalSecondaryIndexes"]
        ],
    )
    for bucket in buckets:
        boto3.client("s3").create_bucket(Bucket=bucket)
    return {}


def sessions(table, whose):
    """A session of each, and its token. It was seen last at an hour to come, so that no call has to write that it was
    seen: such a call now and then would blur what the others cost."""
    now = int(time.time())
    opened, seen = (time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at)) for at in (now, now + 12 * HOUR))
    tokens = []
    for who in whose:
        token = base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()
        parts = [part.encode() for part in ("session", token)]
        message = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
        found = hmac.new(os.environ["HMAC_KEY"].encode(), message, hashlib.sha256).hexdigest()
        row = {
            "pk": {"S": f"SESSION#{found}"},
            "sk": {"S": ALONE},
            "schema": {"N": "1"},
            "hash": {"S": found},
            "whose": {"M": {name: {"S": value} for name, value in who.items()}},
            "opened_at": {"S": opened},
            "seen_at": {"S": seen},
            "ends_at_s": {"N": str(now + 24 * HOUR)},
            "expires_at_s": {"N": str(now + 24 * HOUR)},
        }
        dynamodb.put_item(TableName=table, Item=row)
        tokens.append(token)
    return tokens


def found(table, pk, prefix):
    """The rows under a key whose sort key begins so."""
    condition, values = "pk = :pk", {":pk": {"S": pk}}
    if prefix:
        condition, values = f"{condition} AND begins_with(sk, :prefix)", {**values, ":prefix": {"S": prefix}}
    answer = dynamodb.query(
        TableName=table,
        ConsistentRead=True,
        KeyConditionExpression=condition,
        ExpressionAttributeValues=values,
    )
    return answer["Items"]


def keys(table, pk, prefix):
    """The sort keys under a key that begin so."""
    return [row["sk"]["S"] for row in found(table, pk, prefix)]


def count(table, index, pk):
    """How many rows one part of an index holds."""
    pages = dynamodb.get_paginator("query").paginate(
        TableName=table,
        IndexName=index,
        Select="COUNT",
        KeyConditionExpression="#pk = :pk",
        ExpressionAttributeNames={"#pk": f"{index}_pk"},
        ExpressionAttributeValues={":pk": {"S": pk}},
    )
    return sum(page["Count"] for page in pages)


def another(name):
    """A name of the same shape."""
    letters = ALPHABET.upper() if name.isupper() else ALPHABET
    return "".join(letter if letter == "-" else secrets.choice(letters) for letter in name)


def copies(table, rows, names, replaced, kept, count):
    """Copies of some rows, each copy under new names in the place of `names`; which ones, is printed. `kept` are
    attributes that stay as they are."""
    models = [row for pk, prefix in rows for row in found(table, pk, prefix)]
    texts = [json.dumps({name: value for name, value in row.items() if name not in kept}) for row in models]
    held = [{name: value for name, value in row.items() if name in kept} for row in models]
    for old, new in replaced.items():
        texts = [text.replace(old, new) for text in texts]
    made, waiting = [], []
    for _ in range(count):
        fresh = [another(name) for name in names]
        made.append(fresh)
        for text, same in zip(texts, held):
            for old, new in zip(names, fresh):
                text = text.replace(old, new)
            waiting.append({"PutRequest": {"Item": {**json.loads(text), **same}}})
        while len(waiting) >= BATCH:
            write(table, waiting[:BATCH])
            waiting = waiting[BATCH:]
    if waiting:
        write(table, waiting)
    return made


def write(table, puts):
    left = {table: puts}
    while left:
        left = dynamodb.batch_write_item(RequestItems=left).get("UnprocessedItems")


def main():
    commands = {"table": table, "sessions": sessions, "keys": keys, "count": count, "copies": copies}
    json.dump(commands[sys.argv[1]](**json.load(sys.stdin)), sys.stdout)


if __name__ == "__main__":
    main()
