import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { GUARDRAILS, Guardrails } from '../../../lib/guardrails/guardrails.ts';
import type { Template, TemplateResource } from '../../../lib/guardrails/template.ts';

const FOURTEEN_DAYS = 1_209_600;
const at = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const allow = (Action: string | string[], Resource: unknown = 'x', Condition?: unknown) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition !== undefined && { Condition }),
});
const role = (...Statement: readonly object[]): TemplateResource => ({
  Type: 'AWS::IAM::Role',
  Properties: { Policies: [{ PolicyDocument: { Statement } }] },
});
const trusting = (Principal: unknown, Condition?: unknown): TemplateResource => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal, Condition }],
    },
  },
});
const lambda = (Properties: Record<string, unknown> = {}): TemplateResource => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Role: at('Role'),
    TracingConfig: { Mode: 'Active' },
    LoggingConfig: { LogGroup: { Ref: 'Logs' } },
    Timeout: 10,
    ...Properties,
  },
});
const logs = (Properties: Record<string, unknown> = { RetentionInDays: 30 }): TemplateResource => ({
  Type: 'AWS::Logs::LogGroup',
  Properties,
});
const queue = (Properties: Record<string, unknown> = {}): TemplateResource => ({
  Type: 'AWS::SQS::Queue',
  Properties,
});
const consumer = (Properties: Record<string, unknown>): TemplateResource => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties,
});
const parked = queue({ MessageRetentionPeriod: FOURTEEN_DAYS });
const parking = { RedrivePolicy: { deadLetterTargetArn: at('Parked'), maxReceiveCount: 5 } };
const protection = {
  DeletionProtectionEnabled: true,
  PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
};
const table = (replica: Record<string, unknown>, deletionPolicy = 'Retain'): TemplateResource => ({
  Type: 'AWS::DynamoDB::GlobalTable',
  Properties: { Replicas: [replica] },
  DeletionPolicy: deletionPolicy,
  UpdateReplacePolicy: 'Retain',
});
const bounded = { StringEquals: { 'iam:PermissionsBoundary': 'b' } };

interface Case {
  readonly rule: string;
  readonly violation: string;
  readonly resources: Readonly<Record<string, TemplateResource>>;
  /** Logical ids that break the rule. */
  readonly broken: readonly string[];
}

const CASES: readonly Case[] = [
  {
    rule: 'own-role-per-function',
    violation: 'none',
    resources: { A: lambda(), B: lambda({ Role: at('Other') }) },
    broken: [],
  },
  {
    rule: 'own-role-per-function',
    violation: 'a shared role',
    resources: { A: lambda(), B: lambda() },
    broken: ['A', 'B'],
  },
  {
    rule: 'own-role-per-function',
    violation: 'a role from elsewhere',
    resources: { A: lambda({ Role: 'arn' }) },
    broken: ['A'],
  },
  { rule: 'log-retention', violation: 'none', resources: { A: lambda(), Logs: logs() }, broken: [] },
  { rule: 'log-retention', violation: 'logs for ever', resources: { Logs: logs({}) }, broken: ['Logs'] },
  {
    rule: 'log-retention',
    violation: 'no group',
    resources: { A: lambda({ LoggingConfig: undefined }), Logs: logs() },
    broken: ['A'],
  },
  { rule: 'tracing-active', violation: 'none', resources: { A: lambda() }, broken: [] },
  {
    rule: 'tracing-active',
    violation: 'passed through only',
    resources: { A: lambda({ TracingConfig: { Mode: 'PassThrough' } }) },
    broken: ['A'],
  },
  {
    rule: 'tracing-active',
    violation: 'not traced',
    resources: { A: lambda({ TracingConfig: undefined }) },
    broken: ['A'],
  },
  {
    rule: 'queue-has-dead-letters',
    violation: 'none',
    resources: { Queue: queue(parking), Parked: parked },
    broken: [],
  },
  {
    rule: 'queue-has-dead-letters',
    violation: 'no dead letters',
    resources: { Queue: queue() },
    broken: ['Queue'],
  },
  {
    rule: 'queue-has-dead-letters',
    violation: 'forgotten too soon',
    resources: { Queue: queue(parking), Parked: queue() },
    broken: ['Parked'],
  },
  {
    rule: 'queue-has-dead-letters',
    violation: 'none, of a stream',
    resources: {
      Parked: parked,
      Consumer: consumer({ DestinationConfig: { OnFailure: { Destination: at('Parked') } } }),
    },
    broken: [],
  },
  {
    rule: 'visibility-timeout',
    violation: 'none',
    resources: {
      A: lambda(),
      Queue: queue({ VisibilityTimeout: 60 }),
      C: consumer({ EventSourceArn: at('Queue'), FunctionName: { Ref: 'A' } }),
    },
    broken: [],
  },
  {
    rule: 'visibility-timeout',
    violation: 'too short',
    resources: {
      A: lambda(),
      Queue: queue({ VisibilityTimeout: 59 }),
      C: consumer({ EventSourceArn: at('Queue'), FunctionName: { Ref: 'A' } }),
    },
    broken: ['Queue'],
  },
  {
    rule: 'visibility-timeout',
    violation: 'the default of 30 seconds',
    resources: {
      A: lambda(),
      Queue: queue(),
      C: consumer({ EventSourceArn: at('Queue'), FunctionName: { Ref: 'A' } }),
    },
    broken: ['Queue'],
  },
  {
    rule: 'no-way-up',
    violation: 'none',
    resources: { R: role(allow('iam:GetRole'), { Effect: 'Deny', Action: 'iam:PassRole', Resource: '*' }) },
    broken: [],
  },
  {
    rule: 'no-way-up',
    violation: 'a role passed',
    resources: { R: role(allow(['iam:GetRole', 'iam:PassRole'])) },
    broken: ['R'],
  },
  {
    rule: 'no-way-up',
    violation: 'a boundary removed',
    resources: { R: role(allow('iam:DeleteRolePermissionsBoundary')) },
    broken: ['R'],
  },
  {
    rule: 'no-way-up',
    violation: 'a boundary changed, by wildcard',
    resources: { R: role(allow('IAM:Put*')) },
    broken: ['R'],
  },
  { rule: 'no-way-up', violation: 'everything', resources: { R: role(allow('*')) }, broken: ['R'] },
  {
    rule: 'no-way-up',
    violation: 'a key created, by a policy apart',
    resources: {
      P: {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyDocument: { Statement: allow('iam:CreateAccessKey') } },
      },
    },
    broken: ['P'],
  },
  {
    rule: 'roles-within-boundary',
    violation: 'none',
    resources: {
      R: role(
        allow('iam:CreateRole', 'x', bounded),
        allow('iam:AttachRolePolicy', 'x', { ...bounded, ArnEquals: { 'iam:PolicyARN': 'p' } }),
      ),
    },
    broken: [],
  },
  {
    rule: 'roles-within-boundary',
    violation: 'no boundary',
    resources: { R: role(allow('iam:CreateRole')) },
    broken: ['R'],
  },
  {
    rule: 'roles-within-boundary',
    violation: 'policies written outside one',
    resources: { R: role(allow('iam:Put*')) },
    broken: ['R'],
  },
  {
    rule: 'roles-within-boundary',
    violation: 'any policy attached',
    resources: { R: role(allow('iam:AttachRolePolicy', 'x', bounded)) },
    broken: ['R'],
  },
  {
    rule: 'named-trust',
    violation: 'none',
    resources: {
      A: trusting({ Service: 'lambda.amazonaws.com' }),
      B: trusting({ AWS: 'arn:aws:iam::111111111111:root' }, { ArnEquals: { 'aws:PrincipalArn': 'x' } }),
      C: role(allow('sts:AssumeRole', 'arn:aws:iam::222222222222:role/mandate/test/mandate-*')),
    },
    broken: [],
  },
  {
    rule: 'named-trust',
    violation: 'anybody trusted',
    resources: { A: trusting('*'), B: trusting({ AWS: '*' }) },
    broken: ['A', 'B'],
  },
  {
    rule: 'named-trust',
    violation: 'a whole account trusted',
    resources: { A: trusting({ AWS: 'arn:aws:iam::111111111111:root' }) },
    broken: ['A'],
  },
  {
    rule: 'named-trust',
    violation: 'any role assumed',
    resources: { A: role(allow('sts:AssumeRole', '*')) },
    broken: ['A'],
  },
  {
    rule: 'named-trust',
    violation: 'any role of an account assumed',
    resources: { A: role(allow('sts:*', 'arn:aws:iam::222222222222:role/*')) },
    broken: ['A'],
  },
  { rule: 'protected-table', violation: 'none', resources: { T: table(protection) }, broken: [] },
  {
    rule: 'protected-table',
    violation: 'deleted with its stack',
    resources: { T: table(protection, 'Delete') },
    broken: ['T'],
  },
  {
    rule: 'protected-table',
    violation: 'can be deleted',
    resources: { T: table({ ...protection, DeletionProtectionEnabled: false }) },
    broken: ['T'],
  },
  {
    rule: 'protected-table',
    violation: 'cannot be recovered',
    resources: { T: table({ DeletionProtectionEnabled: true }) },
    broken: ['T'],
  },
];

const guardrail = (name: string) => {
  const found = GUARDRAILS.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`there is no guardrail ${name}`);
  return found;
};

describe('a guardrail', () => {
  it.each(CASES)('$rule: $violation', ({ rule, resources, broken }) => {
    expect(guardrail(rule).violations({ Resources: resources })).toEqual(broken);
  });

  it.each(GUARDRAILS)('$name has a planted violation here, and a case without one', ({ name }) => {
    const cases = CASES.filter(({ rule }) => rule === name);

    expect(cases.some(({ broken }) => broken.length > 0)).toBe(true);
    expect(cases.some(({ broken }) => broken.length === 0)).toBe(true);
  });

  it.each(GUARDRAILS)('$name finds nothing wrong with an empty template', ({ violations }) => {
    expect(violations({})).toEqual([]);
  });
});

describe('the guardrails', () => {
  it('report each violation with its resource and what to do', () => {
    const folder = mkdtempSync(join(tmpdir(), 'mandate-guardrails-'));
    const path = join(folder, 'x.template.json');
    const template: Template = { Resources: { R: role(allow('iam:PassRole'), allow('iam:PassRole')) } };
    writeFileSync(path, JSON.stringify(template));

    const report = new Guardrails().validate({
      templatePaths: [path],
      stackTemplates: [],
      appConstruct: new App(),
    });

    rmSync(folder, { recursive: true });
    expect(report).toMatchObject({
      success: false,
      violations: [
        {
          ruleName: 'no-way-up',
          fix: expect.stringMatching(/name the exact actions/),
          violatingResources: [{ resourceLogicalId: 'R' }],
        },
      ],
    });
  });
});
