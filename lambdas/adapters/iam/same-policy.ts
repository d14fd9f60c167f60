import { canonicalJson } from '../../core/kernel/canonical-json.ts';

/** IAM keeps lists as sets, and lists of one as the one. */
const normal = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    const items = value.map(normal);
    if (items.length === 1) return items[0];
    return items.every((item) => typeof item === 'string') ? items.sort() : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, normal(member)]));
};

/** Whether two policy documents say the same, however IAM has stored them. */
export const samePolicy = (one: unknown, other: unknown): boolean =>
  canonicalJson(normal(one)) === canonicalJson(normal(other));

/** A document as IAM returns it; undefined when it is not one, so that it equals no other. */
export const readDocument = (encoded: string | undefined): unknown => {
  try {
    return JSON.parse(decodeURIComponent(encoded ?? ''));
  } catch {
    return undefined;
  }
};
