/** What the event needs is not known yet: the message has to come again. Logged where it is thrown. */
export class EventWaitsError extends Error {
  readonly code = 'event-waits';

  constructor(codes: readonly string[]) {
    super(`the event waits for what it names: ${codes.join(', ')}`);
    this.name = 'EventWaitsError';
  }
}
