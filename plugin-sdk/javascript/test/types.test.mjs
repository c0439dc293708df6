// The committed declarations are those of the data, and they refuse what the protocol has not.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { files } from "../tools/types.mjs";

const types = new URL("../src/types/", import.meta.url);

test("src/types is what the generator makes of schemas/ (npm run generate)", () => {
  const made = files();
  assert.deepEqual(readdirSync(types).sort(), Object.keys(made).sort());
  for (const [file, text] of Object.entries(made)) {
    assert.ok(readFileSync(new URL(file, types), "utf8") === text, `${file} is not what the data says`);
  }
});

test("all 194 actions are there, each on the side that sends it", () => {
  const rows = (text, table) => text.split(`interface ${table} {`)[1].split("\n}")[0].trim().split("\n").length;
  const counts = Object.values(files()).map((text) => [rows(text, "Calls"), rows(text, "Commands")]);
  // DataTransfer is on both sides; 2.1's NotifyPeriodicEventStream is not answered, so it is on neither.
  assert.deepEqual(counts.map(([calls, commands]) => calls + commands), [39 + 1, 64 + 1, 91 + 1 - 1]);
});

test("the compiler agrees with test/types/", () => {
  const project = new URL("types/tsconfig.json", import.meta.url).pathname;
  assert.equal(execFileSync("tsc", ["-p", project], { encoding: "utf8" }), "");
});

test("each module declares what it exports", async () => {
  const source = new URL("../src/", import.meta.url);
  for (const file of readdirSync(source).filter((name) => name.endsWith(".d.ts") && name !== "versions.d.ts")) {
    const declared = names(readFileSync(new URL(file, source), "utf8"));
    const exported = Object.keys(await import(new URL(file.replace(".d.ts", ".js"), source)));
    const own = file === "plugin.d.ts" ? ["definePlugin"] : exported.filter((name) => name !== "asked");
    assert.deepEqual(declared.sort(), own.sort(), file);
  }
});

function names(text) {
  const found = [...text.matchAll(/^export (?:declare )?(?:function|class|const) (\w+)/gm)].map((match) => match[1]);
  const spaces = [...text.matchAll(/^export \* as (\w+)/gm)].map((match) => match[1]);
  const lists = [...text.matchAll(/^export \{(.*)\}/gm)].flatMap((match) => match[1].split(","));
  return [...new Set([...found, ...spaces, ...lists.map((name) => name.trim().split(" as ").at(-1))])];
}
