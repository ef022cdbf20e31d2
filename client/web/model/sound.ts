import { signal } from "@preact/signals";
import { load, store } from "./local_storage.ts";

const KEY = "chat.sound";

/** Whether messages that notify are also heard. */
export const isSounding = signal(load(KEY) === "on");

/** Turns the sound on or off, also for later visits. Turned on, it is heard once. */
export function setSounding(isOn: boolean): void {
  isSounding.value = isOn;
  store(KEY, isOn ? "on" : "off");
  if (isOn) playSound();
}

/** Frequencies in hertz of two tones, and the length of each in seconds. */
const TONES = [660, 880];
const LENGTH = 0.12;

let context: AudioContext | undefined;

/** Plays two short tones. Until the user has clicked or typed on the page, the browser plays nothing. */
export function playSound(): void {
  context ??= new AudioContext();
  void context.resume();
  for (const [index, frequency] of TONES.entries()) {
    const tone = new OscillatorNode(context, { frequency });
    const volume = new GainNode(context, { gain: 0.15 });
    const begin = context.currentTime + index * LENGTH;
    volume.gain.setValueAtTime(0.15, begin);
    // Cut off, a tone would click.
    volume.gain.exponentialRampToValueAtTime(0.001, begin + LENGTH);
    tone.connect(volume).connect(context.destination);
    tone.start(begin);
    tone.stop(begin + LENGTH);
  }
}
