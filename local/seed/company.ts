import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { workloadSubject } from '../issuers/tokens.ts';

const companySchema = z.strictObject({
  company: z.string(),
  owners: z.array(
    z.strictObject({
      ownerId: z.string(),
      email: z.email(),
      displayName: z.string(),
      managerId: z.string().optional(),
    }),
  ),
  processes: z.array(
    z.strictObject({
      processId: z.string(),
      version: z.string(),
      profiles: z.array(z.string()),
      displayName: z.string(),
      ownerId: z.string(),
    }),
  ),
  agents: z.array(
    z.strictObject({
      agentId: z.string(),
      environment: z.string(),
      ownerId: z.string(),
      processId: z.string(),
      profile: z.string(),
      displayName: z.string(),
    }),
  ),
  buckets: z.array(z.strictObject({ name: z.string(), objects: z.record(z.string(), z.string()) })),
  tables: z.array(
    z.strictObject({
      name: z.string(),
      key: z.string(),
      items: z.array(z.record(z.string(), z.string())),
    }),
  ),
});

/** The sample company: people, processes, what its agents work on, and agents for the demo to register. */
export type Company = z.infer<typeof companySchema>;

export const readCompany = (): Company => {
  return companySchema.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'company.json'), 'utf8')));
};

/** The details of `Agent Registered` events: each agent has a workload token of the local issuer. */
export const sampleAgents = (company: Company, workloadIssuer: string) =>
  company.agents.map((agent) => ({
    ...agent,
    workload: { issuer: workloadIssuer, subject: workloadSubject(agent.agentId) },
  }));
