import type { Found, Section } from '../bench.ts';
import type { Circumstances } from './machine.ts';

/** A section with what it found, and under what circumstances. */
export interface Measured {
  readonly section: Section;
  readonly where: Circumstances;
  readonly found: Found;
  readonly quick: boolean;
}

/** The section as it stands on the page. */
export const paragraphsOf = ({ section, where, found, quick }: Measured): readonly string[] => [
  `## ${section.title}`,
  ...found.paragraphs,
  `<sub>${originOf(where)}, \`npm run bench -- ${section.name}${quick ? ' --quick' : ''}\`</sub>`,
];

const originOf = (where: Circumstances): string =>
  [
    where.date,
    `${where.processor}, ${where.cores} cores, ${where.memoryGiB} GiB`,
    `${where.system}, Node.js ${where.node}`,
    `load ${where.load} before`,
    `commit ${where.commit}`,
  ].join('; ');
