// Makes TypeScript declarations of the protocol from the data in `schemas/`: a module per OCPP version,
// with its datatypes, its messages, and who sends them. The same data gives the same text.
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

const SCHEMAS = fileURLToPath(new URL("../../../schemas/", import.meta.url));
const VERSIONS = { v16: "1.6", v201: "2.0.1", v21: "2.1" };
const WIDTH = 110;

/** The files below `src/types/`, by name. */
export function files() {
  return Object.fromEntries(Object.entries(VERSIONS).map(([module, version]) => [`${module}.d.ts`, render(version)]));
}

function render(version) {
  const read = (file) => JSON.parse(readFileSync(join(SCHEMAS, version, file), "utf8"));
  const names = readdirSync(join(SCHEMAS, version)).filter((file) => file.endsWith(".json") && file !== "types.json");
  const actions = names.sort().map(read);
  const name = namer(version, new Set(actions.map((action) => action.action)));
  const datatypes = Object.entries(read("types.json").$defs).sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = [
    `// The messages of OCPP ${version}. Written by tools/generate-types.mjs from schemas/${version}: do not edit.\n`,
    table("What a charge point sends and a central system answers.", "Calls", actions.filter(called)),
    table("What a central system sends.", "Commands", actions.filter((action) => action.sender !== "charge-point")),
    ...actions.flatMap((action) => messages(action, name)),
    ...datatypes.map(([datatype, schema]) => declare(name(datatype), schema, name)),
  ];
  return parts.join("\n");
}

/** 2.x: every datatype's name ends in `Type`; without it, it is shorter, unless an action is called so. */
function namer(version, actions) {
  return (datatype) => {
    const short = datatype.replace(/Type$/, "");
    return version === "1.6" || actions.has(short) ? datatype : short;
  };
}

/** A message that is not answered cannot be decided. */
function called(action) {
  return action.sender !== "central-system" && action.confirmed !== false;
}

function table(what, name, actions) {
  const row = ({ action }) => `  ${action}: { request: ${action}Request; response: ${action}Response };\n`;
  return `/** ${what} */\nexport interface ${name} {\n${actions.map(row).join("")}}\n`;
}

function messages({ action, summary, request, response }, name) {
  const of = (schema, suffix) => declare(action + suffix, schema, name);
  const both = [`/** ${summary} */\n${of(request, "Request")}`];
  return response ? [...both, of(response, "Response")] : both;
}

function declare(name, schema, names) {
  return schema.type === "object" && schema.properties
    ? `export interface ${name} ${object(schema, names, "")}\n`
    : `export type ${name} = ${type(schema, names, "")};\n`;
}

function type(schema, names, indent) {
  if (schema.$ref) return names(schema.$ref.split("/").at(-1));
  if (schema.enum) return union(schema.enum.map((value) => JSON.stringify(value)));
  switch (schema.type) {
    case "string": return "string";
    case "boolean": return "boolean";
    case "integer":
    case "number": return "number";
    case "array": return `${grouped(type(schema.items, names, indent))}[]`;
    case "object": return object(schema, names, indent);
    // Any JSON, as in the data of a DataTransfer.
    default: return "unknown";
  }
}

function object({ properties = {}, required = [], additionalProperties }, names, indent) {
  const inner = `${indent}  `;
  const member = ([name, schema]) =>
    `${inner}${name}${required.includes(name) ? "" : "?"}: ${type(schema, names, inner)};\n`;
  const members = Object.entries(properties).map(member);
  if (additionalProperties !== false) members.push(`${inner}[member: string]: unknown;\n`);
  return members.length ? `{\n${members.join("")}${indent}}` : "Record<string, never>";
}

function union(values) {
  const line = values.join(" | ");
  if (line.length < WIDTH - 40) return line;
  const lines = [];
  for (const value of values) {
    const last = lines.length - 1;
    if (last >= 0 && `${lines[last]} | ${value}`.length < WIDTH) lines[last] += ` | ${value}`;
    else lines.push(`  | ${value}`);
  }
  return `\n${lines.join("\n")}`;
}

function grouped(text) {
  return text.includes("|") ? `(${text.trim()})` : text;
}
