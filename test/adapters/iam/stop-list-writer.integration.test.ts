import {
  CreatePolicyCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  ListPolicyVersionsCommand,
} from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import { beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { iamStopListWriter } from '../../../lambdas/adapters/iam/stop-list-writer.ts';
import { stopListArn, stopListName, stopWriterName } from '../../../lambdas/contracts/resource-names.ts';
import type { StopListWriter } from '../../../lambdas/core/ports/stop-list-writer.ts';
import { stopWriterPolicy } from '../../../lib/stacks/workload-permissions.ts';
import { armFault } from '../../support/clients.ts';
import { listOf, stopListWriterContract } from '../../support/contract-suites/stop-list-writer.ts';
import { FakeClock } from '../../support/fakes/fake-clock.ts';
import { hubFunction } from '../../support/hub-roles.ts';
import { callsOf } from '../../support/logged-calls.ts';
import { type SeenIam, seenIam } from '../../support/seen-iam.ts';
import { createWorkload, type WorkloadUnderTest } from '../../support/workload-account.ts';

const emulator = inject('emulator');
const stopWriter = stopWriterName('iam-stops');

let workload: WorkloadUnderTest;
let iam: SeenIam;
let open: () => Promise<StopListWriter>;
let writer: StopListWriter;

beforeAll(async () => {
  workload = await createWorkload(emulator, 'iam-stops');
  iam = seenIam(emulator, workload.where);
  const compiler = await hubFunction(emulator, workload, 'compiler');
  open = async () =>
    iamStopListWriter({
      deployment: workload.deployment,
      sts: new STSClient(compiler),
      sessionName: 'mandate-compiler',
      clientConfig: { endpoint: emulator.endpointUrl },
      clock: new FakeClock(),
    });
});

beforeEach(async () => {
  await removeList();
  writer = await open();
});

const policy = () => ({ PolicyArn: stopListArn(workload.where) });

const removeList = async (): Promise<void> => {
  if ((await iam.stopList()) === undefined) return;
  const { Versions = [] } = await iam.client.send(new ListPolicyVersionsCommand(policy()));
  for (const { VersionId, IsDefaultVersion } of Versions) {
    if (IsDefaultVersion) continue;
    await iam.client.send(new DeletePolicyVersionCommand({ ...policy(), VersionId }));
  }
  await iam.client.send(new DeletePolicyCommand(policy()));
};

const write = (stops: number, by = writer) => by.write(workload.environment, listOf(stops));

/** The operations that one write needed. */
const callsFor = async (stops: number): Promise<readonly string[]> => {
  const before = (await callsOf(emulator, stopWriter)).length;
  await write(stops);
  const calls = await callsOf(emulator, stopWriter);
  return calls.slice(before).map(({ operation }) => operation);
};

const fail = (operation: string, error: { readonly code: string; readonly status: number }, after = false) =>
  armFault(emulator, {
    match: { service: 'iam', operation, principal: stopWriter },
    error,
    times: 1,
    after,
  });

describe('the stop list writer of IAM', () => {
  stopListWriterContract(async () => ({
    writer,
    environment: workload.environment,
    see: () => iam.stopList(),
  }));

  it('needs as many calls as it says, whatever the list holds', async () => {
    expect(await callsFor(0)).toEqual(['ListPolicyVersions', 'CreatePolicy']);
    expect(await callsFor(0)).toEqual(['ListPolicyVersions', 'GetPolicyVersion']);
    for (const stops of [1, 2, 3, 4]) {
      expect(await callsFor(stops)).toEqual([
        'ListPolicyVersions',
        'GetPolicyVersion',
        'CreatePolicyVersion',
      ]);
    }
    expect(await callsFor(60)).toEqual([
      'ListPolicyVersions',
      'GetPolicyVersion',
      'DeletePolicyVersion',
      'CreatePolicyVersion',
    ]);
  });

  it('removes the oldest version when there are five, and never the one in force', async () => {
    for (const stops of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) await write(stops);

    const { Versions = [] } = await iam.client.send(new ListPolicyVersionsCommand(policy()));

    expect(Versions.map(({ VersionId }) => VersionId).sort()).toEqual(['v10', 'v11', 'v7', 'v8', 'v9']);
    expect(Versions.find(({ IsDefaultVersion }) => IsDefaultVersion)?.VersionId).toBe('v11');
  });

  it.each(['ListPolicyVersions', 'GetPolicyVersion', 'DeletePolicyVersion', 'CreatePolicyVersion'])(
    'writes with its second run what %s kept it from, before or after it was carried out',
    async (operation) => {
      for (const stops of [1, 2, 3, 4, 5]) await write(stops);
      for (const [stops, after] of [
        [6, false],
        [7, true],
      ] as const) {
        await fail(operation, { code: 'Interrupted', status: 400 }, after);

        const interrupted = await write(stops).catch((error: Error) => error.name);
        await write(stops, await open());

        expect(interrupted).toBe('Interrupted');
        expect(await iam.stopList()).toEqual(listOf(stops));
      }
    },
  );

  it.each([
    ['ListPolicyVersions', 'NoSuchEntity', 404],
    ['CreatePolicyVersion', 'LimitExceeded', 409],
    ['CreatePolicyVersion', 'ConcurrentModification', 409],
    ['DeletePolicyVersion', 'NoSuchEntity', 404],
  ])('looks again when %s says %s', async (operation, code, status) => {
    for (const stops of [1, 2, 3, 4, 5]) await write(stops);
    await fail(operation, { code, status });

    expect(await write(6)).toEqual({ written: true });
    expect(await iam.stopList()).toEqual(listOf(6));
  });

  it('takes over a list that the provisioner has just created', async () => {
    const PolicyName = stopListName(workload.where.environment);
    const PolicyDocument = JSON.stringify(listOf(0));
    await iam.client.send(new CreatePolicyCommand({ PolicyName, Path: '/mandate/', PolicyDocument }));
    await fail('ListPolicyVersions', { code: 'NoSuchEntity', status: 404 });

    expect(await write(3)).toEqual({ written: true });
    expect(await iam.stopList()).toEqual(listOf(3));
  });

  it('uses every permission of the stop writer and no other', async () => {
    const granted = stopWriterPolicy(workload.where).Statement.flatMap(({ Action = [] }) => Action);

    const calls = await callsOf(emulator, `/${stopWriter}/mandate-compiler`);
    const used = calls.filter(({ decision }) => decision === 'allow').map(({ action }) => action);

    expect([...new Set(used)].sort()).toEqual([...granted].sort());
  });
});
