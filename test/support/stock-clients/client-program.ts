import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { z } from 'zod';

const answerSchema = z.looseObject({
  ok: z.boolean(),
  subject: z.string().optional(),
  expiration: z.string().optional(),
  error: z.string().optional(),
});

export type ClientAnswer = z.output<typeof answerSchema>;

export interface ClientProgramProps {
  readonly command: string;
  readonly args: readonly string[];
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** A program that reads a ticket whenever it is asked, with the session it holds. */
export class ClientProgram {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #reader: Interface;
  readonly #lines: AsyncIterator<string>;
  #said = '';

  constructor({ command, args, env }: ClientProgramProps) {
    this.#child = spawn(command, args, { env });
    this.#child.stderr.on('data', (text) => {
      this.#said += String(text);
    });
    this.#reader = createInterface({ input: this.#child.stdout });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  async readTicket(): Promise<ClientAnswer> {
    this.#child.stdin.write('\n');
    const line = await this.#lines.next();
    if (line.done === true) throw new Error(`the program ended: ${this.#said}`);
    return answerSchema.parse(JSON.parse(line.value));
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.stdin.end();
    this.#reader.close();
    await exited;
  }
}
