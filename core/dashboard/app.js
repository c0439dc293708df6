// The page: who is logged in, the bar at the top, and which path shows which screen.

import { Problem, forget, logout, may, whoami } from './lib/api.js';
import { html, render } from './lib/html.js';
import { go, prepare, route, start } from './lib/router.js';
import { attempt, toast } from './lib/ui.js';

const PAGES = [
  { path: '/', title: 'Charge points' },
  { path: '/sessions', title: 'Sessions' },
  { path: '/id-tags', title: 'Id tags' },
  { path: '/inbox', title: 'Inbox' },
  { path: '/plugins', title: 'Plugins', below: '/plugin/' },
  { path: '/campaigns', title: 'Campaigns' },
  { path: '/webhooks', title: 'Webhooks', role: 'admin' },
  { path: '/audit', title: 'Audit', role: 'admin' },
  { path: '/tokens', title: 'Tokens', role: 'admin' },
  { path: '/system', title: 'System' },
];

const screen = (name) => () => import(`./screens/${name}.js`);

route('/', screen('fleet'));
route('/welcome', screen('welcome'));
route('/login', screen('login'));
route('/charge-points/:id', screen('charge-point'));
route('/sessions', screen('sessions'));
route('/charge-points/:chargePoint/sessions/:id', screen('session'));
route('/id-tags', screen('id-tags'));
route('/id-tags/:id', screen('id-tag'));
route('/inbox', screen('inbox'));
route('/plugins', screen('plugins'));
// Below `/plugins/` is what plugins serve themselves.
route('/plugin/:name', screen('plugin'));
route('/campaigns', screen('campaigns'));
route('/campaigns/new', screen('campaign-new'));
route('/campaigns/:id', screen('campaign'));
route('/webhooks', screen('webhooks'));
route('/webhooks/:name', screen('webhook'));
route('/audit', screen('audit'));
route('/tokens', screen('tokens'));
route('/system', screen('system'));

function topBar(me) {
  const pages = PAGES.filter(({ role = 'viewer' }) => may(role));
  return html`<a class="brand" href="/"><img src="/assets/icon.svg" alt="" width="24" height="24"> ocpp-central</a>
    ${me.loggedIn && html`<button type="button" class="menu small" aria-expanded="false" aria-controls="pages" @click=${toggleMenu}>Menu</button>
    <nav id="pages" aria-label="Pages"><ul>${pages.map(({ path, title, below }) => html`<li><a href=${path} data-below=${below}>${title}</a></li>`)}</ul></nav>
    <p class="who">${me.how === 'open' ? 'This machine' : me.name}, ${me.role}
      ${me.how === 'cookie' && html`<button type="button" class="small" @click=${(event) => attempt(event.currentTarget, leave)}>Log out</button>`}</p>`}`;
}

function toggleMenu(event) {
  const bar = document.getElementById('top');
  event.currentTarget.setAttribute('aria-expanded', String(bar.classList.toggle('open')));
}

async function leave() {
  await logout();
  await enter('/login');
}

/** Draws the bar for whoever is logged in now, and goes to a path. */
async function enter(path) {
  forget();
  render(document.getElementById('top'), topBar(await whoami()));
  await go(path, { replace: true });
}

// A login that has ended is asked for again, and leads back to where it was.
document.addEventListener('logged-out', () => {
  if (location.pathname !== '/login') enter(`/login?to=${encodeURIComponent(location.pathname + location.search)}`);
});
document.addEventListener('logged-in', (event) => enter(event.detail.to));
// What a screen asked for and nobody waits for any more, because another one is shown, is no fault; what failed without
// that anybody looked is told.
addEventListener('unhandledrejection', (event) => {
  const { reason } = event;
  if (reason?.name === 'AbortError') event.preventDefault();
  else if (reason instanceof Problem) {
    event.preventDefault();
    toast(`${reason.title}: ${reason.detail || reason.message}`, 'bad');
  }
});
// Whoever chose a page from the menu sees the page.
document.addEventListener('click', (event) => {
  if (event.target.closest('nav a')) {
    document.getElementById('top').classList.remove('open');
    document.querySelector('.menu')?.setAttribute('aria-expanded', 'false');
  }
});

async function begin() {
  prepare();
  try {
    const me = await whoami();
    render(document.getElementById('top'), topBar(me));
    if (!me.loggedIn && location.pathname !== '/login') {
      history.replaceState(null, '', `/login?to=${encodeURIComponent(location.pathname + location.search)}`);
    }
    await start();
  } catch (problem) {
    render(document.querySelector('main'), html`<h1>The server does not answer</h1><p>${problem.message}</p><p><button type="button" @click=${() => location.reload()}>Try again</button></p>`);
  }
}

await begin();

