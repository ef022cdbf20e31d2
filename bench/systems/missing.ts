/**
 * Checks whether a program is installed.
 *
 * @param program Its name.
 * @param debianPackage The Debian package that contains it.
 * @returns What is missing and how to install it, or `undefined` if it is installed.
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
