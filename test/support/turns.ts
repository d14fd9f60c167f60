/** Numbers that look random and are the same for the same seed. */
export type Dice = (sides: number) => number;

export const diceOf = (seed: number): Dice => {
  let state = seed >>> 0;
  return (sides) => {
    // Mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
};

interface Waiting {
  readonly go: () => void;
  /** The turn from which on it can be its own. */
  readonly from: number;
}

/** One in so many calls takes long, up to so many turns of the others. */
const SLOW_ONE_IN = 10;
const SLOWEST = 120;

/** Lets those who work at the same time take turns in an order that the dice decide; some calls take long. */
export class Turns {
  readonly #dice: Dice;
  readonly #waiting: Waiting[] = [];
  #turn = 0;

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  /** Whoever calls a method of it waits for a turn first. */
  interleave<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (object, key) => {
        const member: unknown = Reflect.get(object, key, object);
        if (typeof member !== 'function') return member;
        return async (...given: readonly unknown[]) => {
          await this.#wait();
          return Reflect.apply(member, object, given);
        };
      },
    });
  }

  /** Gives one turn and lets it be used up; false if nobody waits. */
  async give(): Promise<boolean> {
    await settled();
    this.#turn += 1;
    const ready = this.#waiting.filter(({ from }) => from <= this.#turn);
    const candidates = ready.length > 0 ? ready : this.#waiting;
    const next = candidates[this.#dice(candidates.length)];
    if (next === undefined) return false;
    this.#waiting.splice(this.#waiting.indexOf(next), 1);
    next.go();
    await settled();
    return true;
  }

  #wait(): Promise<void> {
    const from = this.#dice(SLOW_ONE_IN) === 0 ? this.#turn + this.#dice(SLOWEST) : 0;
    return new Promise((go) => this.#waiting.push({ go, from }));
  }
}

/** Everything that waits for no turn has gone as far as it can. */
const settled = (): Promise<void> => new Promise(setImmediate);
