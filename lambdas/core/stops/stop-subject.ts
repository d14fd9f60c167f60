import type { AuditSubject } from '../audit/audit-record.ts';
import type { StopTarget } from './stop.ts';

/** Whose audit chain tells what became of a stop. */
export const stopSubject = (target: StopTarget): AuditSubject => {
  switch (target.kind) {
    case 'owner':
      return `owner:${target.ownerId}`;
    case 'process':
      return `process:${target.processId}`;
    case 'agent':
    case 'lease':
      return `agent:${target.agentId}`;
  }
};
