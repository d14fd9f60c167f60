/** Not written yet. */
export const handler = async (): Promise<never> => {
  throw new Error('compiler is not written yet');
};
