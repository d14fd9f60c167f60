import * as z from 'zod';
import { lineSchema } from '../text.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Tokens are only as good as the connection their keys came over. */
export const isTrustworthyIssuer = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash } = new URL(text);
  const secure = protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname));
  return secure && search === '' && hash === '';
};

export const ISSUER_RULE =
  'an issuer is an https URL without query (http only on localhost, 127.0.0.1 or [::1])';

const oidcWorkload = z.object({
  issuer: lineSchema(512).refine(isTrustworthyIssuer, { error: ISSUER_RULE }),
  subject: lineSchema(512),
  audience: lineSchema(512).optional(),
});

const awsWorkload = z.object({
  awsPrincipalArn: z
    .string()
    .max(2048)
    .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, {
      error: 'it is not the ARN of an IAM role, such as arn:aws:iam::111122223333:role/agents/runner',
    }),
});

/** `workload`: how the running agent proves who it is. */
export const workloadSchema = z.union([oidcWorkload, awsWorkload]);
