/**
 * Draws the page's icons from `client/web/static/icon.svg`, in Chromium: `deno task icons`. They are kept in the repository.
 *
 * - `icon-192.png`, `icon-512.png`: for an installed page.
 * - `icon-maskable-512.png`: in white on a ground without corners, which a system cuts as it likes. The balloon is within the
 *   middle 80 % (https://www.w3.org/TR/appmanifest/#icon-masks).
 * - `apple-touch-icon.png`: iOS cuts the corners itself, and shows transparent ones in black.
 * - `favicon.ico`: for what asks for it unasked. It holds one PNG, which every browser of the last ten years reads.
 *
 * @module
 */
import { chromium, type Page } from "playwright-core";

const DIRECTORY = new URL("../client/web/static/", import.meta.url);

/** The colour of the icon. */
const GROUND = "#0f766e";

/** Bytes of an icon file's header and of its only entry. */
const ICO_HEADER = 22;

/**
 * Renders the icon.
 *
 * @param page A page of the browser.
 * @param size Width and height in pixels.
 * @param scale Its part of a square that is filled with its colour, on which it is drawn in white; absent for a transparent
 * square that it fills.
 */
async function draw(page: Page, size: number, scale?: number): Promise<Uint8Array> {
  const svg = await Deno.readTextFile(new URL("icon.svg", DIRECTORY));
  await page.setViewportSize({ width: size, height: size });
  const ground = scale === undefined ? "transparent" : GROUND;
  const inner = `${100 * (scale ?? 1)}%`;
  await page.setContent(
    `<style>body{margin:0;height:100vh;display:grid;place-items:center;background:${ground}}` +
      `svg{width:${inner};height:${inner}}</style>` +
      (scale === undefined ? svg : invert(svg)),
  );
  return await page.screenshot({ omitBackground: true });
}

/** Exchanges the two colours of the icon. */
function invert(svg: string): string {
  return svg.replaceAll(
    new RegExp(`${GROUND}|#fff`, "g"),
    (color) => color === GROUND ? "#fff" : GROUND,
  );
}

/** Wraps a PNG of 32 × 32 pixels as an icon file. */
function toIco(png: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(ICO_HEADER + png.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(2, 1, true); // an icon
  view.setUint16(4, 1, true); // of one image
  bytes.set([32, 32], 6);
  view.setUint16(10, 1, true); // planes
  view.setUint16(12, 32, true); // bits a pixel
  view.setUint32(14, png.length, true);
  view.setUint32(18, ICO_HEADER, true);
  bytes.set(png, ICO_HEADER);
  return bytes;
}

const { stdout } = await new Deno.Command("which", { args: ["chromium"] }).output();
const executablePath = new TextDecoder().decode(stdout).trim();
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const page = await browser.newPage();
const icons: Record<string, Uint8Array> = {
  "icon-192.png": await draw(page, 192),
  "icon-512.png": await draw(page, 512),
  "icon-maskable-512.png": await draw(page, 512, 0.62),
  "apple-touch-icon.png": await draw(page, 180, 0.74),
  "favicon.ico": toIco(await draw(page, 32)),
};
await browser.close();
for (const [name, bytes] of Object.entries(icons)) {
  await Deno.writeFile(new URL(name, DIRECTORY), bytes);
}
