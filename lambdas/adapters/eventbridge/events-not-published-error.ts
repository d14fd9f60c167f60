/** The bus did not take every event; those that it took may come again with the next attempt. */
export class EventsNotPublishedError extends Error {
  override readonly name = 'EventsNotPublishedError';
  readonly code = 'events-not-published';
  /** Of those that were refused, or whose call failed; the events after them were not tried. */
  readonly eventIds: readonly string[];

  /** @param why what the bus said */
  constructor(eventIds: readonly string[], why: string, options?: ErrorOptions) {
    super(`${eventIds.length} events were not taken by the bus: ${why}`, options);
    this.eventIds = eventIds;
  }
}
