import { describe, expect, it } from 'vitest';
import { account, hub, jsonRequest, map, plainRequest, queryRequest } from './support.ts';

const table = `arn:aws:dynamodb:us-east-1:${account}:table/mandate`;

describe('mapping of DynamoDB calls', () => {
  it('needs one permission for each item of a transaction', async () => {
    const request = jsonRequest('DynamoDB_20120810.TransactWriteItems', {
      TransactItems: [
        { Put: { TableName: 'mandate', Item: { pk: { S: 'a' } } } },
        { Update: { TableName: 'mandate', Key: { pk: { S: 'b' } } } },
        { Delete: { TableName: 'other', Key: { pk: { S: 'c' } } } },
        { ConditionCheck: { TableName: table, Key: { pk: { S: 'd' } } } },
      ],
    });

    const mapped = await map('dynamodb', request);

    expect(mapped?.needs.map((need) => [need.action, need.resource])).toEqual([
      ['dynamodb:PutItem', table],
      ['dynamodb:UpdateItem', table],
      ['dynamodb:DeleteItem', table.replace('mandate', 'other')],
      ['dynamodb:ConditionCheckItem', table],
    ]);
    expect(mapped?.needs[1]?.context).toMatchObject({ 'dynamodb:LeadingKeys': ['b'] });
  });

  it('authorises a batch table by table, with every key', async () => {
    const request = jsonRequest('DynamoDB_20120810.BatchWriteItem', {
      RequestItems: {
        mandate: [
          { PutRequest: { Item: { pk: { S: 'a' } } } },
          { DeleteRequest: { Key: { pk: { S: 'b' } } } },
        ],
      },
    });

    const mapped = await map('dynamodb', request);

    expect(mapped?.needs).toEqual([
      { action: 'dynamodb:BatchWriteItem', resource: table, context: { 'dynamodb:LeadingKeys': ['a', 'b'] } },
    ]);
  });

  it('names the index of a query', async () => {
    const request = jsonRequest('DynamoDB_20120810.Query', {
      TableName: 'mandate',
      IndexName: 'by-owner',
      KeyConditionExpression: '#o = :o',
      ExpressionAttributeValues: { ':o': { S: 'e1' } },
    });

    const mapped = await map('dynamodb', request);

    expect(mapped?.needs).toEqual([
      {
        action: 'dynamodb:Query',
        resource: `${table}/index/by-owner`,
        context: { 'dynamodb:LeadingKeys': ['e1'] },
      },
    ]);
  });

  it.each(['ExecuteStatement', 'ImportTable', 'Nonsense'])('does not know %s', async (operation) => {
    expect(await map('dynamodb', jsonRequest(`DynamoDB_20120810.${operation}`, {}))).toBeUndefined();
  });
});

describe('mapping of S3 calls', () => {
  it.each([
    ['GET', '/b/main/a%20b.txt?x-id=GetObject', 's3:GetObject', 'arn:aws:s3:::b/main/a b.txt'],
    ['HEAD', '/b/k', 's3:GetObject', 'arn:aws:s3:::b/k'],
    ['PUT', '/b/k?partNumber=1&uploadId=u', 's3:PutObject', 'arn:aws:s3:::b/k'],
    ['DELETE', '/b/k', 's3:DeleteObject', 'arn:aws:s3:::b/k'],
    ['GET', '/b?list-type=2&prefix=main%2F', 's3:ListBucket', 'arn:aws:s3:::b'],
    ['GET', '/', 's3:ListAllMyBuckets', '*'],
  ])('%s %s needs %s', async (method, url, action, resource) => {
    const mapped = await map('s3', plainRequest(method, url));

    expect(mapped?.needs.map((need) => [need.action, need.resource])).toEqual([[action, resource]]);
  });

  it('needs both sides of a copy', async () => {
    const mapped = await map(
      's3',
      plainRequest('PUT', '/b/k', { 'x-amz-copy-source': '/other/from%20here' }),
    );

    expect(mapped?.needs.map((need) => need.action + need.resource)).toEqual([
      's3:PutObjectarn:aws:s3:::b/k',
      's3:GetObjectarn:aws:s3:::other/from here',
    ]);
  });

  it.each([
    '/b/k?torrent',
    '//b/k',
    '/b//k',
    '/b/main/../k',
    '/b/%2e%2e/k',
    '/b/k?acl&tagging',
    '/b/main/*',
    '/b/k?tagging=&tagging=',
  ])('does not know GET %s', async (url) => {
    expect(await map('s3', plainRequest('GET', url))).toBeUndefined();
  });
});

describe('mapping of IAM calls', () => {
  it('gives the boundary, the tags and the path of a role to be created', async () => {
    const boundary = `arn:aws:iam::${account}:policy/mandate/MandateBoundary-test`;
    const request = queryRequest({
      Action: 'CreateRole',
      RoleName: 'mandate-a1',
      Path: '/mandate/test/',
      PermissionsBoundary: boundary,
      'Tags.member.1.Key': 'mandate:agent',
      'Tags.member.1.Value': 'a1',
    });

    const mapped = await map('iam', request);

    expect(mapped?.needs.map((need) => need.action)).toEqual(['iam:CreateRole', 'iam:TagRole']);
    expect(mapped?.needs[0]).toEqual({
      action: 'iam:CreateRole',
      resource: `arn:aws:iam::${account}:role/mandate/test/mandate-a1`,
      context: {
        'iam:PermissionsBoundary': boundary,
        'aws:TagKeys': ['mandate:agent'],
        'aws:RequestTag/mandate:agent': 'a1',
      },
    });
  });

  it('finds the path and the boundary of a role that exists', async () => {
    const policy = `arn:aws:iam::${account}:policy/mandate/MandateStops-test`;
    const request = queryRequest({ Action: 'AttachRolePolicy', RoleName: 'mandate-a1', PolicyArn: policy });

    const mapped = await map('iam', request);

    expect(mapped?.needs[0]).toMatchObject({
      action: 'iam:AttachRolePolicy',
      resource: `arn:aws:iam::${account}:role/mandate/test/mandate-a1`,
      context: {
        'iam:PolicyARN': policy,
        'iam:PermissionsBoundary': `arn:aws:iam::${account}:policy/mandate/MandateBoundary-test`,
      },
    });
  });

  it('does not read a call whose parameters come twice', async () => {
    const request = plainRequest('POST', '/?Action=ListRoles', {}, 'Action=DeleteRole&RoleName=x');

    expect(await map('iam', request)).toBeUndefined();
  });
});

describe('mapping of other services', () => {
  it('takes the account of a queue from its URL', async () => {
    const url = `http://127.0.0.1:4566/${hub}/mandate-stops`;

    const mapped = await map(
      'sqs',
      jsonRequest('AmazonSQS.SendMessageBatch', { QueueUrl: url, Entries: [] }),
    );

    expect(mapped?.needs).toEqual([
      { action: 'sqs:SendMessage', resource: `arn:aws:sqs:us-east-1:${hub}:mandate-stops` },
    ]);
  });

  it('evaluates each bus and source of the events put', async () => {
    const entries = [
      { EventBusName: 'mandate', Source: 'hr', DetailType: 'Owner Left' },
      { EventBusName: 'mandate', Source: 'hr', DetailType: 'Owner Left' },
      { Source: 'hr', DetailType: 'Owner Left' },
    ];

    const mapped = await map('events', jsonRequest('AWSEvents.PutEvents', { Entries: entries }));

    expect(mapped?.needs.map((need) => need.resource)).toEqual([
      `arn:aws:events:us-east-1:${account}:event-bus/mandate`,
      `arn:aws:events:us-east-1:${account}:event-bus/default`,
    ]);
  });

  it('maps parameters, secrets and functions', async () => {
    const parameter = await map(
      'ssm',
      jsonRequest('AmazonSSM.GetParameter', { Name: '/mandate/test/heartbeat' }),
    );
    const invoke = await map(
      'lambda',
      plainRequest('POST', '/2015-03-31/functions/mandate-broker/invocations'),
    );

    expect(parameter?.needs[0]?.resource).toBe(
      `arn:aws:ssm:us-east-1:${account}:parameter/mandate/test/heartbeat`,
    );
    expect(invoke?.needs[0]).toEqual({
      action: 'lambda:InvokeFunction',
      resource: `arn:aws:lambda:us-east-1:${account}:function:mandate-broker`,
    });
  });

  it('refuses a target that belongs to another service than the one signed for', async () => {
    expect(
      await map('ssm', jsonRequest('DynamoDB_20120810.GetItem', { TableName: 'mandate' })),
    ).toBeUndefined();
    expect(
      await map('s3', plainRequest('GET', '/b/k', { 'x-amz-target': 'DynamoDB_20120810.Scan' })),
    ).toBeUndefined();
  });

  it('does not know a service that is not mapped', async () => {
    expect(await map('ec2', queryRequest({ Action: 'DescribeInstances' }))).toBeUndefined();
  });
});
