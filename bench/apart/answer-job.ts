import { once } from 'node:events';

/** What a measuring process tells the one that started it. */
export type Message<Answer> =
  | { readonly kind: 'said'; readonly detail: string }
  | { readonly kind: 'found'; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly problem: string };

type Say = (detail: string) => void;

/** The other side of `measureApart`: takes the job, does it, and ends the process. */
export const answerJob = async <Job, Answer>(
  work: (job: Job, say: Say) => Promise<Answer>,
): Promise<void> => {
  const [{ job }]: [{ job: Job }] = (await once(process, 'message')) as [{ job: Job }];
  const tell = (message: Message<Answer>): void => void process.send?.(message);
  try {
    tell({ kind: 'found', answer: await work(job, (detail) => tell({ kind: 'said', detail })) });
  } catch (error) {
    console.error(error);
    tell({ kind: 'failed', problem: error instanceof Error ? error.message : String(error) });
  }
  process.disconnect();
};
