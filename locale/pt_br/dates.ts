import { timeOfDay, twoDigits } from "../texts/time_format.ts";

const DAYS = [
  ...["domingo", "segunda-feira", "terça-feira", "quarta-feira", "quinta-feira"],
  ...["sexta-feira", "sábado"],
];

const MONTHS = [
  ...["janeiro", "fevereiro", "março", "abril", "maio", "junho"],
  ...["julho", "agosto", "setembro", "outubro", "novembro", "dezembro"],
];

/** Formats Unix milliseconds as a local day, as in `domingo, 29 de novembro de 2026`. */
export function dayPtBR(at: number): string {
  const date = new Date(at);
  const month = MONTHS[date.getMonth()];
  return `${DAYS[date.getDay()]}, ${date.getDate()} de ${month} de ${date.getFullYear()}`;
}

/** Formats Unix milliseconds as a local day and time, as in `29/11/2026, 14:05`. */
export function momentPtBR(at: number): string {
  const date = new Date(at);
  const day = `${twoDigits(date.getDate())}/${twoDigits(date.getMonth() + 1)}`;
  return `${day}/${date.getFullYear()}, ${timeOfDay(at)}`;
}
