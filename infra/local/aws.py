"""What `cargo desk` asks of the local AWS. Each command prints one JSON value.

The endpoint, region and keys come from the environment (AWS_ENDPOINT_URL, ...).
"""

import argparse
import json
import pathlib
import sys

import boto3
from botocore.exceptions import ClientError, WaiterError


def artifacts(bucket, release, folder, template):
    """Puts the functions' code and the template where CloudFormation reads them."""
    s3 = boto3.client("s3")
    try:
        s3.head_bucket(Bucket=bucket)
    except ClientError:
        s3.create_bucket(Bucket=bucket)
    kept = {f"{release}/{path.name}": path for path in sorted(folder.glob("*.zip"))}
    if not kept:
        sys.exit(f"no zip in {folder}: build the functions first")
    present = {item["Key"] for item in s3.list_objects_v2(Bucket=bucket).get("Contents", [])}
    for key, path in kept.items():
        if key not in present:
            s3.put_object(Bucket=bucket, Key=key, Body=path.read_bytes())
    template_key = "template.yaml"
    s3.put_object(Bucket=bucket, Key=template_key, Body=template.read_bytes())
    for key in present - kept.keys() - {template_key}:
        s3.delete_object(Bucket=bucket, Key=key)
    return f"{s3.meta.endpoint_url}/{bucket}/{template_key}"


def deploy(stack, bucket, release, folder, template, parameters):
    """Creates or updates the stack and returns its outputs."""
    cloudformation = boto3.client("cloudformation")
    request = {
        "StackName": stack,
        "TemplateURL": artifacts(bucket, release, folder, template),
        "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        "Parameters": [
            {"ParameterKey": name, "ParameterValue": value}
            for name, value in {**parameters, "ArtifactBucket": bucket, "Release": release}.items()
        ],
    }
    try:
        cloudformation.describe_stacks(StackName=stack)
        verb, done = cloudformation.update_stack, "stack_update_complete"
    except ClientError:
        verb, done = cloudformation.create_stack, "stack_create_complete"
    try:
        verb(**request)
        cloudformation.get_waiter(done).wait(StackName=stack, WaiterConfig={"Delay": 1, "MaxAttempts": 120})
    except ClientError as error:
        if "No updates" not in str(error):
            raise
    except WaiterError:
        sys.exit(f"the stack {stack} was not deployed:\n{failures(cloudformation, stack)}")
    outputs = cloudformation.describe_stacks(StackName=stack)["Stacks"][0].get("Outputs", [])
    outputs = {output["OutputKey"]: output["OutputValue"] for output in outputs}
    expire(outputs["TableName"])
    return outputs


def failures(cloudformation, stack):
    events = cloudformation.describe_stack_events(StackName=stack)["StackEvents"]
    lines = [
        f"  {event['LogicalResourceId']}: {event.get('ResourceStatusReason', 'no reason given')}"
        for event in events
        if event["ResourceStatus"].endswith("FAILED")
    ]
    return "\n".join(lines) or "  no event says why"


def expire(table):
    """The local CloudFormation leaves out the table's time to live."""
    dynamodb = boto3.client("dynamodb")
    live = dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
    if live["TimeToLiveStatus"] not in ("ENABLED", "ENABLING"):
        dynamodb.update_time_to_live(
            TableName=table,
            TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires_at_s"},
        )


def members(pool, password, emails):
    """Makes the people who may sign in, and returns the identity of each."""
    cognito = boto3.client("cognito-idp")
    people = []
    for email in emails:
        try:
            user = cognito.admin_get_user(UserPoolId=pool, Username=email)
            attributes = user["UserAttributes"]
        except cognito.exceptions.UserNotFoundException:
            user = cognito.admin_create_user(
                UserPoolId=pool,
                Username=email,
                MessageAction="SUPPRESS",
                # The one that the local pool would make up is shorter than the pool asks.
                TemporaryPassword=password,
                UserAttributes=[
                    {"Name": "email", "Value": email},
                    {"Name": "email_verified", "Value": "true"},
                ],
            )["User"]
            attributes = user["Attributes"]
        cognito.admin_set_user_password(UserPoolId=pool, Username=email, Password=password, Permanent=True)
        sub = next(item["Value"] for item in attributes if item["Name"] == "sub")
        people.append({"email": email, "sub": sub})
    return people


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    deploying = commands.add_parser("deploy")
    deploying.add_argument("--stack", required=True)
    deploying.add_argument("--bucket", required=True)
    deploying.add_argument("--release", required=True)
    deploying.add_argument("--zips", type=pathlib.Path, required=True)
    deploying.add_argument("--template", type=pathlib.Path, required=True)
    signing = commands.add_parser("members")
    signing.add_argument("--pool", required=True)
    signing.add_argument("email", nargs="+")
    given = parser.parse_args()
    # Secrets come on the standard input: the command line is there for all to see.
    secret = json.load(sys.stdin)
    try:
        if given.command == "deploy":
            answer = deploy(given.stack, given.bucket, given.release, given.zips, given.template, secret)
        else:
            answer = members(given.pool, secret["password"], given.email)
    except ClientError as error:
        sys.exit(str(error))
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
