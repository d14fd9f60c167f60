import type { Post } from '../world/entities.ts';

/** An owner with some agents, all of one process. */
export interface Fleet {
  readonly ownerId: string;
  readonly agentIds: readonly string[];
}

/** @param name tells its owner and agents from all others */
export const fleetOf = (name: string, size: number): Fleet => ({
  ownerId: `owner-${name}`,
  agentIds: Array.from({ length: size }, (_, index) => `agent-${name}-${String(index).padStart(4, '0')}`),
});

export const postsOf = ({ ownerId, agentIds }: Fleet): readonly Post[] =>
  agentIds.map((agentId) => ({ agentId, ownerId, processId: 'measured-process' }));
