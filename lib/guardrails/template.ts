/** One resource of a synthesized template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface Template {
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
}

/** A rule of the house, checked on every synthesized template. */
export interface Guardrail {
  /** The file's name. */
  readonly name: string;
  readonly description: string;
  /** What to do about a violation. */
  readonly fix: string;
  /** Logical ids of the resources that break the rule. */
  readonly violations: (template: Template) => readonly string[];
}

type Entry = readonly [logicalId: string, resource: TemplateResource];

export const resourcesOf = (template: Template, ...types: readonly string[]): readonly Entry[] =>
  Object.entries(template.Resources ?? {}).filter(([, { Type }]) => types.includes(Type));

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const listOf = (value: unknown): readonly unknown[] => {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
};

export const property = (resource: TemplateResource | undefined, name: string): unknown =>
  resource?.Properties?.[name];

/** Logical id behind `Ref` or `Fn::GetAtt`. */
export const referenced = (value: unknown): string | undefined => {
  if (!isRecord(value)) return undefined;
  const [target] = listOf(value['Ref'] ?? value['Fn::GetAtt']);
  return typeof target === 'string' ? target : undefined;
};
