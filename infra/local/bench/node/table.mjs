// The table: reads of single rows are consistent, changes are one conditional transaction.

import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";

const client = new DynamoDBClient({});
const TableName = process.env.TABLE;
const SCHEMA = 1;

export const ALONE = "-";

export class Conflict extends Error {}
export class Repeated extends Error {}

export async function get(pk, sk) {
  const answer = await client.send(
    new GetItemCommand({ TableName, Key: marshall({ pk, sk }), ConsistentRead: true }),
  );
  return answer.Item && unmarshall(answer.Item);
}

export async function put(row) {
  await client.send(new PutItemCommand(stored(row)));
}

export async function touch(pk, now) {
  await client.send(
    new UpdateItemCommand({
      TableName,
      Key: marshall({ pk, sk: ALONE }),
      UpdateExpression: "SET seen_at = :now",
      ConditionExpression: "attribute_exists(pk)",
      ExpressionAttributeValues: marshall({ ":now": now }),
    }),
  );
}

async function all(query) {
  const rows = [];
  let ExclusiveStartKey;
  do {
    const answer = await client.send(new QueryCommand({ TableName, ...query, ExclusiveStartKey }));
    rows.push(...answer.Items.map((item) => unmarshall(item)));
    ExclusiveStartKey = answer.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return rows;
}

export function prefixed(pk, prefix) {
  return all({
    ConsistentRead: true,
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
    ExpressionAttributeValues: marshall({ ":pk": pk, ":prefix": prefix }),
  });
}

export function indexed(index, value) {
  return all({
    IndexName: index,
    KeyConditionExpression: "#pk = :pk",
    ExpressionAttributeNames: { "#pk": `${index}_pk` },
    ExpressionAttributeValues: marshall({ ":pk": value }),
  });
}

// One page of the open requests of a practice, by due date.
export async function worklist(practice, after, limit) {
  const answer = await client.send(
    new QueryCommand({
      TableName,
      IndexName: "worklist",
      Limit: limit,
      KeyConditionExpression: after ? "worklist_pk = :pk AND worklist_sk > :after" : "worklist_pk = :pk",
      ExpressionAttributeValues: marshall({ ":pk": `${practice}#OPEN#0`, ...(after && { ":after": after }) }),
    }),
  );
  return { rows: answer.Items.map((item) => unmarshall(item)), more: Boolean(answer.LastEvaluatedKey) };
}

const stored = (row) => ({ TableName, Item: marshall({ ...row, schema: SCHEMA }) });

function putIf(row, condition, values, names) {
  return {
    Put: {
      ...stored(row),
      ConditionExpression: condition,
      ...(values && { ExpressionAttributeValues: marshall(values) }),
      ...(names && { ExpressionAttributeNames: names }),
    },
  };
}

export const write = {
  any: (row) => ({ Put: stored(row) }),
  fresh: (row) => putIf(row, "attribute_not_exists(pk)"),
  // The idempotency row, which is new or takes the place of one whose time is over.
  first: (row) => putIf(row, "attribute_not_exists(pk) OR ends_at_s <= :now", { ":now": row.made_at_s }),
  seq: (row, seq) => putIf(row, "seq = :seq", { ":seq": seq }),
  version: (row, { version, seq }) =>
    putIf(row, "#version = :version AND seq = :seq", { ":version": version, ":seq": seq }, { "#version": "version" }),
  count: (pk, endsAt) => ({
    Update: {
      TableName,
      Key: marshall({ pk, sk: ALONE }),
      UpdateExpression: "SET mails = if_not_exists(mails, :zero) + :one, expires_at_s = :ends",
      ExpressionAttributeValues: marshall({ ":zero": 0, ":one": 1, ":ends": endsAt }),
    },
  }),
};

// All of the rows or none.
export async function transact(writes, firstIsRepeat = false) {
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems: writes }));
  } catch (error) {
    if (error.name !== "TransactionCanceledException") throw error;
    const codes = error.CancellationReasons.map((reason) => reason.Code);
    if (firstIsRepeat && codes[0] === "ConditionalCheckFailed") throw new Repeated();
    throw new Conflict(codes.join());
  }
}
