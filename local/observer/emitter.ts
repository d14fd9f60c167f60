import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { adminClient } from '../environment/admin.ts';
import type { HandedOut } from '../environment/handed-out.ts';

export interface Emitted {
  readonly source: string;
  readonly type: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Puts events on the bus, as HR, ITSM or a platform team's pipeline would. */
export const emit = async (env: HandedOut, ...events: readonly Emitted[]): Promise<void> => {
  const admin = {
    endpointUrl: env.endpointUrl,
    region: env.region,
    secret: env.adminCredentials.secretAccessKey,
  };
  const bus = new EventBridgeClient(adminClient(admin, env.accounts.hub));
  try {
    const Entries = events.map(({ source, type, detail }) => ({
      EventBusName: env.busName,
      Source: source,
      DetailType: type,
      Detail: JSON.stringify(detail),
    }));
    for (let from = 0; from < Entries.length; from += 10) {
      await bus.send(new PutEventsCommand({ Entries: Entries.slice(from, from + 10) }));
    }
  } finally {
    bus.destroy();
  }
};
