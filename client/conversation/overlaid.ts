import type { UserInterface } from "./user_interface.ts";

/**
 * Combines two user interfaces: what the upper one lacks is taken from the lower one.
 *
 * @param lower The lower one, which lacks nothing.
 * @param upper Returns the upper one, or `undefined` if only the lower one is in use.
 */
export function overlaid(
  lower: UserInterface,
  upper: () => Partial<UserInterface> | undefined,
): UserInterface {
  return new Proxy(lower, {
    get: (_, name: keyof UserInterface) => upper()?.[name] ?? lower[name],
  });
}
