import { writeFileSync } from 'node:fs';
import { FUNCTIONS } from '../../lib/stacks/functions.ts';
import { type Instance, logFile } from '../environment/instance.ts';
import { LocalError } from '../environment/local-error.ts';
import { showLogs } from '../environment/logs.ts';

/** Keeps what the functions said, which ends with the emulator, beside the logs of the parts. */
export const saveFunctionLogs = async (instance: Instance): Promise<void> => {
  for (const name of Object.keys(FUNCTIONS).map((each) => `mandate-${each}`)) {
    const lines: string[] = [];
    try {
      await showLogs(instance, { name, follow: false, print: (line) => lines.push(line) });
    } catch (error) {
      // one that never ran has no log, and a dead emulator none at all
      if (!(error instanceof LocalError)) throw error;
      lines.push(`${error.code}: ${error.message}`);
    }
    writeFileSync(logFile(instance, name), `${lines.join('\n')}\n`, { mode: 0o600 });
  }
};
