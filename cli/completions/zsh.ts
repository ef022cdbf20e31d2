import type { DescribedFlag, DescribedSubcommand } from "../program_description.ts";

/** Renders the completion script for zsh. */
export function zsh(program: readonly DescribedSubcommand[]): string {
  const commands = program.map(({ name, summary }) => quote(`${name}:${summary}`));
  return `#compdef chat
# zsh: source <(chat completions zsh), after compinit; or a file _chat in $fpath
_chat() {
  local -a commands=(
${commands.map((command) => `    ${command}`).join("\n")}
  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  ((CURRENT--))
  case $command in
    help) _describe command commands ;;
${program.map(subcommand).join("\n")}
  esac
}
compdef _chat chat`;
}

function subcommand({ name, words, argument, flags }: DescribedSubcommand): string {
  // An argument has no completions, but flags that follow it do.
  const first = words.length > 0
    ? [`1:${name}:(${words.join(" ")})`]
    : argument === undefined
    ? []
    : [`1:${argument}:()`];
  const all = [...first, ...flags.map(flagOf)].map((spec) => ` \\\n      ${quote(spec)}`);
  return `    ${name})
      _arguments${all.join("")}
      ;;`;
}

function flagOf({ name, value, takes, help }: DescribedFlag): string {
  const described = `--${name}[${help.replaceAll(/[[\]]/g, "\\$&")}]`;
  if (takes === undefined) return described;
  const action = takes === "file" ? "_files" : takes === "any" ? " " : `(${takes.join(" ")})`;
  return `${described}:${value}:${action}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
