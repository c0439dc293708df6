// Which screen belongs to which path. Links within the page are followed without loading it anew; the back button works,
// the window's title and the focus follow, and what the screen before had begun is ended by its signal.

import { html, render } from './html.js';
import { problemBox } from './ui.js';

const routes = [];
let leaving = new AbortController();

/** Declares a path, `/charge-points/:id`, with what loads its screen. */
export function route(pattern, load) {
  const names = [];
  const source = pattern.replace(/:([a-zA-Z]+)/g, (_, name) => {
    names.push(name);
    return '([^/]*)';
  });
  routes.push({ pattern: new RegExp(`^${source}/?$`), names, load });
}

/** Goes to a path of the page, with its query if it has one. */
export function go(path, { replace = false } = {}) {
  if (replace) history.replaceState(null, '', path);
  else history.pushState(null, '', path);
  return show();
}

/** Writes what is filtered by into the address, so that it can be sent to a colleague; the screen stays. */
export function keepQuery(query) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') parameters.set(name, value);
  }
  const text = parameters.toString();
  history.replaceState(null, '', text ? `${location.pathname}?${text}` : location.pathname);
}

/** Has the files of the address's screen fetched, while something else is waited for. */
export function prepare() {
  find(location.pathname)?.load().catch(() => {});
}

/** Begins to follow links and shows the screen of the address. */
export function start() {
  addEventListener('popstate', () => show());
  document.addEventListener('click', follow);
  return show();
}

function follow(event) {
  const link = event.target.closest?.('a[href]');
  const plain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  if (!link || !plain || link.target || link.hasAttribute('download')) return;
  const url = new URL(link.href);
  const isOfPage = url.origin === location.origin && find(url.pathname);
  if (!isOfPage || event.defaultPrevented) return;
  if (url.hash && url.pathname === location.pathname && url.search === location.search) return;
  event.preventDefault();
  go(url.pathname + url.search + url.hash);
}

function find(path) {
  for (const { pattern, names, load } of routes) {
    const found = pattern.exec(path);
    if (found) {
      const params = Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1])]));
      return { load, params };
    }
  }
  return null;
}

/** Shows the screen of the address anew. */
export async function show() {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  const main = document.querySelector('main');
  const found = find(location.pathname);
  const context = {
    main,
    signal,
    params: found?.params ?? {},
    query: Object.fromEntries(new URLSearchParams(location.search)),
  };
  main.setAttribute('aria-busy', 'true');
  try {
    if (!found) {
      render(main, html`<h1>Nothing here</h1><p>There is no page at <code>${location.pathname}</code>. <a href="/">The charge points</a></p>`);
    } else {
      const screen = await found.load();
      if (signal.aborted) return;
      render(main, null);
      await screen.show(context);
    }
  } catch (error) {
    if (signal.aborted || error.name === 'AbortError') return;
    render(main, html`<h1>Not shown</h1>${problemBox(error)}<p><button type="button" @click=${() => show()}>Try again</button></p>`);
  }
  if (signal.aborted) return;
  main.removeAttribute('aria-busy');
  arrived(main);
}

// A screen reader reads on at the heading, and the window is named after it.
function arrived(main) {
  const heading = main.querySelector('h1');
  document.title = heading ? `${heading.textContent.trim()} · ocpp-central` : 'ocpp-central';
  for (const link of document.querySelectorAll('#top nav a')) {
    const path = new URL(link.href).pathname;
    // `data-below` says where else its pages are.
    const below = link.dataset.below ?? (path === '/' ? '/charge-points' : `${path}/`);
    const isHere = location.pathname === path || location.pathname.startsWith(below);
    if (isHere) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  if (heading && !main.contains(document.activeElement)) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
  if (!location.hash) scrollTo(0, 0);
}
