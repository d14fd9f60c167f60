/** Time-ordered unique ids (ULID). */
export interface IdentifierSource {
  next(): string;
}
