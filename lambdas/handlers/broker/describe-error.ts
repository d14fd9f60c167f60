export interface DescribedError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: DescribedError;
}

/** What a log may say of an error: an SDK's errors carry requests and responses beside it. */
export const describeError = (error: unknown): DescribedError => {
  if (!(error instanceof Error))
    return { name: typeof error, message: 'something that is no error was thrown' };
  const { name, message, stack, cause } = error;
  return {
    name,
    message,
    ...('code' in error && typeof error.code === 'string' && { code: error.code }),
    ...(stack !== undefined && { stack }),
    ...(cause !== undefined && { cause: describeError(cause) }),
  };
};
