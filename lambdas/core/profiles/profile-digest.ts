import { canonicalJson } from '../kernel/canonical-json.ts';
import type { Profile } from './profile.ts';

/** A hash of the text in lower-case hex; passed in because the domain has no crypto of its own. */
export type Hash = (text: string) => string;

/** Changes whenever anything in the profile does, whatever the order of keys in its file. */
export const profileDigest = (profile: Profile, hash: Hash): string => hash(canonicalJson(profile));
