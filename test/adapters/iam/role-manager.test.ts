import { describe } from 'vitest';
import { environmentName } from '../../support/contract-suites/entities.ts';
import { roleManagerContract } from '../../support/contract-suites/role-manager.ts';
import { InMemoryRoles } from '../../support/fakes/in-memory-roles.ts';

const environment = environmentName('test');

describe('the role manager in memory', () => {
  roleManagerContract(async () => {
    const roles = new InMemoryRoles();
    return {
      roles,
      environment,
      see: async (agentId) => {
        const role = roles.roleOf(agentId, environment);
        if (role === undefined) return undefined;
        const { arn, trust, tags, permissions, stopListAttached, locked, sessionsFrom } = role;
        const deniedBefore = sessionsFrom && { deniedBefore: `${sessionsFrom.slice(0, 19)}Z` };
        return { arn, trust, tags, permissions, stopListAttached, locked, ...deniedBefore };
      },
      seeStopList: async () => roles.stopLists.documentOf(environment),
      plantForeign: async (agentId) => roles.plantForeign(agentId, environment),
    };
  });
});
