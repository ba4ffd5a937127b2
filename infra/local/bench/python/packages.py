"""The bucket of packages."""

import base64
import os
import zlib

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

client = boto3.client("s3", config=Config(signature_version="s3v4"))
BUCKET = os.environ["PACKAGES_BUCKET"]


def put(key, media_type, data):
    checksum = base64.b64encode(zlib.crc32(data).to_bytes(4, "big")).decode()
    client.put_object(Bucket=BUCKET, Key=key, ContentType=media_type, Body=data, ChecksumCRC32=checksum)


def exists(key):
    try:
        client.head_object(Bucket=BUCKET, Key=key, ChecksumMode="ENABLED")
    except ClientError as error:
        if error.response["Error"]["Code"] == "404":
            return False
        raise
    return True


def sign_download(key, file_name, seconds):
    """A link that works for a while. Costs no call."""
    params = {
        "Bucket": BUCKET,
        "Key": key,
        "ResponseContentDisposition": f'attachment; filename="{file_name}"',
        "ResponseContentType": "application/zip",
        "ResponseCacheControl": "no-store",
    }
    return client.generate_presigned_url("get_object", Params=params, ExpiresIn=seconds)
