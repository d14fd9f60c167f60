export interface BatchLimits<T> {
  readonly maxItems: number;
  /** Of all items together; one that is larger by itself makes a batch alone. */
  readonly maxBytes: number;
  readonly bytesOf: (item: T) => number;
}

/** The items in their order, in as few batches as keep within the limits. */
export const batchesOf = <T>(
  items: readonly T[],
  { maxItems, maxBytes, bytesOf }: BatchLimits<T>,
): readonly (readonly T[])[] => {
  const batches: T[][] = [];
  let room = { batch: [] as T[], bytes: 0 };
  for (const item of items) {
    const bytes = bytesOf(item);
    const { length } = room.batch;
    if (length === 0 || length >= maxItems || room.bytes + bytes > maxBytes) {
      room = { batch: [], bytes: 0 };
      batches.push(room.batch);
    }
    room.batch.push(item);
    room.bytes += bytes;
  }
  return batches;
};
