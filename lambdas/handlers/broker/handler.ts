/** Not written yet. */
export const handler = async (): Promise<never> => {
  throw new Error('broker is not written yet');
};
