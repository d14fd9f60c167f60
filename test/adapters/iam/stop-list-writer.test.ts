import { STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { iamStopListWriter } from '../../../lambdas/adapters/iam/stop-list-writer.ts';
import { deploymentOf } from '../../../lib/stacks/deployment-file.ts';
import { environmentName } from '../../support/contract-suites/entities.ts';
import { listOf, stopListWriterContract } from '../../support/contract-suites/stop-list-writer.ts';
import { FakeClock } from '../../support/fakes/fake-clock.ts';
import { InMemoryStopLists } from '../../support/fakes/in-memory-stop-lists.ts';
import { clientOf, queryAnswer, scriptedService, sessionAnswer } from '../../support/scripted-service.ts';
import { settingsOf } from '../../support/settings.ts';

const environment = environmentName('test');

describe('the stop lists in memory', () => {
  stopListWriterContract(async () => {
    const writer = new InMemoryStopLists();
    return { writer, environment, see: async () => writer.documentOf(environment) };
  });
});

describe('the stop list writer of IAM', () => {
  it('trusts no list of versions that is older than what it wrote', async () => {
    const old = encodeURIComponent(JSON.stringify(listOf(1)));
    const versions = '<member><VersionId>v3</VersionId><IsDefaultVersion>true</IsDefaultVersion></member>';
    // version 4 is written, and IAM goes on listing 3
    const service = await scriptedService(({ operation }) => {
      if (operation === 'AssumeRole') return sessionAnswer(900);
      if (operation === 'ListPolicyVersions')
        return queryAnswer(operation, `<Versions>${versions}</Versions>`);
      const version = operation === 'CreatePolicyVersion' ? 'v4' : 'v3';
      return queryAnswer(
        operation,
        `<PolicyVersion><VersionId>${version}</VersionId><Document>${old}</Document></PolicyVersion>`,
      );
    });
    const writer = iamStopListWriter({
      deployment: deploymentOf(settingsOf()),
      sts: new STSClient(clientOf(service)),
      sessionName: 'mandate-compiler',
      clientConfig: { endpoint: service.endpoint },
      clock: new FakeClock(),
    });
    await writer.write(environment, listOf(2));

    const { written } = await writer.write(environment, listOf(1));

    expect(written).toBe(true);
    const last = service.calls.at(-1);
    expect(last?.operation).toBe('CreatePolicyVersion');
    expect(JSON.parse(last?.form.get('PolicyDocument') ?? '')).toEqual(listOf(1));
  });
});
