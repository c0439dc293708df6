// A charge point that knocked and that nobody knows is registered.

import { at, send } from '../../lib/api.js';
import { control, formDialog } from '../../lib/dialogs.js';
import { html } from '../../lib/html.js';
import { copyable, dialog, toast } from '../../lib/ui.js';

const PROFILES = [
  { value: '1', text: '1: a password, without TLS' },
  { value: '2', text: '2: a password, over TLS' },
  { value: '3', text: '3: a client certificate' },
  { value: '0', text: '0: none, whoever names it is let in' },
];

/** Asks how, and does it. Answers whether it is registered now. */
export async function register(identity) {
  const made = await formDialog({
    title: `Register ${identity}`,
    lead: 'It is let in when it connects the next time, if it shows that it is the one.',
    fields: html`
      ${control({ name: 'securityProfile', label: 'Security profile', options: PROFILES, value: '1' })}
      ${control({ name: 'password', label: 'Password', value: newPassword(), hint: '16 to 64 characters; the charge point is set to the same. Only for profiles 1 and 2.' })}
      <div class="members">
        ${control({ name: 'name', label: 'Name', hint: 'What people call it.' })}
        ${control({ name: 'site', label: 'Site' })}
      </div>`,
    action: 'Register it',
    send: async ({ securityProfile, password, name, site }) => {
      const hasPassword = ['1', '2'].includes(securityProfile);
      await send('PUT', at`/charge-points/${identity}`, {
        body: { securityProfile: Number(securityProfile), ...(hasPassword && { password }), name: name || null, site: site || null },
      });
      return { password: hasPassword ? password : null };
    },
  });
  if (!made) return false;
  if (made.password) {
    await dialog(`${identity} is registered`, (close) => html`<p>Set it to this password, and to its identity as the user:</p>
      <p class="secret">${copyable(made.password)}</p>
      <div class="actions"><button type="button" class="primary" @click=${() => close()}>Done</button></div>`);
  } else {
    toast(`${identity} is registered`);
  }
  return true;
}

function newPassword() {
  const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';
  return [...crypto.getRandomValues(new Uint8Array(24))].map((byte) => alphabet[byte % alphabet.length]).join('');
}
