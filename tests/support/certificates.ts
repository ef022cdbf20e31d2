import { issue, makeAuthority } from "../../cert/issue.ts";

const DAY = 24 * 60 * 60 * 1_000;

/** A certificate of a test's own for the loopback address, with its authority, in files. */
export class TestCertificates implements AsyncDisposable {
  readonly directory: string;
  /** The authority's certificate, as PEM. */
  readonly ca: string;

  private constructor(directory: string, ca: string) {
    this.directory = directory;
    this.ca = ca;
  }

  /** The flags of `serve` that name the files. */
  get args(): readonly string[] {
    return ["--tls-cert", this.file("server.pem"), "--tls-key", this.file("server-key.pem")];
  }

  /** Makes both; `age` is for how many days the certificate has been out of date. */
  static async make({ hosts = ["127.0.0.1"], age = -1 } = {}): Promise<TestCertificates> {
    const validity = {
      notBefore: new Date(Date.now() - (age + 10) * DAY),
      notAfter: new Date(Date.now() - age * DAY),
    };
    const authority = await makeAuthority("test", validity);
    const server = await issue(authority, hosts, validity);
    const directory = await Deno.makeTempDir();
    const made = new TestCertificates(directory, authority.cert);
    await Deno.writeTextFile(made.file("ca.pem"), authority.cert);
    await Deno.writeTextFile(made.file("server.pem"), server.cert);
    await Deno.writeTextFile(made.file("server-key.pem"), server.key);
    return made;
  }

  /** Gives the path of a file: `ca.pem`, `server.pem` or `server-key.pem`. */
  file(name: string): string {
    return `${this.directory}/${name}`;
  }

  /** Puts what another one has in the place of the server's certificate and key. */
  async replaceBy(other: TestCertificates): Promise<void> {
    for (const name of ["server.pem", "server-key.pem"]) {
      await Deno.copyFile(other.file(name), this.file(name));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.directory, { recursive: true });
  }
}
