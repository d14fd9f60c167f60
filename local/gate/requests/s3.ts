import type { GateRequest, Need } from '../wire.ts';
import type { MappingInput } from './mapping.ts';

/** S3 speaks paths and sub-resources: `METHOD sub-resource` to operation and action. */

type Row = readonly [operation: string, action: string];

const bucketRows: Readonly<Record<string, Row>> = {
  'GET ': ['ListObjects', 'ListBucket'],
  'GET list-type': ['ListObjectsV2', 'ListBucket'],
  'GET versions': ['ListObjectVersions', 'ListBucketVersions'],
  'GET uploads': ['ListMultipartUploads', 'ListBucketMultipartUploads'],
  'GET location': ['GetBucketLocation', 'GetBucketLocation'],
  'GET versioning': ['GetBucketVersioning', 'GetBucketVersioning'],
  'GET policy': ['GetBucketPolicy', 'GetBucketPolicy'],
  'GET encryption': ['GetBucketEncryption', 'GetEncryptionConfiguration'],
  'GET tagging': ['GetBucketTagging', 'GetBucketTagging'],
  'GET publicAccessBlock': ['GetPublicAccessBlock', 'GetBucketPublicAccessBlock'],
  'GET acl': ['GetBucketAcl', 'GetBucketAcl'],
  'HEAD ': ['HeadBucket', 'ListBucket'],
  'PUT ': ['CreateBucket', 'CreateBucket'],
  'PUT policy': ['PutBucketPolicy', 'PutBucketPolicy'],
  'PUT versioning': ['PutBucketVersioning', 'PutBucketVersioning'],
  'DELETE ': ['DeleteBucket', 'DeleteBucket'],
  'DELETE policy': ['DeleteBucketPolicy', 'DeleteBucketPolicy'],
};

const objectRows: Readonly<Record<string, Row>> = {
  'GET ': ['GetObject', 'GetObject'],
  'GET versionId': ['GetObject', 'GetObjectVersion'],
  'GET tagging': ['GetObjectTagging', 'GetObjectTagging'],
  'GET acl': ['GetObjectAcl', 'GetObjectAcl'],
  'GET uploadId': ['ListParts', 'ListMultipartUploadParts'],
  'HEAD ': ['HeadObject', 'GetObject'],
  'HEAD versionId': ['HeadObject', 'GetObjectVersion'],
  'PUT ': ['PutObject', 'PutObject'],
  'PUT uploadId': ['UploadPart', 'PutObject'],
  'PUT tagging': ['PutObjectTagging', 'PutObjectTagging'],
  'POST uploads': ['CreateMultipartUpload', 'PutObject'],
  'POST uploadId': ['CompleteMultipartUpload', 'PutObject'],
  'DELETE ': ['DeleteObject', 'DeleteObject'],
  'DELETE versionId': ['DeleteObject', 'DeleteObjectVersion'],
  'DELETE uploadId': ['AbortMultipartUpload', 'AbortMultipartUpload'],
};

/** Parameters that do not change what is asked for. */
const plainParameters =
  /^(x-id|prefix|delimiter|max-keys|marker|continuation-token|start-after|encoding-type|fetch-owner|partNumber|part-number-marker|max-parts|key-marker|version-id-marker|upload-id-marker|max-uploads|max-buckets|bucket-region|x-amz-checksum-.*|x-amz-sdk-checksum-algorithm|response-.*|X-Amz-.*)$/;

export interface S3Target {
  readonly bucket: string;
  readonly key: string;
}

export function s3Target(request: GateRequest): S3Target | undefined {
  try {
    const [, bucket = '', ...rest] = request.path.split('/').map(decodeURIComponent);
    const key = rest.join('/');
    // what the emulator might take for another key
    const odd =
      key.startsWith('/') || /(^|\/)\.\.?(\/|$)/.test(key) || (bucket === '' && request.path !== '/');
    return odd ? undefined : { bucket, key };
  } catch {
    return undefined;
  }
}

export function mapS3(input: MappingInput): { operation: string; needs: Need[] } | undefined {
  const { request } = input;
  const target = s3Target(request);
  const sub = subResource(request);
  if (target === undefined || sub === undefined) return undefined;
  if (target.bucket === '') {
    return request.method === 'GET' && sub === ''
      ? { operation: 'ListBuckets', needs: [{ action: 's3:ListAllMyBuckets', resource: '*' }] }
      : undefined;
  }
  if (target.key === '') return bucketCall(input, target, sub);
  return objectCall(input, target, sub);
}

/** The one parameter that names a sub-resource; undefined when there are several or one that is not known. */
function subResource(request: GateRequest): string | undefined {
  const names = [...request.query.keys()].filter((name) => !plainParameters.test(name));
  return names.length > 1 || new Set(request.query.keys()).size !== request.query.size
    ? undefined
    : (names[0] ?? '');
}

function bucketCall(input: MappingInput, target: S3Target, sub: string) {
  const { request, account } = input;
  const resource = `arn:aws:s3:::${target.bucket}`;
  if (request.method === 'POST' && sub === 'delete') return deleteObjects(input, target);
  const row = bucketRows[`${request.method} ${sub}`];
  if (row === undefined) return undefined;
  const context: Record<string, string> = { 's3:ResourceAccount': account };
  for (const name of ['prefix', 'delimiter', 'max-keys']) {
    const value = request.query.get(name);
    if (value !== null) context[`s3:${name}`] = value;
  }
  return { operation: row[0], needs: [{ action: `s3:${row[1]}`, resource, context }] };
}

function deleteObjects(input: MappingInput, target: S3Target) {
  const body = input.request.body.toString();
  const keys = [...body.matchAll(/<Key>([^<]*)<\/Key>/g)].map((match) => match[1] ?? '');
  // entities or CDATA could hide another key from this reading
  if (keys.length === 0 || keys.some((key) => key.includes('&')) || /<!|VersionId/.test(body))
    return undefined;
  return {
    operation: 'DeleteObjects',
    needs: keys.map((key) => objectNeed(input, 'DeleteObject', target.bucket, key)),
  };
}

function objectCall(input: MappingInput, target: S3Target, sub: string) {
  const { request } = input;
  const row = objectRows[`${request.method} ${sub}`];
  if (row === undefined) return undefined;
  const needs = [objectNeed(input, row[1], target.bucket, target.key)];
  if (row[1] === 'PutObject' && request.headers['x-amz-tagging'] !== undefined) {
    needs.push(objectNeed(input, 'PutObjectTagging', target.bucket, target.key));
  }
  if (row[1] === 'PutObject' && request.headers['x-amz-acl'] !== undefined) {
    needs.push(objectNeed(input, 'PutObjectAcl', target.bucket, target.key));
  }
  const source = request.headers['x-amz-copy-source'];
  if (source === undefined) return { operation: row[0], needs };
  const from = copySource(source);
  if (from === undefined) return undefined;
  return {
    operation: row[0] === 'PutObject' ? 'CopyObject' : row[0],
    needs: [...needs, objectNeed(input, 'GetObject', from.bucket, from.key)],
  };
}

function copySource(source: string): S3Target | undefined {
  if (source.includes('?')) return undefined;
  try {
    const [bucket = '', ...rest] = decodeURIComponent(source).replace(/^\//, '').split('/');
    return rest.length === 0 || bucket.startsWith('arn:') ? undefined : { bucket, key: rest.join('/') };
  } catch {
    return undefined;
  }
}

function objectNeed(input: MappingInput, action: string, bucket: string, key: string): Need {
  return {
    action: `s3:${action}`,
    resource: `arn:aws:s3:::${bucket}/${key}`,
    context: { 's3:ResourceAccount': input.account },
  };
}
