"""The table: reads of single rows are consistent, changes are one conditional transaction."""

import os

import boto3
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

ALONE = "-"
SCHEMA = 1


class Conflict(Exception):
    pass


class Repeated(Exception):
    pass


class Deserializer(TypeDeserializer):
    """Our numbers are whole."""

    def _deserialize_n(self, value):
        return int(value)


client = boto3.client("dynamodb")
TABLE = os.environ["TABLE"]
serialize = TypeSerializer().serialize
deserialize = Deserializer().deserialize


def marshal(row):
    return {name: serialize(value) for name, value in row.items()}


def unmarshal(item):
    return {name: deserialize(value) for name, value in item.items()}


def get(pk, sk):
    answer = client.get_item(TableName=TABLE, Key=marshal({"pk": pk, "sk": sk}), ConsistentRead=True)
    return unmarshal(answer["Item"]) if "Item" in answer else None


def put(row):
    client.put_item(TableName=TABLE, Item=marshal({**row, "schema": SCHEMA}))


def touch(pk, now):
    client.update_item(
        TableName=TABLE,
        Key=marshal({"pk": pk, "sk": ALONE}),
        UpdateExpression="SET seen_at = :now",
        ConditionExpression="attribute_exists(pk)",
        ExpressionAttributeValues=marshal({":now": now}),
    )


def every(**query):
    rows, start = [], {}
    while True:
        answer = client.query(TableName=TABLE, **query, **start)
        rows += map(unmarshal, answer["Items"])
        if "LastEvaluatedKey" not in answer:
            return rows
        start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def prefixed(pk, prefix):
    return every(
        ConsistentRead=True,
        KeyConditionExpression="pk = :pk AND begins_with(sk, :prefix)",
        ExpressionAttributeValues=marshal({":pk": pk, ":prefix": prefix}),
    )


def indexed(index, value):
    return every(
        IndexName=index,
        KeyConditionExpression="#pk = :pk",
        ExpressionAttributeNames={"#pk": f"{index}_pk"},
        ExpressionAttributeValues=marshal({":pk": value}),
    )


def worklist(practice, after, limit):
    """One page of the open requests of a practice, by due date."""
    values = {":pk": f"{practice}#OPEN#0", **({":after": after} if after else {})}
    answer = client.query(
        TableName=TABLE,
        IndexName="worklist",
        Limit=limit,
        KeyConditionExpression="worklist_pk = :pk AND worklist_sk > :after" if after else "worklist_pk = :pk",
        ExpressionAttributeValues=marshal(values),
    )
    return [unmarshal(item) for item in answer["Items"]], "LastEvaluatedKey" in answer


def anyhow(row):
    return {"Put": {"TableName": TABLE, "Item": marshal({**row, "schema": SCHEMA})}}


def put_if(row, condition, values=None, names=None):
    put = {**anyhow(row)["Put"], "ConditionExpression": condition}
    if values:
        put["ExpressionAttributeValues"] = marshal(values)
    if names:
        put["ExpressionAttributeNames"] = names
    return {"Put": put}


def fresh(row):
    return put_if(row, "attribute_not_exists(pk)")


def first(row):
    """The idempotency row, which is new or takes the place of one whose time is over."""
    return put_if(row, "attribute_not_exists(pk) OR ends_at_s <= :now", {":now": row["made_at_s"]})


def at_seq(row, seq):
    return put_if(row, "seq = :seq", {":seq": seq})


def at_version(row, current):
    values = {":version": current["version"], ":seq": current["seq"]}
    return put_if(row, "#version = :version AND seq = :seq", values, {"#version": "version"})


def count(pk, ends_at_s):
    return {
        "Update": {
            "TableName": TABLE,
            "Key": marshal({"pk": pk, "sk": ALONE}),
            "UpdateExpression": "SET mails = if_not_exists(mails, :zero) + :one, expires_at_s = :ends",
            "ExpressionAttributeValues": marshal({":zero": 0, ":one": 1, ":ends": ends_at_s}),
        }
    }


def transact(writes, first_is_repeat=False):
    """All of the rows or none."""
    try:
        client.transact_write_items(TransactItems=writes)
    except client.exceptions.TransactionCanceledException as error:
        codes = [reason.get("Code") for reason in error.response["CancellationReasons"]]
        if first_is_repeat and codes[0] == "ConditionalCheckFailed":
            raise Repeated() from None
        raise Conflict(codes) from None
