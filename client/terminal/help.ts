import type { Catalogue } from "../../locale/catalogue.ts";
import { ALL_COMMAND_NAMES, type CommandGroup, COMMANDS } from "../../protocol/commands.ts";
import type { Shown } from "../shown.ts";

/** Says what each command does, in groups, from the table that the commands are read by. */
export function help(texts: Catalogue): Shown {
  const forms = new Map(ALL_COMMAND_NAMES.map((name) => {
    const { form } = texts.commands[name];
    return [name, `/${name}${form && ` ${form}`}`];
  }));
  const width = Math.max(...[...forms.values()].map((form) => form.length));
  const groups = Object.keys(texts.groups) as CommandGroup[];
  const lines = groups.flatMap((group) => {
    const names = ALL_COMMAND_NAMES.filter((name) => COMMANDS[name].group === group);
    const described = names.map((name) =>
      `  ${forms.get(name)!.padEnd(width)}  ${texts.commands[name].help}`
    );
    return [`${texts.groups[group]}:`, ...described];
  });
  return { type: "system", text: [texts.client.help, ...lines].join("\n") };
}
