import type { Crowd, CrowdRoom } from "./crowd.ts";
import type { LoadResult, LoadRun, ThroughputJob } from "./job.ts";
import { Meter } from "./meter.ts";
import { waitOf } from "./poller.ts";

/** Timeout in milliseconds for the next message while messages are in flight. */
const MAX_SILENCE = 5_000;

/** A room with messages in flight: those that its middle member has not received. */
interface Flow {
  readonly room: CrowdRoom;
  /** Messages that the middle member has received. */
  arrived: number;
  /** Index of the sender who sends next. */
  turn: number;
}

/** Keeps a number of messages in flight and counts deliveries. */
export function measureThroughput(crowd: Crowd, job: ThroughputJob, options: LoadRun): LoadResult {
  const flows = new Map<number, Flow>();
  for (const [nth, room] of crowd.rooms.entries()) {
    const flow = { room, arrived: crowd.lengths.messagesIn(crowd.bytes[0]!), turn: 0 };
    flows.set(crowd.pacer(nth), flow);
    // The first rooms take the remainder.
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
      else if (now - lastAt > MAX_SILENCE) throw new Error("No message arrived for 5 s");
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
  pump(options.warmup);
  const before = crowd.deliveries;
  const meter = new Meter(options.pid);
  pump(options.seconds);
  const deliveries = crowd.deliveries - before;
  return meter.stop((seconds) => ({ "deliveries/s": deliveries / seconds }));
}

/** Sends messages, shared among the senders as evenly as possible, each sender's share in one write. */
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
