// UTF-8, which QuickJS has no TextEncoder for. `escape` and `encodeURIComponent` are native, so this is
// faster than a loop over code points.

/** A text as UTF-8. */
export function encode(text) {
  const binary = unescape(encodeURIComponent(text));
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

/** The text of UTF-8; a URIError if it is none. */
export function decode(bytes) {
  // An argument list has a limit, so long text goes in pieces.
  const pieces = [];
  for (let at = 0; at < bytes.length; at += 8192) {
    pieces.push(String.fromCharCode.apply(null, bytes.subarray(at, at + 8192)));
  }
  return decodeURIComponent(escape(pieces.join("")));
}
