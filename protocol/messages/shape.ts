// Readers of values from another program. Each returns the value with its known fields only, or throws ShapeError. Each
// checks the length of a list or text before its contents.

/** A value has the wrong shape. */
export class ShapeError extends TypeError {}

/** Checks a value and returns it, or throws {@linkcode ShapeError}. */
export type Read<T> = (value: unknown) => T;

/** A reader for each field of an object, including optional ones, so that none can be forgotten. */
export type Shape<T> = { readonly [K in keyof Required<T>]: Read<T[K]> };

/** Largest time that a `Date` can hold, in Unix milliseconds. */
const MAX_TIME = 8_640_000_000_000_000;

/** Creates a reader of objects with these fields, which drops other fields. */
export function object<T extends object>(shape: Shape<T>): Read<T> {
  const fields = Object.entries(shape) as [string, Read<unknown>][];
  return (value) => {
    const given = asObject(value);
    const read: Record<string, unknown> = {};
    for (const [key, readField] of fields) {
      // Inherited properties were not sent.
      const field = readField(Object.hasOwn(given, key) ? given[key] : undefined);
      if (field !== undefined) read[key] = field;
    }
    return read as T;
  };
}

/** Returns the value if it is an object and not an array. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ShapeError("not an object");
  }
  return value as Record<string, unknown>;
}

/** Creates a reader of a value that may be absent. */
export function optional<T>(read: Read<T>): Read<T | undefined> {
  return (value) => value === undefined ? undefined : read(value);
}

/** Creates a reader of an array of at most `most` values. */
export function list<T>(read: Read<T>, most: number): Read<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value) || value.length > most) throw new ShapeError("not such a list");
    return value.map((each) => read(each));
  };
}

/** Creates a reader of an object of at most `most` values under any keys. */
export function record<T>(
  key: Read<string>,
  read: Read<T>,
  most: number,
): Read<Readonly<Record<string, T>>> {
  return (value) => {
    const entries = Object.entries(asObject(value));
    if (entries.length > most) throw new ShapeError("not such an object");
    return Object.fromEntries(entries.map(([name, each]) => [key(name), read(each)]));
  };
}

/** Creates a reader of a text of `least` to `most` UTF-16 code units. */
export function text(most: number, least = 0): Read<string> {
  return (value) => {
    if (typeof value !== "string" || value.length > most || value.length < least) {
      throw new ShapeError("not such a text");
    }
    return value;
  };
}

/** Creates a reader of an integer from `least` to `most`. */
export function integer(least: number, most: number = Number.MAX_SAFE_INTEGER): Read<number> {
  return (value) => {
    if (!Number.isSafeInteger(value) || (value as number) < least || (value as number) > most) {
      throw new ShapeError("not such an integer");
    }
    return value as number;
  };
}

/** Reads a time in Unix milliseconds. */
export const time: Read<number> = integer(0, MAX_TIME);

/** Reads `true` or `false`. */
export const boolean: Read<boolean> = (value) => {
  if (typeof value !== "boolean") throw new ShapeError("not a boolean");
  return value;
};

/** Creates a reader of one of several values. */
export function oneOf<T extends string | number | boolean>(...values: readonly T[]): Read<T> {
  return (value) => {
    if (!values.includes(value as T)) throw new ShapeError("none of the values");
    return value as T;
  };
}
