import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { childEnvironment } from '../environment/child-environment.ts';
import type { HandedOut } from '../environment/handed-out.ts';
import { instanceAt, logFile } from '../environment/instance.ts';
import { mintToken } from '../environment/token.ts';
import { type AgentAnswer, type AgentCall, agentAnswerSchema } from './call.ts';

const main = join(import.meta.dirname, 'main.ts');
const TOKEN_SECONDS = 3600;
const GRACE_MILLISECONDS = 2000;

/** The variables by which any AWS SDK finds an agent's credentials, and where AWS is on this machine. */
export const agentVariables = (env: HandedOut, tokenFile: string): Record<string, string> => ({
  AWS_CONTAINER_CREDENTIALS_FULL_URI: `${env.apiUrl}/v1/credentials`,
  AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: tokenFile,
  AWS_ENDPOINT_URL: env.endpointUrl,
  AWS_REGION: env.region,
});

/** Writes the token that the agent's platform would project into its file system. */
export const writeWorkloadToken = async (env: HandedOut, agentId: string): Promise<string> => {
  const instance = instanceAt(env.directory);
  const file = join(env.directory, `${agentId}.token`);
  writeFileSync(file, await mintToken(instance, { workload: agentId, lifetime: TOKEN_SECONDS }), {
    mode: 0o600,
  });
  return file;
};

/** Its process is gone while it is needed. */
export class AgentEndedError extends Error {
  readonly code = 'agent-ended';

  constructor(agentId: string, log: string) {
    super(`the process of ${agentId} ended; its last words are in ${log}`);
    this.name = 'AgentEndedError';
  }
}

/** A running agent: a process of its own with stock SDKs, which keeps its session as long as it lasts. */
export class AgentProcess {
  readonly agentId: string;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #log: string;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;
  readonly #exited: Promise<void>;

  private constructor(agentId: string, child: ChildProcessWithoutNullStreams, log: string) {
    this.agentId = agentId;
    this.#child = child;
    this.#log = log;
    this.#exited = new Promise((exited) => child.once('close', () => exited()));
    // whoever asks next hears that it ended
    for (const source of [child, child.stdin]) source.on('error', () => {});
    this.#reader = createInterface({ input: child.stdout });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  /** @param signal aborting it ends the process at once */
  static async start(env: HandedOut, agentId: string, signal?: AbortSignal): Promise<AgentProcess> {
    const tokenFile = await writeWorkloadToken(env, agentId);
    const instance = instanceAt(env.directory);
    const log = logFile(instance, `agent-${agentId}`);
    mkdirSync(dirname(log), { recursive: true });
    const child = spawn(process.execPath, [main], {
      env: { ...childEnvironment(process.env, instance.home), ...agentVariables(env, tokenFile) },
      signal,
    });
    child.stderr.pipe(createWriteStream(log, { flags: 'a', mode: 0o600 }));
    return new AgentProcess(agentId, child, log);
  }

  /** One call at a time. @throws AgentEndedError */
  async make(call: AgentCall): Promise<AgentAnswer> {
    this.#child.stdin.write(`${JSON.stringify(call)}\n`);
    const line = await this.#lines.next();
    if (line.done === true) throw new AgentEndedError(this.agentId, this.#log);
    return agentAnswerSchema.parse(JSON.parse(line.value));
  }

  /** Lets it finish what it does, or not for long. */
  async end(): Promise<void> {
    this.#child.stdin.end();
    this.#reader.close();
    const late = new AbortController();
    const killed = sleep(GRACE_MILLISECONDS, undefined, { signal: late.signal }).then(
      () => this.#child.kill('SIGKILL'),
      () => {},
    );
    await this.#exited;
    late.abort();
    await killed;
  }
}
