/** What a command of the local environment tells a person: what is wrong, and what to do. */
export class LocalError extends Error {
  override readonly name = 'LocalError';
  readonly code: string;
  readonly resolution: string;

  constructor(code: string, message: string, resolution: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.resolution = resolution;
  }
}

export const interrupted = (): LocalError =>
  new LocalError(
    'interrupted',
    'the command was interrupted',
    'nothing was left running; start again with `npm run local -- up`',
  );

export const throwIfInterrupted = (signal: AbortSignal): void => {
  if (signal.aborted) throw interrupted();
};
