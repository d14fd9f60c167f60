import type { APIGatewayProxyEventV2 } from 'aws-lambda';

export const REQUEST_ID = 'JKJaXmPLvHcESHA=';

/** A request as an HTTP API hands it to a Lambda, payload format 2.0. */
export const apiGatewayEvent = (
  headers: APIGatewayProxyEventV2['headers'],
  rawQueryString = '',
): APIGatewayProxyEventV2 => ({
  version: '2.0',
  routeKey: 'GET /v1/credentials',
  rawPath: '/v1/credentials',
  rawQueryString,
  headers: {
    accept: 'application/json',
    'accept-encoding': 'identity',
    'content-length': '0',
    host: 'r3pmxmplak.execute-api.eu-central-1.amazonaws.com',
    'user-agent': 'Boto3/1.40.1 md/Botocore#1.40.1 ua/2.1 os/linux lang/python#3.13.5',
    'x-amzn-trace-id': 'Root=1-5e6722a7-cc56xmpl46db7ae02d4da47e',
    'x-forwarded-for': '205.255.255.176',
    'x-forwarded-port': '443',
    'x-forwarded-proto': 'https',
    ...headers,
  },
  requestContext: {
    accountId: '111111111111',
    apiId: 'r3pmxmplak',
    domainName: 'r3pmxmplak.execute-api.eu-central-1.amazonaws.com',
    domainPrefix: 'r3pmxmplak',
    http: {
      method: 'GET',
      path: '/v1/credentials',
      protocol: 'HTTP/1.1',
      sourceIp: '205.255.255.176',
      userAgent: 'Boto3/1.40.1 md/Botocore#1.40.1 ua/2.1 os/linux lang/python#3.13.5',
    },
    requestId: REQUEST_ID,
    routeKey: 'GET /v1/credentials',
    stage: '$default',
    time: '24/Nov/2026:05:00:00 +0000',
    timeEpoch: 1795496400000,
  },
  isBase64Encoded: false,
});
