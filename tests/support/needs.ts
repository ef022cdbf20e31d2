/**
 * Tells whether a test must be left out since a tool is missing here, and says which in a line. Where everything is to be
 * there, as `CI=true` says, a missing tool is a failure.
 *
 * @param tool A program that is looked for on the `PATH`.
 * @returns Whether to leave the test out.
 */
export async function needs(tool: string): Promise<boolean> {
  const isThere = await new Deno.Command("which", { args: [tool], stdout: "null", stderr: "null" })
    .output().then(({ success }) => success, () => false);
  if (isThere) return false;
  if (Deno.env.get("CI") === "true") throw new Error(`Cannot test without ${tool}`);
  await Deno.stderr.write(new TextEncoder().encode(`skipped, as there is no ${tool}\n`));
  return true;
}
