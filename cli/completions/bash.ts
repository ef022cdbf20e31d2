import type { DescribedFlag, DescribedSubcommand } from "../program_description.ts";

/** Renders the completion script for bash. */
export function bash(program: readonly DescribedSubcommand[]): string {
  const names = program.map(({ name }) => name).join(" ");
  return `# bash: source <(chat completions bash)
_chat() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} words=
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    words="${names} help --help --version"
  else
    case \${COMP_WORDS[1]} in
    help) words="${names}" ;;
${program.map(subcommand).join("\n")}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -F _chat chat`;
}

function subcommand({ name, words, flags }: DescribedSubcommand): string {
  const all = flags.map(({ name }) => `--${name}`).join(" ");
  const first = words.length > 0
    ? `      if ((COMP_CWORD == 2)); then words="${words.join(" ")} --help"; fi\n`
    : "";
  return `    ${name})
      case $before in
${flags.flatMap(value).join("\n")}
      *) words="${all}" ;;
      esac
${first}      ;;`;
}

function value({ name, takes }: DescribedFlag): readonly string[] {
  if (takes === undefined) return [];
  const action = takes === "any"
    ? "return"
    : takes === "file"
    ? 'compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$word")); return'
    : `words="${takes.join(" ")}"`;
  return [`      --${name}) ${action} ;;`];
}
