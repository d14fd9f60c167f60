/** Not written yet. */
export const handler = async (): Promise<never> => {
  throw new Error('stopper is not written yet');
};
