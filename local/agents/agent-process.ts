import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { childEnvironment } from '../environment/child-environment.ts';
import type { HandedOut } from '../environment/handed-out.ts';
import { instanceAt } from '../environment/instance.ts';
import { mintToken } from '../environment/token.ts';
import { type AgentAnswer, type AgentCall, agentAnswerSchema } from './call.ts';

const main = join(import.meta.dirname, 'main.ts');
const TOKEN_SECONDS = 3600;

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

/** A running agent: a process of its own with stock SDKs, which keeps its session as long as it lasts. */
export class AgentProcess {
  readonly agentId: string;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;

  private constructor(agentId: string, child: ChildProcessWithoutNullStreams) {
    this.agentId = agentId;
    this.#child = child;
    this.#reader = createInterface({ input: child.stdout });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  static async start(env: HandedOut, agentId: string): Promise<AgentProcess> {
    const tokenFile = await writeWorkloadToken(env, agentId);
    const home = instanceAt(env.directory).home;
    const variables = { ...childEnvironment(process.env, home), ...agentVariables(env, tokenFile) };
    return new AgentProcess(agentId, spawn(process.execPath, [main], { env: variables }));
  }

  /** One call at a time. */
  async make(call: AgentCall): Promise<AgentAnswer> {
    this.#child.stdin.write(`${JSON.stringify(call)}\n`);
    const line = await this.#lines.next();
    if (line.done === true) throw new Error(`the process of ${this.agentId} ended`);
    return agentAnswerSchema.parse(JSON.parse(line.value));
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.stdin.end();
    this.#reader.close();
    await exited;
  }
}
