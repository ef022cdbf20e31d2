import type { DescribedFlag, DescribedSubcommand } from "../program_description.ts";

/** Renders the completion script for fish. */
export function fish(program: readonly DescribedSubcommand[]): string {
  const names = program.map(({ name }) => name).join(" ");
  return [
    "# fish: chat completions fish | source; or a file chat.fish in ~/.config/fish/completions",
    "complete -c chat -f",
    `complete -c chat -n __fish_use_subcommand -l version -d ${quote("chat")}`,
    `complete -c chat -n '__fish_seen_subcommand_from help' -a ${quote(names)}`,
    ...program.flatMap(subcommand),
  ].join("\n");
}

function subcommand({ name, summary, words, flags }: DescribedSubcommand): readonly string[] {
  const seen = `-n '__fish_seen_subcommand_from ${name}'`;
  const first = words.length > 0 ? [`complete -c chat ${seen} -a ${quote(words.join(" "))}`] : [];
  return [
    `complete -c chat -n __fish_use_subcommand -a ${name} -d ${quote(summary)}`,
    ...first,
    ...flags.map((flag) => `complete -c chat ${seen} ${flagOf(flag)}`),
  ];
}

function flagOf({ name, takes, help }: DescribedFlag): string {
  const value = takes === undefined
    ? ""
    : takes === "file"
    ? " -r -F"
    : takes === "any"
    ? " -x"
    : ` -x -a ${quote(takes.join(" "))}`;
  return `-l ${name}${value} -d ${quote(help)}`;
}

function quote(text: string): string {
  return `'${text.replaceAll(/['\\]/g, "\\$&")}'`;
}
