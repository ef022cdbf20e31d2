import type { Crowd, CrowdRoom } from "./crowd.ts";
import type { LoadResult, LoadRun, ThroughputJob } from "./job.ts";
import { Meter } from "./meter.ts";
import { waitOf } from "./poller.ts";

/** How long nothing may arrive while messages are in flight, in milliseconds. */
const MAX_SILENCE = 5_000;

/** A room with messages in flight: they are until the member in the middle of the room has them. */
interface Flow {
  readonly room: CrowdRoom;
  /** Messages that the pacer has. */
  arrived: number;
  /** The sender whose turn it is. */
  turn: number;
}

/** Keeps a number of messages in flight, and counts the deliveries. */
export function measureThroughput(crowd: Crowd, job: ThroughputJob, order: LoadRun): LoadResult {
  const flows = new Map<number, Flow>();
  for (const [nth, room] of crowd.rooms.entries()) {
    const flow = { room, arrived: crowd.lengths.messagesIn(crowd.bytes[0]!), turn: 0 };
    flows.set(crowd.pacer(nth), flow);
    // What does not divide by the rooms goes to the first ones.
    speak(
      crowd,
      flow,
      Math.floor((job.window + crowd.rooms.length - 1 - nth) / crowd.rooms.length),
    );
  }
  const wait = waitOf(job.waiting);
  const pump = (seconds: number) => {
    const until = performance.now() + seconds * 1_000;
    let lastAt = performance.now();
    for (let now = lastAt; now < until; now = performance.now()) {
      const count = crowd.poller.wait(wait);
      if (count > 0) lastAt = now;
      else if (now - lastAt > MAX_SILENCE) throw new Error("Cannot go on as nothing arrives");
      for (let nth = 0; nth < count; nth++) {
        const member = crowd.receive(nth);
        const flow = flows.get(member);
        if (flow === undefined) continue;
        const arrived = crowd.lengths.messagesIn(crowd.bytes[member]!);
        const freed = arrived - flow.arrived;
        flow.arrived = arrived;
        speak(crowd, flow, freed);
      }
    }
  };
  pump(order.warmup);
  const before = crowd.deliveries;
  const meter = new Meter(order.pid);
  pump(order.seconds);
  const deliveries = crowd.deliveries - before;
  return meter.stop((seconds) => ({ "deliveries/s": deliveries / seconds }));
}

/** Shares messages out among the senders as evenly as they go, each in one write. */
function speak(crowd: Crowd, flow: Flow, messages: number): void {
  const senders = flow.room.senders.length;
  const share = Math.floor(messages / senders);
  const extra = messages % senders;
  for (let nth = 0; nth < senders; nth++) {
    const count = share + (nth < extra ? 1 : 0);
    if (count > 0) crowd.speak(flow.room, (flow.turn + nth) % senders, count);
  }
  flow.turn = (flow.turn + extra) % senders;
}
