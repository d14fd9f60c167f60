import { createHash } from 'node:crypto';

/** Of the UTF-8 text, in lower-case hexadecimal. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
