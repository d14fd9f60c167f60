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

/** Lets those who work at the same time take turns in an order that the dice decide. */
export class Turns {
  readonly #dice: Dice;
  readonly #waiting: (() => void)[] = [];

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
          await new Promise<void>((resolve) => this.#waiting.push(resolve));
          return Reflect.apply(member, object, given);
        };
      },
    });
  }

  /** Gives turns until the work is done. */
  async until(work: Promise<unknown>): Promise<void> {
    let done = false;
    const ending = work.finally(() => {
      done = true;
    });
    for (;;) {
      await new Promise(setImmediate);
      if (done) break;
      const [next] = this.#waiting.splice(this.#dice(this.#waiting.length), 1);
      if (next === undefined) throw new Error('everybody waits, and nobody for a turn');
      next();
    }
    await ending;
  }
}
