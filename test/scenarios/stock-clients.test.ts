import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { credentialsSchema } from '../../lambdas/contracts/credentials.ts';
import { agentVariables, writeWorkloadToken } from '../../local/agents/agent-process.ts';
import { childEnvironment } from '../../local/environment/child-environment.ts';
import { instanceAt } from '../../local/environment/instance.ts';
import { awsCli, type CliAnswer } from '../support/stock-clients/aws-cli.ts';
import { ClientProgram } from '../support/stock-clients/client-program.ts';
import { installPythonClients, type PythonClients } from '../support/stock-clients/install.ts';
import { askCredentialsAs } from './support/ask-credentials.ts';
import { stopVerified } from './support/follow-stop.ts';
import { type Cast, Stage } from './support/stage.ts';

const PROGRAMS = join(import.meta.dirname, '..', 'support', 'stock-clients');
const TICKET = ['--table-name', 'acme-tickets', '--key', '{"ticketId":{"S":"T-1001"}}'];
const PAYROLL = ['--table-name', 'acme-payroll', '--key', '{"employeeId":{"S":"e10001"}}'];
const LEASE_SECONDS = 1800;

describe('stock clients with nothing but the two variables', () => {
  let stage: Stage;
  let python: PythonClients;
  let cast: Cast;
  /** Beside the two, only where AWS is on this machine. */
  let env: Readonly<Record<string, string>>;
  let javascript: ClientProgram;
  let boto3: ClientProgram;
  /** The environment of a session that lasts: by itself the CLI opens one for each call. */
  let session: Readonly<Record<string, string>>;

  const aws = (...args: readonly string[]): Promise<CliAnswer> => awsCli(python, env, ...args);
  const awsInSession = (...args: readonly string[]): Promise<CliAnswer> => awsCli(python, session, ...args);

  beforeAll(async () => {
    python = await installPythonClients();
    stage = await Stage.set();
    cast = {
      agentId: stage.id('stock'),
      ownerId: stage.id('ann'),
      processId: stage.id('desk'),
      profile: 'support-agent',
      environment: 'production',
    };
    await stage.joined(cast.ownerId);
    await stage.allowed(cast.processId, cast.profile);
    await stage.register(cast);
    const tokenFile = await writeWorkloadToken(stage.env, cast.agentId);
    env = {
      ...childEnvironment(process.env, instanceAt(stage.env.directory).home),
      ...agentVariables(stage.env, tokenFile),
      // the name that Python's clients know it by
      AWS_DEFAULT_REGION: stage.env.region,
    };
    javascript = new ClientProgram({
      command: process.execPath,
      args: [join(PROGRAMS, 'read-ticket.ts')],
      env,
    });
    boto3 = new ClientProgram({
      command: python.python,
      args: [join(PROGRAMS, 'read-ticket.py')],
      env: { ...env, ...python.env },
    });
  });
  afterAll(async () => {
    await Promise.all([javascript?.end(), boto3?.end()]);
    await stage.clear();
  });

  it('1. the CLI works, under the name of the agent and the lease', async () => {
    const ticket = await aws('dynamodb', 'get-item', ...TICKET);
    const identity = await aws('sts', 'get-caller-identity', '--query', 'Arn', '--output', 'text');

    expect(ticket).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(ticket.stdout)).toMatchObject({ Item: { subject: { S: 'Cannot sign in' } } });
    expect(identity.stdout.trim()).toMatch(
      new RegExp(
        `^arn:aws:sts::${stage.env.accounts.production}:assumed-role/mandate-${cast.agentId}/[0-9A-Z]{26}$`,
      ),
    );
  });

  it('2. the CLI is denied what the agent’s profile does not have', async () => {
    const payroll = await aws('dynamodb', 'get-item', ...PAYROLL);

    expect(payroll.exitCode).not.toBe(0);
    expect(payroll.stderr).toContain('AccessDeniedException');
  });

  it('3. the JavaScript SDK works, and knows when to ask again', async () => {
    const { ok, subject, expiration = '' } = await javascript.readTicket();

    expect({ ok, subject }).toEqual({ ok: true, subject: 'Cannot sign in' });
    const seconds = (Date.parse(expiration) - Date.now()) / 1000;
    expect(seconds).toBeGreaterThan(LEASE_SECONDS - 60);
    expect(seconds).toBeLessThanOrEqual(LEASE_SECONDS);
  });

  it('4. boto3 works', async () => {
    expect(await boto3.readTicket()).toEqual({ ok: true, subject: 'Cannot sign in' });
  });

  it('5. the CLI works with a session that somebody gave it', async () => {
    const { body } = await askCredentialsAs(stage, cast.agentId);
    const { AccessKeyId, SecretAccessKey, Token } = credentialsSchema.parse(body);
    const {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: _,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: __,
      ...rest
    } = env;
    session = {
      ...rest,
      AWS_ACCESS_KEY_ID: AccessKeyId,
      AWS_SECRET_ACCESS_KEY: SecretAccessKey,
      AWS_SESSION_TOKEN: Token,
    };

    expect(await awsInSession('dynamodb', 'get-item', ...TICKET)).toMatchObject({ exitCode: 0 });
  });

  it('6. after the stop each session is denied, by an explicit deny', async () => {
    await stage.hr('Owner Left', { ownerId: cast.ownerId });
    await stopVerified(stage, { kind: 'owner', ownerId: cast.ownerId }, 'production');

    const cli = await awsInSession('dynamodb', 'get-item', ...TICKET);
    expect(cli.exitCode).not.toBe(0);
    expect(cli.stderr).toMatch(/AccessDenied.*explicit deny/s);
    for (const program of [javascript, boto3]) {
      expect(await program.readTicket()).toMatchObject({
        ok: false,
        error: expect.stringMatching(/AccessDenied.*explicit deny/s),
      });
    }
  });

  it('7. and a new call of the CLI tells why there are no more credentials', async () => {
    await stage.observer.waitFor('Agent Suspended', { agentId: cast.agentId });

    const refused = await aws('dynamodb', 'get-item', ...TICKET);

    expect(refused.exitCode).not.toBe(0);
    expect(refused.stderr).toContain('agent-suspended');
    expect(refused.stderr).toContain('owner-left');
    expect(refused.stderr).toContain('transfer the agent to an owner who is active');
  });
});
