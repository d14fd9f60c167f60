/** Aborted by Ctrl-C, by the end of the terminal, or when nobody reads any more what is told. */
export const interruption = (): AbortSignal => {
  const controller = new AbortController();
  const interrupt = (): void => controller.abort();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', interrupt);
  return controller.signal;
};
