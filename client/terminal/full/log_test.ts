import { assert, assertEquals } from "@std/assert";
import { ptBR } from "../../../locale/pt_br/catalogue.ts";
import type { ConversationEntry } from "../../conversation/conversation_entry.ts";
import { loadWidths, width } from "../graphemes.ts";
import { enableStyles } from "../style.ts";
import { type LogContent, type LogOptions, LogRows } from "./log_rows.ts";
import { scrollLog, scrollTo, viewLog } from "./log_view.ts";

await loadWidths();

const AT = new Date(2026, 10, 25, 9, 5).getTime();
const DAY = 86_400_000;

const EMPTY: LogContent = { name: "#geral", entries: [], pending: [], marker: undefined };

function said(id: number, text: string, at = AT, from = "Bob"): ConversationEntry {
  const entry = { kind: "said", key: `0 ${id}`, epoch: 0, id, from, text, at } as const;
  return { ...entry, isOwn: from === "Ana", isMention: false, mine: [] };
}

function create(content: Partial<LogContent>, options: Partial<LogOptions> = {}): LogRows {
  return new LogRows({ ...EMPTY, ...content }, {
    columns: 30,
    texts: ptBR,
    self: "Ana",
    selected: undefined,
    cache: new WeakMap(),
    now: AT,
    ...options,
  });
}

function rowsOf(log: LogRows): string[] {
  return viewLog(log, 100).rows.map((row) => row.trimEnd());
}

Deno.test("the log marks each day and the first unread message of another user", () => {
  enableStyles(false);
  const entries = [
    said(1, "um"),
    said(2, "dois", AT, "Ana"),
    said(3, "três"),
    said(4, "quatro", AT + DAY),
  ];
  assertEquals(rowsOf(create({ entries, marker: 1 }, { columns: 50 })), [
    " ── quarta-feira, 25 de novembro de 2026 ──",
    " 09:05 Bob: um",
    " 09:05 Ana: dois",
    " ── novas ──",
    " 09:05 Bob: três",
    " ── quinta-feira, 26 de novembro de 2026 ──",
    " 09:05 Bob: quatro",
  ]);
});

Deno.test("the log shows notes, what is on its way and what was refused", () => {
  enableStyles(false);
  const note = {
    kind: "note",
    key: "note 1",
    at: AT,
    text: "Bia saiu.",
    isProblem: false,
  } as const;
  const problem = { type: "error", code: "muted", message: "", room: "#geral" } as const;
  const pending = [{ ref: 1, text: "oi" }, { ref: 2, text: "não", problem }];
  assertEquals(rowsOf(create({ entries: [note], pending }, { columns: 60 })).slice(1), [
    " 09:05 [SYS] Bia saiu.",
    " 09:05 Ana: oi …",
    " 09:05 Ana: não ✗ Você não pode falar em #geral.",
  ]);
});

Deno.test("all rows of the log are as wide as it is, whatever peers write", () => {
  const texts = [
    "São 👩‍👧 e 🇧🇷, 天地玄黃宇宙洪荒",
    "\x1b[2J\u202efim",
    "a".repeat(90),
    "um\ndois",
    "e\u0301",
  ];
  for (const isStyled of [false, true]) {
    enableStyles(isStyled);
    for (const columns of [1, 2, 7, 25, 80]) {
      for (const selected of [undefined, "0 1"]) {
        const entries = texts.map((text, index) => said(index + 1, text));
        const { rows } = viewLog(create({ entries, marker: 2 }, { columns, selected }), 1_000);
        for (const row of rows) {
          // A wide character takes two columns even where there is one.
          assert(width(row) === columns || columns < 3, JSON.stringify([columns, row]));
          // deno-lint-ignore no-control-regex
          assert(!/\x1b(?!\[[\d;]*m)/.test(row), JSON.stringify(row));
        }
      }
    }
  }
  enableStyles(false);
});

Deno.test("the selected message has a mark", () => {
  enableStyles(false);
  const entries = [said(1, "um"), said(2, "duas linhas\naqui")];
  assertEquals(rowsOf(create({ entries }, { selected: "0 2" })).slice(1), [
    " 09:05 Bob: um",
    ">09:05 Bob: duas linhas",
    ">      aqui",
  ]);
});

Deno.test("only what is seen is wrapped", () => {
  const wrapped = new Set<object>();
  const cache = new (class extends WeakMap<object, readonly string[]> {
    override set(key: object, rows: readonly string[]) {
      wrapped.add(key);
      return super.set(key, rows);
    }
  })();
  const entries = Array.from(
    { length: 10_000 },
    (_, index) => said(index + 1, `mensagem ${index}`),
  );
  viewLog(create({ entries }, { cache }), 20);
  assert(wrapped.size <= 21, `${wrapped.size}`);
});

Deno.test("the log scrolls by rows, stops at both ends, and stays put as messages arrive", () => {
  enableStyles(false);
  const entries = Array.from({ length: 20 }, (_, index) => said(index + 1, `n${index + 1}`));
  const log = create({ entries });
  const seen = (log: LogRows, last: ReturnType<typeof scrollLog>) =>
    viewLog(log, 5, last).rows.map((row) => row.trim().split(" ").at(-1));
  assertEquals(seen(log, undefined), ["n16", "n17", "n18", "n19", "n20"]);
  const up = scrollLog(log, 5, undefined, -4);
  assertEquals(seen(log, up), ["n12", "n13", "n14", "n15", "n16"]);
  const more = create({ entries: [said(0, "n0"), ...entries, said(21, "n21")] });
  assertEquals(seen(more, up), ["n12", "n13", "n14", "n15", "n16"]);
  assertEquals(scrollLog(log, 5, up, 4), undefined);
  const top = scrollLog(log, 5, up, -100);
  assertEquals(seen(log, top).slice(1), ["n1", "n2", "n3", "n4"]);
  assertEquals(viewLog(log, 5, top).isAtStart, true);
  assertEquals(scrollLog(log, 5, top, -1), top);
  // Of a place that is gone, the end is shown.
  assertEquals(seen(log, { key: "gone", row: 3 }), ["n16", "n17", "n18", "n19", "n20"]);
});

Deno.test("a short log begins in the first row, and an empty one has none", () => {
  assertEquals(viewLog(create({}), 5), { rows: [], last: undefined, keys: [], isAtStart: true });
  const { rows, last, isAtStart } = viewLog(create({ entries: [said(1, "um")] }), 5);
  assertEquals([rows.length, last, isAtStart], [2, undefined, true]);
});

Deno.test("scrollTo moves no further than needed to show a message whole", () => {
  enableStyles(false);
  const entries = Array.from({ length: 20 }, (_, index) => said(index + 1, `n${index + 1}\nfim`));
  const log = create({ entries });
  const keys = (last: ReturnType<typeof scrollLog>) => viewLog(log, 6, last).keys;
  assertEquals(scrollTo(log, 6, undefined, "0 19"), undefined);
  const up = scrollTo(log, 6, undefined, "0 10");
  assertEquals(keys(up), ["0 10", "0 11", "0 12"]);
  assertEquals(keys(scrollTo(log, 6, up, "0 13")), ["0 11", "0 12", "0 13"]);
  assertEquals(scrollTo(log, 6, up, "gone"), up);
});
