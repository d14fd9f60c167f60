import { describe, expect, it } from 'vitest';
import { loadSettings } from '../../../lib/settings/load-settings.ts';
import { accounts } from '../../../local/environment/accounts.ts';
import { readCompany, sampleAgents } from '../../../local/seed/company.ts';
import { directoryEvents } from '../../../local/seed/directory.ts';

const company = readCompany();

describe('the sample company', () => {
  it.each(company.agents)('has an owner, a process and a profile for $agentId', (agent) => {
    const { profiles } = loadSettings('mandate.config.json', {
      account: accounts.hub,
      region: 'us-east-1',
    });
    const process = company.processes.find(({ processId }) => processId === agent.processId);
    const profile = profiles.find((each) => each.profile === agent.profile);

    expect(company.owners.map(({ ownerId }) => ownerId)).toContain(agent.ownerId);
    expect(process?.profiles).toContain(agent.profile);
    expect(profile?.environments).toContain(agent.environment);
  });

  it('binds each agent to a workload of its own', () => {
    const subjects = sampleAgents(company, 'http://127.0.0.1:4568').map(({ workload }) => workload.subject);

    expect(new Set(subjects).size).toBe(company.agents.length);
  });

  it('is told by events that can be sent again', () => {
    const [first, again] = [directoryEvents(company), directoryEvents(company)];
    const sent = first.map(({ Detail }) => JSON.parse(Detail ?? '').eventId);

    expect(again).toEqual(first);
    expect(new Set(sent).size).toBe(company.owners.length + company.processes.length);
  });
});
