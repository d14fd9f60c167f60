/** Nothing like what was waited for came. */
export class NotObservedError extends Error {
  readonly code = 'not-observed';

  /** @param seen what came instead, in few words */
  constructor(what: string, seconds: number, seen: readonly string[] = []) {
    super(`no ${what} within ${seconds} s; seen: ${seen.join(', ') || 'nothing'}`);
    this.name = 'NotObservedError';
  }
}
