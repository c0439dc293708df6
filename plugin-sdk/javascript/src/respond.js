// Responses of a plugin's own HTTP endpoints.

export function json(value, status = 200) {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(value) };
}

export function text(body, status = 200, type = "text/plain") {
  return { status, headers: { "content-type": type }, body };
}
