import * as z from 'zod';
import { accountSchema } from './deployment.ts';
import { leaseIdSchema } from './identifiers.ts';

/** What `GET /v1/credentials` answers: the container-credentials protocol of the AWS SDKs, and the lease's id. */
export const credentialsSchema = z.strictObject({
  AccessKeyId: z.string(),
  SecretAccessKey: z.string(),
  Token: z.string(),
  /** Whole seconds: some SDKs parse no fraction. */
  Expiration: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/),
  AccountId: accountSchema,
  RoleArn: z.string(),
  LeaseId: leaseIdSchema,
});

export type CredentialsBody = z.output<typeof credentialsSchema>;
