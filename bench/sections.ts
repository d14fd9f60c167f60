import type { Section } from './bench.ts';
import { brokerSection } from './broker/broker-section.ts';
import { coldStartSection } from './cold-start/cold-start-section.ts';
import { costSection } from './cost/cost-section.ts';
import { httpSection } from './http/http-section.ts';
import { revocationSection } from './revocation/revocation-section.ts';

/** All that is measured, in the order of the page. */
export const SECTIONS: readonly Section[] = [
  brokerSection,
  httpSection,
  coldStartSection,
  revocationSection,
  costSection,
];
