/** Not written yet. */
export const handler = async (): Promise<never> => {
  throw new Error('verifier is not written yet');
};
