declare const brand: unique symbol;

/** A string (or number) that passed exactly one parser: the only way to get one is that parser. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
