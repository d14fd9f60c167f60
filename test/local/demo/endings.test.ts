import { describe, expect, it } from 'vitest';
import { ownerLeaves, processChanges } from '../../../local/demo/endings.ts';
import { readCompany } from '../../../local/seed/company.ts';

const company = readCompany();
const agent = (id: string) => company.agents.find(({ agentId }) => agentId === id);

describe('the owner who leaves', () => {
  it('answers for the procurement agent, and for no other', () => {
    const { agentId, event } = ownerLeaves(company);

    const theirs = company.agents.filter(({ ownerId }) => ownerId === event.detail['ownerId']);
    expect(theirs.map((each) => each.agentId)).toEqual([agentId]);
    expect(agent(agentId)?.profile).toBe('procurement-agent');
  });
});

describe('the process that changes', () => {
  it('goes on in a new version, without the profile of the deployer, with all others', () => {
    const { agentId, event } = processChanges(company);

    const before = company.processes.find(({ processId }) => processId === event.detail['processId']);
    const profile = agent(agentId)?.profile;
    expect(profile).toBe('deploy-agent');
    expect(event.detail['profiles']).toEqual(before?.profiles.filter((each) => each !== profile));
    expect(event.detail['version']).not.toBe(before?.version);
  });

  it('says so in one line', () => {
    const titles = [ownerLeaves(company), processChanges(company)].map(({ title }) => title);

    expect(titles).toEqual([
      'Chen Li leaves: HR puts one event on the bus, Owner Left',
      'Software delivery no longer allows deploy-agent: ITSM puts Process Changed',
    ]);
  });
});
