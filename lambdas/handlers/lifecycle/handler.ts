/** Not written yet. */
export const handler = async (): Promise<never> => {
  throw new Error('lifecycle is not written yet');
};
