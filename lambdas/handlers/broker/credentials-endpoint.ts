import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type Issue, outcomeOf } from './outcome.ts';
import { present } from './present.ts';
import type { Report } from './report.ts';

export interface CredentialsEndpointProps {
  readonly issue: Issue;
  readonly report: Report;
}

/** `GET /v1/credentials`: parse, decide, report, present. */
export const credentialsEndpoint =
  ({ issue, report }: CredentialsEndpointProps) =>
  async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const startedAt = performance.now();
    const { requestId } = event.requestContext;
    const outcome = await outcomeOf(event, issue);
    report(outcome, { requestId, durationMs: Math.round(performance.now() - startedAt) });
    return present(outcome, requestId);
  };
