/** A key or several with the same purpose, a file, or a variable, with what it is for. */
export type Explained = readonly [what: string, help: string];

/** Headings and parts of the manual page, some of which `/help` at a terminal shows, too. */
export interface ManualTexts {
  readonly name: string;
  readonly synopsis: string;
  /** The synopsis after the program's name. */
  readonly form: string;
  readonly commands: string;
  readonly typed: string;
  readonly keys: string;
  /** Keys of the terminal client. */
  readonly lineKeys: readonly Explained[];
  readonly full: string;
  /** Further keys of the full screen. */
  readonly fullKeys: readonly Explained[];
  readonly files: string;
  readonly fileList: readonly Explained[];
  /** After the list of files. */
  readonly aboutFiles: string;
  readonly environment: string;
  readonly variables: readonly Explained[];
  readonly exitStatus: string;
  /** Meanings of the exit codes, from 0 on. */
  readonly exitCodes: readonly string[];
}
