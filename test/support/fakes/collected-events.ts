import type { EventPublisher, PublishedEvent } from '../../../lambdas/core/ports/event-publisher.ts';

/** Every event that was published, in order. */
export class CollectedEvents implements EventPublisher {
  readonly published: PublishedEvent[] = [];
  #failure: Error | undefined;

  async publish(events: readonly PublishedEvent[]): Promise<void> {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
    this.published.push(...events);
  }

  /** The next call throws and takes nothing. */
  failNext(error: Error): void {
    this.#failure = error;
  }
}
