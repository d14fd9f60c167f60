/** Not written yet. */
export const handler = async (): Promise<never> => {
  throw new Error('provisioner is not written yet');
};
