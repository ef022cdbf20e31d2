/**
 * Tells whether a program that a peer is made of is missing.
 *
 * @param program Its name.
 * @param debianPackage The package of Debian that has it.
 * @returns What to do about it, or `undefined` if it is there.
 */
export async function missing(
  program: string,
  debianPackage: string,
): Promise<string | undefined> {
  try {
    await new Deno.Command(program, { args: ["--version"], stdout: "null", stderr: "null" })
      .output();
    return undefined;
  } catch {
    return `${program} is missing: apt-get install ${debianPackage}`;
  }
}
