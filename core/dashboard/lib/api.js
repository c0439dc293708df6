// The operators' API, `/api/v1`, as the page calls it. Everything that the page shows or does is one of these calls, so
// whatever is done here can be done by a program; `/docs` describes each.

const ROOT = '/api/v1';

let me = null;

/** A refusal of the server: a problem document (RFC 9457), or that it could not be reached (`status` 0). */
export class Problem extends Error {
  constructor(document) {
    super(document.detail || document.title || 'The server did not say why.');
    this.name = 'Problem';
    this.status = document.status ?? 0;
    this.title = document.title ?? 'Not done';
    this.detail = document.detail ?? '';
    this.document = document;
  }
}

/** Who is logged in: `GET /me`, asked once and again after `forget()`. */
export async function whoami() {
  me ??= await get('/me');
  return me;
}

/** Asks anew who is logged in, the next time. */
export function forget() {
  me = null;
}

/** Whether whoever is logged in may do what needs this role: `viewer`, `operator` or `admin`. */
export function may(role) {
  const ranks = ['viewer', 'operator', 'admin'];
  return ranks.indexOf(me?.role) >= ranks.indexOf(role);
}

/** The path of the API with its segments encoded: ``at`/charge-points/${id}/timeline` ``. */
export function at(strings, ...values) {
  return strings.reduce((path, part, index) => path + encodeURIComponent(values[index - 1]) + part);
}

/** A path with its query; members that are null, undefined or empty are left away, lists are repeated. */
export function withQuery(path, query) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== '') parameters.append(name, one);
    }
  }
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}

/** The address of something to be downloaded by the browser itself. */
export function address(path, query) {
  return withQuery(ROOT + path, query);
}

/** Reads: `get('/transactions', { query: { limit: 50 }, signal })`. Answers what the body says, or throws a `Problem`. */
export function get(path, options = {}) {
  return request('GET', path, options);
}

/**
 * Changes: `send('PUT', '/charge-points/CP1', { body: {...} })`. A body that is an object goes as JSON, anything else
 * (a file, a text) as it is, with `type` as its media type.
 */
export function send(method, path, options = {}) {
  return request(method, path, options);
}

async function request(method, path, { query, body, type, headers, signal } = {}) {
  const answer = await reach(withQuery(ROOT + path, query), {
    method,
    signal,
    headers: { Accept: 'application/json', ...(await headersOf(method, body, type)), ...headers },
    body: isJson(body) ? JSON.stringify(body) : body,
  });
  const text = await answer.text();
  const said = parsed(text);
  if (answer.ok) return said;
  if (answer.status === 401 && path !== '/me') document.dispatchEvent(new CustomEvent('logged-out'));
  const told = said && typeof said === 'object' ? said : { title: `HTTP ${answer.status}`, detail: text };
  throw new Problem({ ...told, status: answer.status });
}

async function reach(url, options) {
  try {
    return await fetch(url, { ...options, credentials: 'same-origin', cache: 'no-store' });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Problem({ title: 'The server cannot be reached', detail: 'The connection to the server is lost. It is tried again when you go on.' });
  }
}

async function headersOf(method, body, type) {
  const headers = {};
  if (body !== undefined) headers['Content-Type'] = type ?? (isJson(body) ? 'application/json' : 'application/octet-stream');
  // A change is only taken from the page itself: the token is bound to the login.
  if (method !== 'GET' && method !== 'HEAD') {
    const { csrfToken } = await whoami();
    if (csrfToken) headers['X-CSRF-Token'] = csrfToken;
  }
  return headers;
}

function isJson(body) {
  return body !== undefined && (Array.isArray(body) || Object.getPrototypeOf(body ?? 0) === Object.prototype);
}

function parsed(text) {
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Logs in with a token. */
export async function login(token) {
  await outside('/login', { token });
}

/** Ends the login. */
export async function logout() {
  const { csrfToken } = await whoami();
  await outside('/logout', undefined, csrfToken);
}

// The two paths beside the API.
async function outside(path, body, csrfToken) {
  const answer = await reach(path, {
    method: 'POST',
    headers: {
      ...(body && { 'Content-Type': 'application/json' }),
      ...(csrfToken && { 'X-CSRF-Token': csrfToken }),
    },
    body: body && JSON.stringify(body),
  });
  forget();
  if (!answer.ok) throw new Problem({ ...parsed(await answer.text()), status: answer.status });
}

/** A list that is read page by page: `items` so far, `next` as long as there is more, `more()` reads on. */
export class Pages {
  constructor(path, { query, signal } = {}) {
    Object.assign(this, { path, query, signal, items: [], next: undefined });
  }

  async more() {
    let page;
    // Where few fit, a page may be empty and others come.
    do {
      page = await get(this.path, { query: { ...this.query, after: this.next }, signal: this.signal });
      this.items.push(...page.items);
      this.next = page.next ?? null;
    } while (this.next && page.items.length === 0);
    return this;
  }
}
