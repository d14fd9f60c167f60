import { ELEVATION_CONDITION_KEY } from './compile-role-policy.ts';
import { unknownVariables, VARIABLE_RULE, withoutVariables } from './policy-variables.ts';
import type { Problem } from './problem.ts';
import type { ProfileStatement } from './profile.ts';

/** Services whose actions change identities or reach other accounts: no agent holds any of them. */
const FORBIDDEN_SERVICES = ['iam', 'organizations', 'account', 'sts'];

const ACTION = /^([a-z0-9-]+):[A-Za-z0-9*?]+$/;
const ARN = /^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/;
/** Source: IAM JSON policy elements, condition operators. */
const OPERATOR =
  /^(ForAllValues:|ForAnyValue:)?(String(Not)?(Equals|EqualsIgnoreCase|Like)|(Numeric|Date)(Not)?Equals|(Numeric|Date)(LessThan|GreaterThan)(Equals)?|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like))(IfExists)?$|^Null$/;
/** `${*}` and `${?}` are IAM's way to write the plain characters. */
const hasWildcard = (text: string): boolean => /[*?]/.test(withoutVariables(text));

const checkAction = (action: string, path: string): readonly Problem[] => {
  const service = ACTION.exec(action)?.[1];
  if (service === undefined) {
    return [
      {
        path,
        code: 'malformed-action',
        message: `"${action}" is not an action`,
        resolution: 'write service:Action with the service in lower case and in full, such as s3:GetObject',
      },
    ];
  }
  if (!FORBIDDEN_SERVICES.includes(service)) return [];
  return [
    {
      path,
      code: 'forbidden-action',
      message: `"${action}" belongs to ${service}, which no agent may use`,
      resolution: `remove it: actions of ${FORBIDDEN_SERVICES.join(', ')} are denied by the permissions boundary`,
    },
  ];
};

const checkVariables = (text: string, path: string): readonly Problem[] =>
  unknownVariables(text).map((name) => ({
    path,
    code: 'unknown-variable',
    message: `"\${${name}}" is not a known variable`,
    resolution: `use ${VARIABLE_RULE}`,
  }));

const checkResource = (resource: string, path: string): readonly Problem[] => {
  if (resource === '*' || ARN.test(withoutVariables(resource))) return checkVariables(resource, path);
  return [
    {
      path,
      code: 'malformed-resource',
      message: `"${resource}" is not an ARN`,
      resolution: 'write an ARN such as arn:${partition}:s3:::bucket/key, or * with a reason',
    },
  ];
};

const checkWildcards = (statement: ProfileStatement, path: string): readonly Problem[] => {
  if (statement.reason?.trim()) return [];
  const problemsIn = (member: 'actions' | 'resources') =>
    statement[member].flatMap((text, index) =>
      hasWildcard(text)
        ? [
            {
              path: `${path}.${member}[${index}]`,
              code: 'wildcard-without-reason',
              message: `"${text}" has a wildcard and the permission states no reason for it`,
              resolution: `name what is meant exactly, or say in ${path}.reason why that cannot be done`,
            },
          ]
        : [],
    );
  return [...problemsIn('actions'), ...problemsIn('resources')];
};

const checkConditionKey = (
  key: string,
  values: string | readonly string[],
  path: string,
): readonly Problem[] => {
  // IAM compares condition keys without case
  const reserved = key.toLowerCase() === ELEVATION_CONDITION_KEY.toLowerCase();
  const problem = {
    path,
    code: 'reserved-condition-key',
    message: `"${key}" is set by Mandate`,
    resolution: 'list the permission under elevated: the condition on a live approval is added there',
  };
  return [...(reserved ? [problem] : []), ...[values].flat().flatMap((value) => checkVariables(value, path))];
};

const checkConditions = (statement: ProfileStatement, path: string): readonly Problem[] =>
  Object.entries(statement.conditions ?? {}).flatMap(([operator, keys]) => {
    const at = `${path}.conditions.${operator}`;
    const unknown = {
      path: at,
      code: 'unknown-condition-operator',
      message: `"${operator}" is not a condition operator of IAM`,
      resolution: 'use one of IAM, such as StringEquals, StringLike, ArnLike, Bool or Null',
    };
    return [
      ...(OPERATOR.test(operator) ? [] : [unknown]),
      ...Object.entries(keys).flatMap(([key, values]) => checkConditionKey(key, values, `${at}.${key}`)),
    ];
  });

/** Every problem of one permission, each with its path. */
export const checkStatement = (statement: ProfileStatement, path: string): readonly Problem[] => [
  ...statement.actions.flatMap((action, index) => checkAction(action, `${path}.actions[${index}]`)),
  ...statement.resources.flatMap((resource, index) => checkResource(resource, `${path}.resources[${index}]`)),
  ...checkWildcards(statement, path),
  ...checkConditions(statement, path),
];
