import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { instanceAt } from '../../../local/environment/instance.ts';
import type { Stage } from './stage.ts';

/** One action on one resource (or pattern of them) that a role of a deployed template may do. */
export interface Grant {
  readonly account: string;
  readonly role: string;
  readonly sid: string;
  readonly action: string;
  readonly resource: string;
}

/** IAM takes the one for a list of one. */
const listOf = <Item extends z.ZodType>(item: Item) => z.preprocess((value) => [value].flat(), z.array(item));

/** An expression of CloudFormation stays one: it names nothing that a call could be compared with. */
const resourceSchema = z
  .unknown()
  .transform((resource) => (typeof resource === 'string' ? resource : JSON.stringify(resource)));

const roleSchema = z.object({
  Type: z.literal('AWS::IAM::Role'),
  Properties: z.object({
    RoleName: z.string(),
    ManagedPolicyArns: z.undefined().optional(),
    Policies: z.array(
      z.object({
        PolicyDocument: z.object({
          Statement: z.array(
            z.object({
              Sid: z.string(),
              Effect: z.literal('Allow'),
              Action: listOf(z.string()),
              Resource: listOf(resourceSchema),
            }),
          ),
        }),
      }),
    ),
  }),
});

const templateSchema = z.object({ Resources: z.record(z.string(), z.looseObject({ Type: z.string() })) });

/** Everything that the deployed templates grant to Mandate's own roles, in the hub and in the environments' accounts. */
export const grantsOf = ({ env }: Stage): readonly Grant[] => [
  ...grantsIn(env, 'MandateControlPlane', env.accounts.hub),
  ...(['test', 'staging', 'production'] as const).flatMap((environment) =>
    grantsIn(env, `MandateWorkload-${environment}`, env.accounts[environment]),
  ),
];

const grantsIn = ({ directory }: Stage['env'], stack: string, account: string): readonly Grant[] => {
  const file = join(instanceAt(directory).assembly, `${stack}.template.json`);
  const { Resources } = templateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const roles = Object.values(Resources).filter(({ Type }) => Type === 'AWS::IAM::Role');
  return roles.flatMap((resource) => {
    const { RoleName: role, Policies } = roleSchema.parse(resource).Properties;
    return Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement).flatMap((statement) =>
      statement.Action.flatMap((action) =>
        statement.Resource.map((resourceArn) => ({
          account,
          role,
          sid: statement.Sid,
          action,
          resource: resourceArn,
        })),
      ),
    );
  });
};
