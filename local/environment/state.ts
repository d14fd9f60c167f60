import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { LocalError } from './local-error.ts';

const portSchema = z.int().min(1).max(65_535);
const processSchema = z.object({ pid: z.int().positive(), startedAt: z.string() });

export const partNames = ['issuers', 'ministack', 'gate'] as const;
export type PartName = (typeof partNames)[number];

const stateSchema = z.object({
  version: z.literal(1),
  adminSecret: z.string(),
  lambdaSecret: z.string(),
  ports: z.object({
    gate: portSchema,
    ministack: portSchema,
    workloadIssuer: portSchema,
    humanIssuer: portSchema,
  }),
  /** Set when the emulator was started by someone else. */
  foreignEndpoint: z.string().optional(),
  processes: z.partialRecord(z.enum([...partNames, 'deploy']), processSchema),
  /** The emulator run that holds the deployment: another run of it has forgotten everything. */
  deployedTo: z.string().optional(),
});

/** What a command must know about the ones before it. Holds secrets: readable by its owner only. */
export type State = z.infer<typeof stateSchema>;
export type Ports = State['ports'];

export const readState = (file: string): State | undefined => {
  if (!existsSync(file)) return undefined;
  try {
    return stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new LocalError(
      'state-unreadable',
      `${file} cannot be read`,
      'end the processes it names, if any, delete the file and run `npm run local -- up`',
      { cause },
    );
  }
};

export const writeState = (file: string, state: State): void => {
  writePrivately(file, `${JSON.stringify(state, null, 2)}\n`);
};

/** Whole or not at all, for its owner only. */
export const writePrivately = (file: string, text: string): void => {
  mkdirSync(dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}`;
  writeFileSync(partial, text, { mode: 0o600 });
  renameSync(partial, file);
};

export const removeState = (file: string): void => {
  rmSync(file, { force: true });
};
