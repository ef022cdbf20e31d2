import type { Signal } from "@preact/signals";
import type { TargetedInputEvent } from "preact";

/** Attributes that keep a text field and a signal equal. */
export function bind(text: Signal<string>) {
  return {
    value: text,
    onInput: (event: TargetedInputEvent<HTMLInputElement>) => {
      text.value = event.currentTarget.value;
    },
  };
}
