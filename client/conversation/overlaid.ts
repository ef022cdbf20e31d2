import type { UserInterface } from "./user_interface.ts";

/**
 * Creates a user interface of two: what the upper one has is done by it, and everything else by the lower one.
 *
 * @param lower Does what the upper one does not.
 * @param upper Returns the upper one; `undefined` while there is none.
 */
export function overlaid(
  lower: UserInterface,
  upper: () => Partial<UserInterface> | undefined,
): UserInterface {
  return new Proxy(lower, {
    get: (_, name: keyof UserInterface) => upper()?.[name] ?? lower[name],
  });
}
