/** Texts of the full-screen mode of the terminal client. */
export interface FullScreenTexts {
  /** Separator before the messages that came since the user was last here. */
  readonly unread: string;
  /** While earlier messages are loaded. */
  readonly loading: string;
  /** While the user has scrolled up: how many messages came below, and the key that leads there. */
  below(count: number): string;
  /** While the user has scrolled up and nothing came. */
  readonly readingBack: string;
  /** Keys for a selected message, the most useful ones first. */
  selected(actions: { readonly mayEdit: boolean; readonly mayDelete: boolean }): readonly string[];
  /** Prompt for the words to search. */
  readonly search: string;
  /** Which of the results is shown, and the keys for others. */
  result(number: number, count: number): readonly string[];
  readonly nothingFound: string;
  /** Why a command for rooms is refused in a private conversation. */
  readonly onlyInRooms: string;
  /** Why there is no full-screen mode: output is not a terminal that can be drawn on. */
  readonly needsTerminal: string;
  /** Why the page refuses the command for it. */
  readonly onlyInTerminal: string;
}
