import type { Progress } from '../local/environment/progress.ts';

/** How the measurements are run. */
export interface Bench {
  /** Few runs: to see whether it works, not how fast it is. */
  readonly quick: boolean;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** What a section found: as data, and as paragraphs of Markdown. */
export interface Found {
  readonly figures: unknown;
  readonly paragraphs: readonly string[];
}

/** One subject of the page. */
export interface Section {
  readonly name: string;
  readonly title: string;
  run(bench: Bench): Promise<Found>;
}

/** A section, with what it shows kept to what it measures. */
export const section = <Figures>(parts: {
  readonly name: string;
  readonly title: string;
  readonly measure: (bench: Bench) => Promise<Figures>;
  readonly present: (figures: Figures) => readonly string[];
}): Section => ({
  name: parts.name,
  title: parts.title,
  run: async (bench) => {
    const figures = await parts.measure(bench);
    return { figures, paragraphs: parts.present(figures) };
  },
});
