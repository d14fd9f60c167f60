import type { Gate } from './gate.ts';
import type { Lookups } from './requests/mapping.ts';

type Source = Pick<Gate, 'iam' | 'upstream'>;

/** Questions of the mappings, put to the emulator as the caller's account. */
export function lookupsFor(account: string, region: string, { iam, upstream }: Source): Lookups {
  async function ask(service: string, target: string, version: string, body: object): Promise<unknown> {
    const headers = { 'x-amz-target': target, 'content-type': `application/x-amz-json-${version}` };
    const answer = await upstream.ask(account, service, region, headers, JSON.stringify(body));
    return answer.status === 200 ? JSON.parse(answer.body.toString()) : undefined;
  }
  return {
    role: (name) => iam.role(account, name),
    partitionKey: (table) =>
      iam.keep(account, `table ${region} ${table}`, async () => {
        const answer = await ask('dynamodb', 'DynamoDB_20120810.DescribeTable', '1.0', { TableName: table });
        const described = answer as
          | { Table?: { KeySchema?: { AttributeName: string; KeyType: string }[] } }
          | undefined;
        return described?.Table?.KeySchema?.find((key) => key.KeyType === 'HASH')?.AttributeName;
      }),
    keyOfAlias: async (alias) => {
      const answer = await ask('kms', 'TrentService.DescribeKey', '1.1', { KeyId: alias });
      return (answer as { KeyMetadata?: { Arn?: string } } | undefined)?.KeyMetadata?.Arn;
    },
  };
}
