// Readers of values that another program sent: each returns the value with the fields that are known, and nothing else of
// it, or throws ShapeError. None looks at a list or a text before its length.

/** A value is not what it must be. */
export class ShapeError extends TypeError {}

/** Reads a value, or throws {@linkcode ShapeError}. */
export type Read<T> = (value: unknown) => T;

/** A reader for each field of an object, optional ones included: a field that is added to the type must be added here. */
export type Shape<T> = { readonly [K in keyof Required<T>]: Read<T[K]> };

/** What a time may be at most, in Unix milliseconds: what `Date` can show. */
const MAX_TIME = 8_640_000_000_000_000;

/** Reads an object with these fields; others are left out. */
export function object<T extends object>(shape: Shape<T>): Read<T> {
  const fields = Object.entries(shape) as [string, Read<unknown>][];
  return (value) => {
    const given = asObject(value);
    const read: Record<string, unknown> = {};
    for (const [key, readField] of fields) {
      // What an object inherits was not sent.
      const field = readField(Object.hasOwn(given, key) ? given[key] : undefined);
      if (field !== undefined) read[key] = field;
    }
    return read as T;
  };
}

/** Tells that a value is an object, and not a list. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ShapeError("not an object");
  }
  return value as Record<string, unknown>;
}

/** Reads what may be left out. */
export function optional<T>(read: Read<T>): Read<T | undefined> {
  return (value) => value === undefined ? undefined : read(value);
}

/** Reads a list of at most so many. */
export function list<T>(read: Read<T>, most: number): Read<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value) || value.length > most) throw new ShapeError("not such a list");
    return value.map((each) => read(each));
  };
}

/** Reads a text of at most so many UTF-16 code units. */
export function text(most: number, least = 0): Read<string> {
  return (value) => {
    if (typeof value !== "string" || value.length > most || value.length < least) {
      throw new ShapeError("not such a text");
    }
    return value;
  };
}

/** Reads an integer. */
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

/** Reads one of several values. */
export function oneOf<T extends string | number | boolean>(...values: readonly T[]): Read<T> {
  return (value) => {
    if (!values.includes(value as T)) throw new ShapeError("none of the values");
    return value as T;
  };
}
