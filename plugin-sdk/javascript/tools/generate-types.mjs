// Writes src/types/ anew: `npm run generate`.
import { writeFileSync } from "node:fs";
import { files } from "./types.mjs";

for (const [file, text] of Object.entries(files())) {
  writeFileSync(new URL(`../src/types/${file}`, import.meta.url), text);
}
