import { BUS_CONTRACT, BusRecorder, SharedMessages } from "../testing/bus_contract.ts";
import { LocalBus } from "./local_bus.ts";

for (const [name, test] of Object.entries(BUS_CONTRACT)) {
  Deno.test(`LocalBus ${name}`, async () => {
    const bus = new LocalBus();
    await using nodes = {
      shared: new SharedMessages(),
      buses: [bus],
      ears: [new BusRecorder(bus)],
      [Symbol.asyncDispose]: () => bus[Symbol.asyncDispose](),
    };
    await test(nodes);
  });
}
