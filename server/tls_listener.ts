import type { Carrier, CarrierListener } from "./carrier.ts";
import { TlsCarrier, type TlsKeys } from "./tls_carrier.ts";

/** Lets encrypted connections in. */
export class TlsListener implements CarrierListener {
  /** What whoever comes from now on is shown; whoever is in stays in. */
  keys: TlsKeys;
  readonly #listener: Deno.TcpListener;

  /**
   * @param address Where to listen.
   * @param keys The certificate to show.
   * @throws {Error} If it cannot listen there.
   */
  constructor(address: Deno.TcpListenOptions, keys: TlsKeys) {
    this.keys = keys;
    this.#listener = Deno.listen(address);
  }

  get addr(): Deno.Addr {
    return this.#listener.addr;
  }

  async accept(): Promise<Carrier> {
    return await TlsCarrier.over(await this.#listener.accept(), this.keys);
  }

  close(): void {
    this.#listener.close();
  }
}
