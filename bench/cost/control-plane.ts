import { randomUUID } from 'node:crypto';
import { parseInboundEvent } from '../../lambdas/contracts/events/inbound-event.ts';
import type { WorkOrder } from '../../lambdas/core/events/work-order.ts';
import { activateAgent } from '../../lambdas/core/use-cases/activate-agent.ts';
import { applyEvent } from '../../lambdas/core/use-cases/apply-event.ts';
import { clearStop } from '../../lambdas/core/use-cases/clear-stop.ts';
import { compileStopListOf } from '../../lambdas/core/use-cases/compile-stop-list.ts';
import { issueLease } from '../../lambdas/core/use-cases/issue-lease.ts';
import { provisionAgent } from '../../lambdas/core/use-cases/provision-agent.ts';
import { settleDue } from '../../lambdas/core/use-cases/settle-due.ts';
import { spreadStop } from '../../lambdas/core/use-cases/spread-stop.ts';
import { verifyStop } from '../../lambdas/core/use-cases/verify-stop.ts';
import type { Counter } from './counts.ts';
import type { FunctionPorts } from './function-ports.ts';
import type { Meter } from './meter.ts';

/** An event as it stands on the bus. */
export interface BusEvent {
  readonly source: string;
  readonly type: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Sent, received, deleted. */
const REQUESTS_OF_A_MESSAGE = 3;

/**
 * The functions of the control plane in this process: their use cases and adapters, and between them no bus and no
 * queue, but a count of what would have gone through these. Each message is taken to come alone: batches cost less.
 */
export class ControlPlane {
  readonly #ports: FunctionPorts;
  readonly #meter: Meter;
  readonly #counter: Counter;

  constructor(ports: FunctionPorts, meter: Meter, counter: Counter) {
    this.#ports = ports;
    this.#meter = meter;
    this.#counter = counter;
  }

  /** Issues a lease, as for a request to the API. */
  async issue(token: string): Promise<void> {
    this.#counter.add('http requests');
    this.#counter.add('invocations of broker');
    const asked = { token, request: { permissions: [] }, requestId: randomUUID() };
    const issued = await issueLease(this.#ports.broker, asked);
    if (!issued.ok) throw new Error(`the lease was refused: ${JSON.stringify(issued.error.reasons)}`);
  }

  /** Applies an event, with all that follows from it, to the end. */
  async receive(event: BusEvent, by: 'lifecycle' | 'stopper'): Promise<void> {
    this.#counter.add('events');
    this.#message(by, 'queue requests');
    const ports = this.#ports[by];
    const [id, time] = [randomUUID(), ports.clock.now()];
    const body = JSON.stringify({
      id,
      time,
      source: event.source,
      'detail-type': event.type,
      detail: event.detail,
    });
    const parsed = parseInboundEvent({ body, messageId: id, receivedAt: time });
    if (!parsed.ok) throw new Error(`the event is wrong: ${JSON.stringify(parsed.reasons)}`);
    const applied = await applyEvent(parsed.event, { original: body, canWait: false }, ports);
    if (applied.outcome !== 'applied')
      throw new Error(`the event was not applied: ${JSON.stringify(applied)}`);
    if (applied.raised !== undefined) await spreadStop(applied.raised, ports);
    await this.#carryOutAll();
  }

  /** Looks for what is due, on schedule. */
  async sweep(): Promise<void> {
    this.#counter.add('invocations of sweeper');
    await settleDue(this.#ports.sweeper);
    await this.#carryOutAll();
  }

  async #carryOutAll(): Promise<void> {
    for (let orders = this.#meter.takeOrders(); orders.length > 0; orders = this.#meter.takeOrders()) {
      for (const order of orders) await this.#carryOut(order);
    }
  }

  async #carryOut(order: WorkOrder): Promise<void> {
    const { compiler, verifier, provisioner } = this.#ports;
    switch (order.kind) {
      case 'provision-agent':
        this.#message('provisioner', 'queue requests');
        return provisionAgent(order.agentId, provisioner);
      case 'clear-stop':
        this.#message('provisioner', 'queue requests');
        return void (await clearStop(order, provisioner));
      case 'activate-agent':
        this.#message('verifier', 'queue requests');
        this.#counter.add('waits for IAM');
        return void (await activateAgent(order.agentId, verifier));
      case 'spread-stop':
        this.#message('verifier', 'queue requests');
        return spreadStop(order.stopId, verifier);
      case 'verify-stop':
        this.#message('verifier', 'queue requests');
        this.#counter.add('waits for IAM');
        return void (await verifyStop(order, verifier));
      case 'compile-stop-list':
        this.#message('compiler', 'fifo queue requests');
        return void (await compileStopListOf(order.environment, compiler));
    }
  }

  #message(to: string, queue: 'queue requests' | 'fifo queue requests'): void {
    this.#counter.add(queue, REQUESTS_OF_A_MESSAGE);
    this.#counter.add(`invocations of ${to}`);
  }
}
