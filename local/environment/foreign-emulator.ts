import { z } from 'zod';
import { element } from '../gate/xml.ts';
import { pinnedVersion } from '../ministack/launch-options.ts';
import { accounts } from './accounts.ts';
import { askEmulator } from './ask-emulator.ts';
import { LocalError } from './local-error.ts';
import { emulatorUrl, urlOf } from './parts.ts';
import type { State } from './state.ts';

/** What an emulator of someone else has to be, and what is done to its functions. See `local/README.md`. */

export const endpointVariable = 'MANDATE_LOCAL_AWS_ENDPOINT';
const secretVariable = 'MANDATE_LOCAL_LAMBDA_SECRET';

/** MiniStack gives its functions its own secret, which is this unless it was started with another. */
export const foreignLambdaSecret = (): string => process.env[secretVariable] || 'test';

const healthSchema = z.object({ version: z.string(), auth: z.string().optional() });

/** Throws unless a MiniStack answers there that lets the gate decide and serves the API of the hub. */
export const checkForeignEmulator = async (url: string, say: (what: string) => void): Promise<void> => {
  const health = await readHealth(url);
  if (health === undefined) {
    throw new LocalError(
      'emulator-silent',
      `no MiniStack answers at ${url}`,
      `start it there, or unset ${endpointVariable} to have one started`,
    );
  }
  if ((health.auth ?? 'disabled') !== 'disabled') {
    throw new LocalError(
      'emulator-authenticates',
      `the MiniStack at ${url} authenticates callers itself`,
      'start it without AUTH: the gate in front of it does that',
    );
  }
  const account = await defaultAccount(url);
  if (account !== accounts.hub) {
    throw new LocalError(
      'emulator-account',
      `the MiniStack at ${url} serves the APIs of account ${account} only, the hub is ${accounts.hub}`,
      `start it with MINISTACK_ACCOUNT_ID=${accounts.hub}`,
    );
  }
  if (health.version !== pinnedVersion)
    say(`MiniStack there is ${health.version}, tried is ${pinnedVersion}`);
};

const readHealth = async (url: string): Promise<z.infer<typeof healthSchema> | undefined> => {
  try {
    const response = await fetch(`${url}/_ministack/health`, { signal: AbortSignal.timeout(5000) });
    return healthSchema.parse(await response.json());
  } catch {
    return undefined;
  }
};

/** The account of callers who name none, as those of an API do. */
const defaultAccount = async (url: string): Promise<string | undefined> => {
  const body = new URLSearchParams({ Action: 'GetCallerIdentity', Version: '2011-06-15' });
  const response = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(5000) });
  return element(await response.text(), 'Account');
};

const functionsPath = '/2015-03-31/functions';
const functionSchema = z.object({
  FunctionName: z.string(),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }).optional(),
});
const functionsSchema = z.object({ Functions: z.array(functionSchema) });

/** Points Mandate's functions at the gate, which an emulator started for this environment does by itself. */
export const sendFunctionsThroughGate = async (state: State): Promise<void> => {
  const lambda = { account: accounts.hub, service: 'lambda' };
  const listed = await askEmulator(emulatorUrl(state), {
    ...lambda,
    method: 'GET',
    path: `${functionsPath}/`,
  });
  const { Functions } = functionsSchema.parse(await listed.json());
  for (const { FunctionName, Environment } of Functions) {
    if (!FunctionName.startsWith('mandate-')) continue;
    const Variables = throughGate(Environment?.Variables ?? {}, urlOf(state.ports.gate));
    const updated = await askEmulator(emulatorUrl(state), {
      ...lambda,
      method: 'PUT',
      path: `${functionsPath}/${FunctionName}/configuration`,
      body: JSON.stringify({ Environment: { Variables } }),
    });
    if (!updated.ok) throw new Error(`the emulator answered ${updated.status} for ${FunctionName}`);
  }
};

type Variables = Readonly<Record<string, string>>;

/** The variables of a function, such that its clients call the gate. */
export const throughGate = (variables: Variables, gateUrl: string): Variables => {
  const entries = Object.entries(variables).map(([name, value]) =>
    // the JavaScript SDK sends where a queue's URL says, whatever its endpoint is
    name.endsWith('_QUEUE_URL') ? [name, `${gateUrl}${new URL(value).pathname}`] : [name, value],
  );
  return { ...Object.fromEntries(entries), AWS_ENDPOINT_URL: gateUrl };
};
