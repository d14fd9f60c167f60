import { defineConfig } from 'vitest/config';
import { JudgeLast } from './test/support/judge-last.ts';

const EVERYTHING = 'test/**/*.test.ts';
const INTEGRATION = 'test/**/*.integration.test.ts';
const SCENARIOS = 'test/scenarios/**/*.test.ts';

const shared = {
  // whoever forgets to say where a client shall go reaches nothing, least of all a real account
  env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_EC2_METADATA_DISABLED: 'true' },
  // a busy machine is no defect: these only end what hangs
  testTimeout: 30_000,
  hookTimeout: 60_000,
  allowOnly: false,
};

export default defineConfig({
  test: {
    sequence: { sequencer: JudgeLast },
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: [EVERYTHING],
          exclude: [INTEGRATION, SCENARIOS],
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...shared,
          name: 'integration',
          include: [INTEGRATION],
          exclude: [SCENARIOS],
          globalSetup: 'test/support/emulator-setup.ts',
          // one emulator serves them all: more workers would only wait for it
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...shared,
          name: 'scenarios',
          include: [SCENARIOS],
          globalSetup: 'test/support/environment-setup.ts',
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // they share one company and one call log
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
