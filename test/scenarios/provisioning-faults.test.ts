import { PutRolePolicyCommand, TagRoleCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { agentRoleName } from '../../lambdas/contracts/resource-names.ts';
import type { LoggedCall } from '../../local/gate/call-log.ts';
import type { Fault } from '../../local/gate/faults.ts';
import { armFault, clearFaults } from '../support/clients.ts';
import { agentId } from '../support/contract-suites/entities.ts';
import { callsOf } from '../support/logged-calls.ts';
import { iamOf, roleOf } from './support/agent-role.ts';
import { askCredentialsAs, suspendedFor } from './support/ask-credentials.ts';
import { eventually } from './support/eventually.ts';
import { READ_TICKET } from './support/everyday-calls.ts';
import { stopCleared, stopVerified } from './support/follow-stop.ts';
import { Queues } from './support/queues.ts';
import { type Cast, Stage } from './support/stage.ts';
import { removeStopList } from './support/stop-list.ts';

const ENVIRONMENT = 'staging';
const ENVIRONMENTS = ['test', 'staging', 'production'] as const;
const PROFILE = 'support-agent';
/** Seconds until what has failed comes again, which by itself are minutes; five times, and it is parked. */
const SOON = 8;

const provisioner = (environment: Cast['environment']): string => `/MandateProvisioner-${environment}/`;

/** What the provisioner has done in an environment's account. */
const doneIn = (stage: Stage, environment: Cast['environment']): Promise<readonly LoggedCall[]> =>
  callsOf(stage.env, provisioner(environment));

const castOn = async (stage: Stage): Promise<Cast> => {
  const cast = {
    agentId: stage.id('undisturbed'),
    ownerId: stage.id('ann'),
    processId: stage.id('desk'),
    profile: PROFILE,
    environment: ENVIRONMENT,
  } as const;
  await stage.joined(cast.ownerId);
  await stage.allowed(cast.processId, PROFILE);
  return cast;
};

/** The role without its agent's and environment's names: what the roles of two agents have in common. */
const shapeOf = async (stage: Stage, cast: Cast): Promise<string> =>
  JSON.stringify(await roleOf(stage, cast))
    .replaceAll(cast.agentId, '<agent>')
    .replaceAll(stage.env.accounts[cast.environment], '<account>')
    .replaceAll(cast.environment, '<environment>');

const isOfRole =
  ({ agentId: id }: Cast) =>
  ({ resource, status }: LoggedCall): boolean =>
    status === 200 && resource.endsWith(`/${agentRoleName(id)}`);

/** In the order in which IAM took them. */
const expectDenialsFirst = async (stage: Stage, cast: Cast): Promise<void> => {
  const operations = (await doneIn(stage, cast.environment))
    .filter(isOfRole(cast))
    .map(({ operation }) => operation);
  const permitted = operations.indexOf('PutRolePolicy');
  expect(permitted).toBeGreaterThan(-1);
  expect(operations.slice(0, permitted)).toContain('AttachRolePolicy');
};

describe('a role whose making meets a fault', () => {
  let stage: Stage;
  let undisturbed: Cast;
  let complete: string;

  const FAULTS = {
    throttled: { error: { code: 'Throttling', status: 400 } },
    failing: { error: { code: 'ServiceFailure', status: 500 } },
    'carried out with its answer lost': { error: { code: 'ServiceFailure', status: 500 }, after: true },
  } as const satisfies Readonly<Record<string, Omit<Fault, 'match'>>>;
  const KINDS = Object.keys(FAULTS) as (keyof typeof FAULTS)[];
  const each = (...operations: readonly string[]) =>
    operations.flatMap((operation) => KINDS.map((kind) => [operation, kind] as const));

  beforeAll(async () => {
    stage = await Stage.set();
    undisturbed = await castOn(stage);
    await stage.register(undisturbed);
    complete = await shapeOf(stage, undisturbed);
  });
  afterAll(() => stage.clear());

  const makeDespite = async (operation: string, kind: keyof typeof FAULTS): Promise<void> => {
    const cast = { ...undisturbed, agentId: stage.id(`${operation}-${KINDS.indexOf(kind)}`.toLowerCase()) };
    const { length } = await doneIn(stage, ENVIRONMENT);
    const match = { service: 'iam', operation, principal: provisioner(ENVIRONMENT) };
    await armFault(stage.env, { match, ...FAULTS[kind], times: 1 });

    await stage.register(cast);

    const statuses = (await doneIn(stage, ENVIRONMENT))
      .slice(length)
      .filter((call) => call.operation === operation)
      .map(({ status }) => status);
    expect(statuses[0]).toBe(FAULTS[kind].error.status);
    expect(statuses.length).toBeGreaterThan(1);
    expect(await shapeOf(stage, cast)).toBe(complete);
    await expectDenialsFirst(stage, cast);
    expect(await askCredentialsAs(stage, cast.agentId)).toMatchObject({ status: 200 });
  };

  it.each(each('GetPolicy', 'CreateRole', 'AttachRolePolicy', 'PutRolePolicy'))(
    'is complete and works although %s is once %s',
    makeDespite,
  );

  it.each(each('CreatePolicy'))(
    'is complete and works although it is the environment’s first and %s is once %s',
    async (operation, kind) => {
      await removeStopList(stage, ENVIRONMENT);

      await makeDespite(operation, kind);
    },
  );
});

describe('an owner who leaves while the role of an agent cannot be made', () => {
  let stage: Stage;
  let queues: Queues;
  let patience: number;
  let cast: Cast;

  beforeAll(async () => {
    stage = await Stage.set();
    queues = new Queues(stage);
    patience = await queues.setVisibilityTimeout('mandate-provision', SOON);
  });
  beforeEach(async () => {
    cast = { ...(await castOn(stage)), agentId: stage.id(`waiting-${crypto.randomUUID().slice(0, 8)}`) };
    cast = { ...cast, ownerId: `${cast.agentId}-owner` };
    await stage.joined(cast.ownerId);
  });
  afterEach(() => clearFaults(stage.env));
  afterAll(async () => {
    await queues.setVisibilityTimeout('mandate-provision', patience);
    queues.end();
    await stage.clear();
  });

  const register = () => stage.platform('Agent Registered', stage.registration(cast));
  const leave = () => stage.hr('Owner Left', { ownerId: cast.ownerId });
  const match = { service: 'iam', operation: 'CreateRole', principal: provisioner(ENVIRONMENT) };

  const failAlways = (operation: string) =>
    armFault(stage.env, {
      match: { service: 'iam', operation, principal: '/MandateProvisioner-' },
      error: { code: 'ServiceFailure', status: 500 },
    });

  const expectNeverActive = async ({ agentId: id }: Cast): Promise<void> => {
    const types = stage.observer.events
      .filter(({ detail }) => detail['agentId'] === id)
      .map(({ type }) => type);
    expect(types).not.toContain('Agent Activated');
    expect(await askCredentialsAs(stage, id)).toMatchObject(suspendedFor('owner-left'));
  };

  it('is stopped without it, everywhere: no agent ever works, and no role is made when it could be', async () => {
    const casts = ENVIRONMENTS.map((environment) => ({
      ...cast,
      agentId: `${cast.agentId}-${environment}`,
      environment,
    }));
    const tried = async ({ environment, agentId: id }: Cast): Promise<number> =>
      (await doneIn(stage, environment)).filter(
        ({ operation, resource }) => operation === 'CreateRole' && resource.endsWith(id),
      ).length;
    await failAlways('CreateRole');
    for (const each of casts) await stage.platform('Agent Registered', stage.registration(each));
    for (const each of casts) {
      // by then it has failed, and been delivered again
      await eventually(async () => expect(await tried(each)).toBeGreaterThan(3));
    }
    // the provisioner cannot make the stop list either, so the compiler has to
    await failAlways('GetPolicy');
    for (const environment of ENVIRONMENTS) await removeStopList(stage, environment);

    await leave();

    for (const each of casts) {
      const target = { kind: 'owner', ownerId: cast.ownerId };
      const { stopId, evidence } = await stopVerified(stage, target, each.environment);
      expect(evidence).toEqual([]);
      await stage.observer.waitFor('Agent Suspended', { agentId: each.agentId, reasons: ['owner-left'] });
      await stopCleared(stage, stopId, each.environment);
      expect(await iamOf(stage, each.environment).stopList()).toBeDefined();
    }
    await clearFaults(stage.env);
    await eventually(async () => expect(await queues.notEmpty()).toEqual([]), 60);
    for (const each of casts) {
      expect(await roleOf(stage, each)).toBeUndefined();
      await expectNeverActive(each);
    }
  });

  it('leaves a role locked that was already being made', async () => {
    const { length } = await doneIn(stage, ENVIRONMENT);
    await armFault(stage.env, { match, delayMs: 8000, times: 1 });
    await register();
    // the next call is the one that takes its time
    await eventually(async () => expect((await doneIn(stage, ENVIRONMENT)).length).toBeGreaterThan(length));

    await leave();

    await stage.observer.waitFor('Agent Suspended', { agentId: cast.agentId, reasons: ['owner-left'] });
    expect(await roleOf(stage, cast)).toBeUndefined();
    await eventually(async () => expect(await roleOf(stage, cast)).toMatchObject({ locked: true }));
    await expectDenialsFirst(stage, cast);
    await eventually(async () => expect(await queues.notEmpty()).toEqual([]), 60);
    expect((await stage.stored.registry.agent(agentId(cast.agentId)))?.role?.lockedAt).toBeDefined();
    await expectNeverActive(cast);
  });
});

describe('a role that somebody changes while it is being made', () => {
  let stage: Stage;
  let queues: Queues;
  let patience: number;
  let complete: string;
  let casts: readonly Cast[];

  beforeAll(async () => {
    stage = await Stage.set();
    queues = new Queues(stage);
    patience = await queues.setVisibilityTimeout('mandate-provision', SOON);
    const undisturbed = await castOn(stage);
    await stage.register(undisturbed);
    complete = await shapeOf(stage, undisturbed);
    casts = ENVIRONMENTS.map((environment) => ({
      ...undisturbed,
      agentId: stage.id(`changed-in-${environment}`),
      environment,
    }));
  });
  afterAll(async () => {
    await clearFaults(stage.env);
    await queues.setVisibilityTimeout('mandate-provision', patience);
    queues.end();
    await stage.clear();
  });

  /** Opens the role to everybody, for everything, and calls it another's. */
  const tamper = async (cast: Cast): Promise<void> => {
    const { client } = iamOf(stage, cast.environment);
    const named = { RoleName: agentRoleName(agentId(cast.agentId)) };
    const open = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' };
    const all = { Effect: 'Allow', Action: '*', Resource: '*' };
    const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    const PolicyDocument = document(all);
    await client.send(new UpdateAssumeRolePolicyCommand({ ...named, PolicyDocument: document(open) }));
    await client.send(new PutRolePolicyCommand({ ...named, PolicyName: 'profile', PolicyDocument }));
    await client.send(new PutRolePolicyCommand({ ...named, PolicyName: 'extra', PolicyDocument }));
    await client.send(new TagRoleCommand({ ...named, Tags: [{ Key: 'mandate:profile', Value: 'other' }] }));
  };

  it('1. is half made in every environment, and changed', async () => {
    for (const cast of casts) {
      const match = { service: 'iam', operation: 'PutRolePolicy', principal: provisioner(cast.environment) };
      // no code that anybody repeats a call for
      await armFault(stage.env, { match, error: { code: 'Interrupted', status: 400 }, times: 1 });
      await stage.platform('Agent Registered', stage.registration(cast));
    }

    await Promise.all(
      casts.map(async (cast) => {
        await eventually(async () => {
          const ended = (await doneIn(stage, cast.environment)).some(
            ({ operation, status, resource }) =>
              operation === 'PutRolePolicy' && status === 400 && resource.endsWith(cast.agentId),
          );
          expect(ended).toBe(true);
        });
        await tamper(cast);
      }),
    );

    for (const cast of casts) expect(await shapeOf(stage, cast)).not.toBe(complete);
  });

  it('2. is put right before its agent works, with nothing of the change left', async () => {
    for (const cast of casts) {
      await stage.observer.waitFor('Agent Activated', { agentId: cast.agentId }, 60);

      expect(await shapeOf(stage, cast)).toBe(complete);
      expect(await (await stage.run(cast.agentId)).make(READ_TICKET)).toMatchObject({ ok: true });
    }
  });

  it('3. is gone with its agent', async () => {
    for (const cast of casts) await stage.platform('Agent Retired', { agentId: cast.agentId });

    for (const cast of casts) {
      const target = { kind: 'agent', agentId: cast.agentId };
      const { stopId } = await stopVerified(stage, target, cast.environment);
      await stopCleared(stage, stopId, cast.environment);
      expect(await roleOf(stage, cast)).toBeUndefined();
    }
  });
});
