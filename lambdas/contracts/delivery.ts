/** Deliveries of a message before it is parked. */
export const MAX_RECEIVE_COUNT = 5;
