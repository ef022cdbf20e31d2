/**
 * Returns the path of a file in the system's directory for state of programs (XDG Base Directory Specification).
 *
 * @param file Its name.
 * @param env Returns an environment variable.
 * @returns The path, or `undefined` without a home directory.
 */
export function stateFilePath(
  file: string,
  env: (name: string) => string | undefined,
): string | undefined {
  const state = env("XDG_STATE_HOME") || env("LOCALAPPDATA") ||
    (env("HOME") && `${env("HOME")}/.local/state`);
  return state ? `${state}/chat/${file}` : undefined;
}
