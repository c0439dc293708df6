import type { HttpResponse } from "./plugin.js";

/** A value's JSON. */
export function json(value: unknown, status?: number): HttpResponse;
/** A text; `type` is its content type, `text/plain` if it is not said. */
export function text(body: string, status?: number, type?: string): HttpResponse;
