import type { CredentialsAnswer } from '../../agents/ask-credentials.ts';
import type { Deed, Seen } from '../deeds.ts';
import type { Stage } from '../stage.ts';

export interface Attempt extends Deed {
  readonly seen: Seen;
}

/** Each agent tries everything, one real call after the other, with the session it holds. */
export const tryDeeds = async (stage: Stage, say: (what: string) => void): Promise<readonly Attempt[]> => {
  const attempts: Attempt[] = [];
  for (const deed of stage.deeds) {
    const seen = await stage.make(deed);
    say(`${deed.agentId}: ${deed.deed}: ${seen}`);
    attempts.push({ ...deed, seen });
  }
  return attempts;
};

/** What a workload hears that nobody registered, although its platform gives it a valid token. */
export const askAsStranger = (stage: Stage): Promise<CredentialsAnswer> => stage.askCredentials('stranger');
