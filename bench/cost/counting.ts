import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggedCall } from '../../local/gate/call-log.ts';
import { callsBetween, callsIn, type Span } from '../world/logged-calls.ts';
import type { World } from '../world/world.ts';
import { Counter, type Counts, dividedBy, plus } from './counts.ts';

/** What one thing that happens uses, on average. */
export interface CountedPath<Name extends string> {
  readonly name: Name;
  readonly counts: Counts;
}

interface Happened<Name extends string> extends CountedPath<Name> {
  readonly times: number;
  readonly span: Span;
}

/** Milliseconds between two things, so that their calls are told apart by the time that the gate logged. */
const APART = 30;
/** Milliseconds: the gate answers before its log has the line. */
const SETTLED_AFTER = 500;

/** Counts what is used while something happens: by the meter, and by the gate's log of calls. */
export class Counting<Name extends string> {
  readonly #world: World;
  readonly #counter: Counter;
  readonly #happened: Happened<Name>[] = [];

  constructor(world: World, counter: Counter) {
    this.#world = world;
    this.#counter = counter;
  }

  /** @param times how often the thing happens in `work` */
  async count(name: Name, times: number, work: () => Promise<void>): Promise<void> {
    await sleep(APART);
    this.#counter.take();
    const from = Date.now();
    await work();
    const span = { from, to: Date.now() };
    this.#happened.push({ name, times, span, counts: this.#counter.take() });
    await sleep(APART);
  }

  async paths(): Promise<readonly CountedPath<Name>[]> {
    await sleep(SETTLED_AFTER);
    const calls = callsIn(this.#world);
    return this.#happened.map(({ name, times, span, counts }) => ({
      name,
      counts: dividedBy(plus(counts, countCalls(callsBetween(calls, span))), times),
    }));
  }
}

/** @param calls of functions; a session of an agent's role is one that the verifier probes with */
export const countCalls = (calls: readonly LoggedCall[]): Counts => {
  const counter = new Counter();
  for (const { principal, service, operation } of calls) {
    const name = /\/mandate-([a-z]+)$/.exec(principal)?.[1] ?? 'verifier';
    counter.add(`calls of ${name}: ${service}:${operation}`);
  }
  return counter.take();
};
