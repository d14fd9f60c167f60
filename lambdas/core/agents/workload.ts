/** How the running agent proves who it is: an OIDC issuer and subject, or an AWS principal. */
export type Workload = OidcWorkload | AwsWorkload;

export interface OidcWorkload {
  readonly issuer: string;
  readonly subject: string;
  readonly audience?: string;
}

export interface AwsWorkload {
  readonly awsPrincipalArn: string;
}

/** One string per binding; no two workloads share one, since neither part can hold a line feed. */
export const bindingOf = (workload: Workload): string =>
  'issuer' in workload ? `oidc\n${workload.issuer}\n${workload.subject}` : `aws\n${workload.awsPrincipalArn}`;
