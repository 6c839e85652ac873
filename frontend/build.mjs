// Copies into noaber/publication/design/built/ what the published pages need from the npm packages:
// one style sheet and the typefaces. Run with `npm ci --ignore-scripts && node build.mjs`.
//
// The sheet has three layers, weakest first: the design tokens of the NL Design System example
// theme ('voorbeeld'; only those that are reached), the Utrecht component CSS (only the parts named
// below) and the house's own theme. A municipality's theme comes after, outside the layers.
// What only the screens behind the sign-in need, such as forms, stands in a second sheet, desk.css.

import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "node_modules");
const design = join(here, "..", "noaber", "publication", "design");
const built = join(design, "built");

const COMPONENTS = [
  "root", "body", "document", "page-layout", "page-header", "page-body", "page-footer",
  "skip-link", "breadcrumb-nav", "heading-1", "heading-2", "heading-3", "paragraph", "link",
  "unordered-list", "table", "figure", "data-badge", "mark",
];

const DESK_COMPONENTS = ["alert", "button", "form-field", "form-label", "textbox", "select"];

const FACES = [
  { family: "Source Sans 3", pack: "source-sans-3", axis: "wght", weight: "200 900" },
  { family: "Source Serif 4", pack: "source-serif-4", axis: "opsz", weight: "200 900" },
];
const SUBSETS = ["latin", "latin-ext"];

const read = (...parts) => readFileSync(join(...parts), "utf8");
const withoutComments = (css) => css.replace(/\/\*[^]*?\*\//g, "").replace(/\n\s*\n/g, "\n").trim();
const named = (css) => [...css.matchAll(/var\(\s*(--[\w-]+)/g)].map((match) => match[1]);

function tokensReachedFrom(css) {
  const all = new Map(
    [...withoutComments(read(packages, "@nl-design-system-unstable/voorbeeld-design-tokens/dist/variables.css"))
      .matchAll(/(--[\w-]+):\s*([^;]+);/g)].map((match) => [match[1], match[2].trim()]),
  );
  const reached = new Set();
  const waiting = named(css);
  while (waiting.length > 0) {
    const name = waiting.pop();
    if (reached.has(name) || !all.has(name)) continue;
    reached.add(name);
    waiting.push(...named(all.get(name)));
  }
  if (reached.size === 0) throw new Error("no design token was reached: the sheet would be unstyled");
  return [...reached].sort().map((name) => `  ${name}: ${all.get(name)};`).join("\n");
}

function face({ family, pack, axis, weight }, subset) {
  const name = `${pack}-${subset}-${axis}-normal`;
  const folder = join(packages, "@fontsource-variable", pack);
  const sheet = read(folder, axis === "wght" ? "index.css" : `${axis}.css`);
  const block = sheet.split("@font-face").find((text) => text.includes(`/${name}.woff2`));
  const range = block?.match(/unicode-range:\s*([^;]+);/)?.[1];
  if (!range) throw new Error(`${name}: no unicode-range in ${pack}`);
  copyFileSync(join(folder, "files", `${name}.woff2`), join(built, "fonts", `${name}.woff2`));
  return `@font-face {
  font-family: "${family}";
  font-style: normal;
  font-weight: ${weight};
  font-display: swap;
  src: url("fonts/${name}.woff2") format("woff2");
  unicode-range: ${range};
}`;
}

rmSync(built, { recursive: true, force: true });
mkdirSync(join(built, "fonts"), { recursive: true });

const sheets = (names) => names.map((name) =>
  withoutComments(read(packages, "@utrecht", `${name}-css`, "dist", "index.css"))).join("\n");
const theme = (...folder) => readdirSync(join(design, ...folder)).filter((name) => name.endsWith(".css")).sort()
  .map((name) => withoutComments(read(design, ...folder, name))).join("\n");
const components = sheets(COMPONENTS);
const house = theme("theme");
const faces = FACES.flatMap((one) => SUBSETS.map((subset) => face(one, subset))).join("\n");

for (const { pack } of FACES) {
  copyFileSync(join(packages, "@fontsource-variable", pack, "LICENSE"), join(built, "fonts", `${pack}-LICENSE.txt`));
}

writeFileSync(join(built, "noaber.css"), `/* Component CSS: Utrecht Design System, EUPL-1.2. Tokens: NL Design System 'voorbeeld', EUPL-1.2.
   Typefaces: Source Sans 3 and Source Serif 4, SIL OFL 1.1. The rest: Noaber, EUPL-1.2. */
@layer tokens, components, house;
${faces}
@layer tokens {
:root {
${tokensReachedFrom(components + house)}
}
}
@layer components {
${components}
}
@layer house {
${house}
}
`);

writeFileSync(join(built, "desk.css"), `/* Component CSS: Utrecht Design System, EUPL-1.2. Tokens: NL Design System 'voorbeeld', EUPL-1.2.
   The rest: Noaber, EUPL-1.2. */
@layer tokens, components, house;
@layer tokens {
:root {
${tokensReachedFrom(sheets(DESK_COMPONENTS) + theme("theme", "desk"))}
}
}
@layer components {
${sheets(DESK_COMPONENTS)}
}
@layer house {
${theme("theme", "desk")}
}
`);
