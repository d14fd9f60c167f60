import { canonicalJson } from '../../../lambdas/core/kernel/canonical-json.ts';
import type { EnvironmentName } from '../../../lambdas/core/kernel/identifiers.ts';
import type { StopListWriter } from '../../../lambdas/core/ports/stop-list-writer.ts';
import type { PolicyDocument } from '../../../lambdas/core/profiles/policy-document.ts';

/** One document per environment, and how often it was really written. */
export class InMemoryStopLists implements StopListWriter {
  /** Writes that changed something, over all environments. */
  writes = 0;
  readonly #documents = new Map<EnvironmentName, PolicyDocument>();
  #failure: Error | undefined;

  async write(
    environment: EnvironmentName,
    document: PolicyDocument,
  ): Promise<{ readonly written: boolean }> {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
    if (canonicalJson(this.#documents.get(environment)) === canonicalJson(document))
      return { written: false };
    this.#documents.set(environment, document);
    this.writes += 1;
    return { written: true };
  }

  /** What a role's creation does: the list is created if there is none, and left alone if there is one. */
  createIfMissing(environment: EnvironmentName, document: PolicyDocument): void {
    if (!this.#documents.has(environment)) this.#documents.set(environment, document);
  }

  documentOf(environment: EnvironmentName): PolicyDocument | undefined {
    return this.#documents.get(environment);
  }

  failNext(error: Error): void {
    this.#failure = error;
  }
}
