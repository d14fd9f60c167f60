import type { EnvironmentName } from '../kernel/identifiers.ts';
import type { PolicyDocument } from '../profiles/policy-document.ts';

/** The one deny-only policy that every agent role of an environment has attached. */
export interface StopListWriter {
  /**
   * Makes `document` the policy's content, creating it if missing; returns once IAM has accepted it (it takes effect
   * some seconds later). `written` is false when it already was the content. One caller per environment at a time.
   */
  write(environment: EnvironmentName, document: PolicyDocument): Promise<{ readonly written: boolean }>;
}
