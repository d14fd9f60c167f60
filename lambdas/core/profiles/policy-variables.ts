/** What a profile's variables stand for in one agent's role. */
export interface PolicyTarget {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly environment: string;
  readonly agentId: string;
}

const VARIABLE = /\$\{([^}]*)\}/g;
const NAMES: readonly (keyof PolicyTarget)[] = ['partition', 'region', 'account', 'environment', 'agentId'];

const isTargetVariable = (name: string): name is keyof PolicyTarget => NAMES.some((known) => known === name);

/** IAM's own: `${aws:PrincipalTag/…}`, `${s3:prefix}`, with or without a default, and the escapes `${*}`, `${?}`, `${$}`. */
const isIamVariable = (name: string): boolean =>
  /^[a-z0-9-]+:[^{}]+$/i.test(name) || ['*', '?', '$'].includes(name);

/** Fills in Mandate's variables; IAM policy variables pass through. */
export const substitute = (text: string, target: PolicyTarget): string =>
  text.replace(VARIABLE, (whole, name: string) => (isTargetVariable(name) ? target[name] : whole));

/** Names of variables that neither Mandate nor IAM knows. */
export const unknownVariables = (text: string): readonly string[] =>
  [...text.matchAll(VARIABLE)]
    .map(([, name = '']) => name)
    .filter((name) => !isTargetVariable(name) && !isIamVariable(name));

/** The text with each variable replaced by `x`: its shape, without colons or stars that belong to a variable. */
export const withoutVariables = (text: string): string => text.replace(VARIABLE, 'x');

/** What may stand in `${…}`, for messages. */
export const VARIABLE_RULE = `${NAMES.map((name) => `\${${name}}`).join(', ')} or an IAM policy variable such as \${aws:PrincipalTag/team}`;
