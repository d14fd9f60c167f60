import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  endGroup,
  groupOf,
  identityOf,
  isAlive,
  type Launched,
  launch,
} from '../../../local/environment/processes.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Runs JavaScript in a process that outlives nothing: the test ends it whatever happens. */
const run = async (script: string, folder = temporaryFolder()): Promise<Launched & { log: string }> => {
  const log = join(folder, 'logs', 'part.log');
  const env = { NAME: 'part' };
  const launched = await launch({ command: process.execPath, args: ['-e', script], env, cwd: folder, log });
  onTestFinished(() => endGroup(launched.identity, 0));
  return { ...launched, log };
};

const said = (log: string, text: string): Promise<void> =>
  vi.waitFor(() => expect(readFileSync(log, 'utf8')).toContain(text), { timeout: 10_000, interval: 20 });

const forever = 'setInterval(() => {}, 1000);';
const withChild = `require('node:child_process').spawn(process.execPath, ['-e', '${forever}']); ${forever}`;

describe('a launched process', () => {
  it('writes what it says to its log', async () => {
    const { exited, log } = await run('console.log(process.env.NAME); console.error("trouble")');

    await expect(exited).resolves.toBe(0);

    expect(readFileSync(log, 'utf8')).toBe('part\ntrouble\n');
  });

  it('keeps the log of the run before', async () => {
    const folder = temporaryFolder();
    await (await run('console.log("first")', folder)).exited;

    const second = await run('console.log("second")', folder);
    await second.exited;

    expect(readFileSync(second.log, 'utf8')).toBe('second\n');
    expect(readFileSync(`${second.log}.previous`, 'utf8')).toBe('first\n');
  });

  it('tells its exit code', async () => {
    const { exited } = await run('process.exit(3)');

    await expect(exited).resolves.toBe(3);
  });

  it('gets no variable that it was not given', async () => {
    const { exited, log } = await run('console.log(Object.keys(process.env).join())');

    await exited;

    expect(readFileSync(log, 'utf8').trim()).toBe('NAME');
  });

  it('is a failure when the program does not exist', async () => {
    const folder = temporaryFolder();
    const what = { command: '/no/such/program', args: [], env: {}, cwd: folder, log: join(folder, 'log') };

    await expect(launch(what)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('the end of a process', () => {
  it('is the end of its children too', async () => {
    const { identity } = await run(withChild);
    await vi.waitFor(() => expect(groupOf(identity)).toHaveLength(2), { timeout: 10_000, interval: 20 });
    const [first = 0, second = 0] = groupOf(identity);

    await endGroup(identity);

    expect(isAlive(identity)).toBe(false);
    expect([identityOf(first), identityOf(second)]).toEqual([undefined, undefined]);
  });

  it('is the end of children whose parent was killed', async () => {
    const { identity } = await run(withChild);
    await vi.waitFor(() => expect(groupOf(identity)).toHaveLength(2), { timeout: 10_000, interval: 20 });
    process.kill(identity.pid, 'SIGKILL');
    await vi.waitFor(() => expect(isAlive(identity)).toBe(false), { timeout: 10_000, interval: 20 });

    await endGroup(identity);

    expect(groupOf(identity)).toEqual([]);
  });

  it('comes by force to one that does not listen', async () => {
    const { identity, log } = await run(`process.on('SIGTERM', () => {}); console.log('deaf'); ${forever}`);
    await said(log, 'deaf');

    await endGroup(identity, 50);

    expect(isAlive(identity)).toBe(false);
  });

  it('never comes to another process that has its number by now', async () => {
    const { identity } = await run(forever);

    await endGroup({ ...identity, startedAt: 'long ago' });

    expect(isAlive(identity)).toBe(true);
  });
});
