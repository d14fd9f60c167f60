import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { instanceAt } from '../../../local/environment/instance.ts';
import type { Running } from '../../../local/environment/parts.ts';
import { anyPort, choosePorts } from '../../../local/environment/ports.ts';
import { endAll } from '../../../local/environment/run-parts.ts';
import { type State, writeState } from '../../../local/environment/state.ts';
import { type AtEnd, temporaryFolder } from '../../support/temporary-folder.ts';

/** An environment on free ports, of which nothing runs yet; what is started of it ends with the test. */
export const newEnvironment = async (atEnd: AtEnd = onTestFinished): Promise<Running> => {
  const instance = instanceAt(join(temporaryFolder(atEnd), 'environment'));
  const state: State = {
    version: 1,
    adminSecret: 'of the administrator',
    lambdaSecret: 'of the functions',
    ports: await choosePorts(anyPort),
    processes: {},
  };
  writeState(instance.stateFile, state);
  atEnd(() => endAll(instance, state));
  return { instance, state, python: undefined };
};
