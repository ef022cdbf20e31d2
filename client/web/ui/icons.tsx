/** Icon outlines on a 24 × 24 grid, drawn with a 2 px stroke. */
const PATHS = {
  menu: "M4 6h16M4 12h16M4 18h16",
  people:
    "M16 20v-1a4 4 0 0 0-4-4H7a4 4 0 0 0-4 4v1M9.5 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M21 20v-1a4 4 0 0 0-3-3.87M16 4.13a3.5 3.5 0 0 1 0 6.74",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M20 20l-4-4",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  send: "M4 12l16-8-6 16-3-6-7-2",
  down: "M12 5v14M6 13l6 6 6-6",
  gear:
    "M4 7h9M17 7h3M4 17h3M11 17h9M15 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M9 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5",
  leave: "M10 4H5v16h5M14 8l4 4-4 4M18 12H9",
  help:
    "M9.5 9a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .9-1 1.700M12 16.5v.5M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18",
  smile: "M8 14.5a5 5 0 0 0 8 0M9 9.5v.01M15 9.5v.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18",
  reply: "M9 7l-5 5 5 5M4 12h9a7 7 0 0 1 7 7",
  edit: "M4 20h4L19 9l-4-4L4 16v4M13 7l4 4",
  trash: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
  copy: "M9 9h11v11H9V9M5 15H4V4h11v1",
  link:
    "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.700-5.700l-1.300 1.300M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.700 5.700l1.300-1.300",
  code: "M4 4h6v6H4V4M14 4h6v6h-6V4M4 14h6v6H4v-6M14 14h2v2h-2v-2M18 18h2v2h-2v-2M18 14h2M14 18v2",
  check: "M5 13l4 4L19 7",
  chat: "M4 5h16v11H10l-4 4v-4H4V5",
  at: "M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0M16 8v5a2.5 2.5 0 0 0 5 0v-1a9 9 0 1 0-4 7.500",
  mute: "M4 9v6h4l5 4V5L8 9H4M17 9l5 6M22 9l-5 6",
  eye: "M2 12s3.500-7 10-7 10 7 10 7-3.500 7-10 7-10-7-10-7M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6",
  "eye-off":
    "M3 3l18 18M10.500 5.200A9 9 0 0 1 12 5c6.500 0 10 7 10 7a17 17 0 0 1-2.500 3.500M6.500 6.700A16 16 0 0 0 2 12s3.500 7 10 7a10 10 0 0 0 5-1.300M10 10a3 3 0 0 0 4 4",
  ban: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M6 6l12 12",
  more:
    "M11.500 5a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0M11.500 12a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0M11.500 19a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0",
  info: "M12 11v5M12 8v.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18",
  alert: "M12 8v5M12 16v.01M12 3.500l9.500 17h-19l9.500-17",
  clock: "M12 7v5l3 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18",
} as const;

export type IconName = keyof typeof PATHS;

/** Icon beside a text or inside a labelled button; hidden from screen readers. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** Button with an icon and no visible text; `label` is its accessible name and tooltip. */
export function IconButton({ icon, label, onClick, class: kind = "", isPressed }: {
  readonly icon: IconName;
  readonly label: string;
  readonly onClick: () => void;
  readonly class?: string;
  readonly isPressed?: boolean;
}) {
  return (
    <button
      type="button"
      class={`icon-button ${kind}`}
      aria-label={label}
      title={label}
      aria-pressed={isPressed}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
