import { issue, makeAuthority } from "../../cert/issue.ts";

const DAY = 24 * 60 * 60 * 1_000;

/** Files of a certificate authority and of a server certificate for the loopback address. */
export class TestCertificates implements AsyncDisposable {
  readonly directory: string;
  /** The authority's certificate, as PEM. */
  readonly ca: string;

  private constructor(directory: string, ca: string) {
    this.directory = directory;
    this.ca = ca;
  }

  /** Flags of `serve` that name the files. */
  get args(): readonly string[] {
    return ["--tls-cert", this.file("server.pem"), "--tls-key", this.file("server-key.pem")];
  }

  /** Makes both; `age` is the number of days since the certificate expired, negative while it is valid. */
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

  /** Path of `ca.pem`, `server.pem` or `server-key.pem`. */
  file(name: string): string {
    return `${this.directory}/${name}`;
  }

  /** Replaces the server's certificate and key with those of another authority. */
  async replaceBy(other: TestCertificates): Promise<void> {
    for (const name of ["server.pem", "server-key.pem"]) {
      await Deno.copyFile(other.file(name), this.file(name));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.directory, { recursive: true });
  }
}
