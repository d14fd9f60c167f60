import type { Reason } from '../kernel/result.ts';

/** What is wrong in a document, and where: `permissions[0].actions[2]`. An empty path is the document itself. */
export interface Problem extends Reason {
  readonly path: string;
}

/** Renders `['permissions', 0, 'actions']` as `permissions[0].actions`. */
export const pathOf = (segments: readonly PropertyKey[]): string =>
  segments.reduce<string>((path, segment) => {
    if (typeof segment === 'number') return `${path}[${segment}]`;
    return path === '' ? String(segment) : `${path}.${String(segment)}`;
  }, '');
