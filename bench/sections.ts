import type { Section } from './bench.ts';
import { brokerSection } from './broker/broker-section.ts';

/** All that is measured, in the order of the page. */
export const SECTIONS: readonly Section[] = [brokerSection];
