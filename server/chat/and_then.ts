/** Continues with a value: at once if it is there, otherwise when its promise resolves. */
export function andThen<T, R>(
  value: Promise<T> | T,
  next: (value: T) => Promise<R> | R,
): Promise<R> | R {
  return value instanceof Promise ? value.then(next) : next(value);
}
