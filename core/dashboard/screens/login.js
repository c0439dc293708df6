// The login: a token is said once, and a cookie that no script can read stands for it from then on.

import { login, whoami } from '../lib/api.js';
import { html, render } from '../lib/html.js';
import { go } from '../lib/router.js';
import { pageHead, problemBox } from '../lib/ui.js';

export const title = 'Log in';

/** Shows the screen; `?to=` is where it leads afterwards. */
export async function show({ main, query }) {
  const to = pathOf(query.to);
  const me = await whoami();
  if (me.loggedIn) return go(to, { replace: true });
  const screen = { main, to, me, problem: null, busy: false };
  draw(screen);
  main.querySelector('#token')?.focus();
}

// A path of this page, whatever stands in the address.
function pathOf(text) {
  const url = URL.parse?.(text ?? '/', location.origin) ?? new URL('/', location.origin);
  const isOurs = url.origin === location.origin && url.pathname !== '/login';
  return isOurs ? url.pathname + url.search : '/';
}

function draw(screen) {
  const { main, me, problem, busy } = screen;
  render(main, html`<div class="login">
    ${pageHead({ title: 'Log in', lead: 'With a token of this server: its text says who you are and what you may do.' })}
    ${me.loginRefused ? refused(me) : html`<form class="card" @submit=${(event) => enter(event, screen)}>
      <div class="problem-place">${problem && problemBox(problem)}</div>
      <div class="field">
        <label for="token">Token</label>
        <input id="token" name="token" type="password" required autocomplete="current-password" spellcheck="false" autocapitalize="off" aria-describedby="token-hint" aria-invalid=${problem ? 'true' : null}>
        <p class="hint" id="token-hint">It begins with <code>ocppc_</code>, or is <code>admin.token</code> of the configuration.</p>
      </div>
      <div class="actions"><button class="primary" ?disabled=${busy}>Log in</button></div>
    </form>`}
    <details>
      <summary>I have no token</summary>
      <p>Who runs the server makes one on its machine, while the server does not run (FOLDER is <code>store.path</code>):</p>
      <pre class="json" tabindex="0">ocpp-central tokens create NAME --role admin --store FOLDER</pre>
      <p>Whoever has a token with the role admin makes others on the page Tokens, or with <code>ocpp-central tokens create</code>.</p>
    </details>
    <p class="hint">ocpp-central ${me.server.version} · <a href="/docs">The API</a></p>
  </div>`);
}

function refused(me) {
  return html`<div class="problem" role="alert"><strong>Nobody can log in from here</strong><p>${me.loginRefused}</p></div>`;
}

async function enter(event, screen) {
  event.preventDefault();
  const field = event.target.elements.token;
  screen.busy = true;
  draw(screen);
  try {
    await login(field.value);
  } catch (problem) {
    Object.assign(screen, { problem, busy: false });
    draw(screen);
    field.select();
    return;
  }
  document.dispatchEvent(new CustomEvent('logged-in', { detail: { to: screen.to } }));
}
