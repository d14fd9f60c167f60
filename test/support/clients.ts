import { adminClient } from '../../local/environment/admin.ts';
import type { Emulator } from '../../local/environment/emulator.ts';
import type { Fault } from '../../local/gate/faults.ts';

/** Where the gate is, and who may do everything there: what `inject('emulator')` and `inject('environment')` share. */
export type Gate = Pick<Emulator, 'endpointUrl' | 'region' | 'adminSecret'>;

/** Settings of an SDK client that acts as administrator of an account. */
export const adminConfig = ({ endpointUrl, region, adminSecret }: Gate, account: string) =>
  adminClient({ endpointUrl, region, secret: adminSecret }, account);

/** Makes calls that match fail or wait at the gate. Faults stay until they are used up or cleared. */
export const armFault = (gate: Gate, fault: Fault): Promise<void> =>
  askGate(gate, { method: 'POST', body: JSON.stringify(fault) });

/** Clears every fault, whoever armed it. */
export const clearFaults = (gate: Gate): Promise<void> => askGate(gate, { method: 'DELETE' });

const askGate = async ({ endpointUrl, adminSecret }: Gate, request: RequestInit): Promise<void> => {
  const headers = { authorization: `Bearer ${adminSecret}` };
  const response = await fetch(`${endpointUrl}/_gate/faults`, { ...request, headers });
  if (!response.ok) throw new Error(`the gate answered ${response.status}: ${await response.text()}`);
};
