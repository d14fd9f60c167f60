/** Not written yet. */
export const handler = async (): Promise<never> => {
  throw new Error('outbox is not written yet');
};
