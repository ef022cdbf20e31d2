import { signal } from "@preact/signals";

/** Whether the user is logged in, and what the login form shows until then. */
export class LoginState {
  /** `out` shows the form, `entering` waits for the server, `in` shows the chat. */
  readonly phase = signal<"out" | "entering" | "in">("out");
  /** Why the last login failed; empty if there is nothing to say. */
  readonly refusal = signal("");
  readonly asksPassword = signal(false);

  /** Waits for the server. */
  begin(): void {
    this.phase.value = "entering";
  }

  /** Shows the chat. */
  succeed(): void {
    this.clear();
    this.phase.value = "in";
  }

  /** Shows the form again, with the reason. */
  fail(reason: string): void {
    this.refusal.value = reason;
    this.phase.value = "out";
  }

  /** Shows an empty form. */
  end(): void {
    this.clear();
    this.phase.value = "out";
  }

  /** Asks for a name only, and says nothing. */
  clear(): void {
    this.refusal.value = "";
    this.asksPassword.value = false;
  }
}
