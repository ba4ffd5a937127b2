// The bucket of packages.

import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { crc32 } from "node:zlib";

const client = new S3Client({ forcePathStyle: Boolean(process.env.AWS_ENDPOINT_URL) });
const Bucket = process.env.PACKAGES_BUCKET;

const checksum = (bytes) => {
  const four = Buffer.alloc(4);
  four.writeUInt32BE(crc32(bytes));
  return four.toString("base64");
};

export async function put(key, mediaType, bytes) {
  await client.send(
    new PutObjectCommand({ Bucket, Key: key, ContentType: mediaType, Body: bytes, ChecksumCRC32: checksum(bytes) }),
  );
}

export async function exists(key) {
  try {
    await client.send(new HeadObjectCommand({ Bucket, Key: key, ChecksumMode: "ENABLED" }));
    return true;
  } catch (error) {
    if (error.name === "NotFound") return false;
    throw error;
  }
}

// A link that works for a while. Costs no call.
export function signDownload(key, fileName, expiresIn) {
  const command = new GetObjectCommand({
    Bucket,
    Key: key,
    ResponseContentDisposition: `attachment; filename="${fileName}"`,
    ResponseContentType: "application/zip",
    ResponseCacheControl: "no-store",
  });
  return getSignedUrl(client, command, { expiresIn });
}
