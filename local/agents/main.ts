import { createInterface } from 'node:readline';
import { type AgentAnswer, agentCallSchema } from './call.ts';
import { makeCall } from './make-call.ts';

// The process of an agent: makes the calls it reads, one JSON per line, with the one session it holds.

const answer = async (line: string): Promise<AgentAnswer> => {
  try {
    return { ok: true, said: await makeCall(agentCallSchema.parse(JSON.parse(line))) };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { ok: false, error: name, message };
  }
};

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(line))}\n`);
}
