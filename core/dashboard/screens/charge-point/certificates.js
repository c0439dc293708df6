// Its certificates: what it uses, what it asked for and what became of that, and what it trusts.

import { at, get, may, send } from '../../lib/api.js';
import { ago, dateTime, timeTag } from '../../lib/format.js';
import { html } from '../../lib/html.js';
import { attempt, badge, confirm, facts, section, table } from '../../lib/ui.js';
import { command } from './outcome.js';
import { begin } from './part.js';

const STATES = {
  rejected: ['rejected', 'bad'],
  waiting: ['waits for you', 'warn'],
  elsewhere: ['is being signed elsewhere', 'busy'],
  signed: ['signed, on its way', 'busy'],
  accepted: ['taken', 'good'],
  refused: ['not taken', 'bad'],
  unknown: ['not answered', 'warn'],
};

const USES = {
  ChargingStationCertificate: 'For this server',
  V2GCertificate: 'For vehicles (ISO 15118-2)',
  V2G20Certificate: 'For vehicles (ISO 15118-20)',
  CSMSRootCertificate: 'Root of the central system',
  ManufacturerRootCertificate: 'Root of the manufacturer',
  V2GRootCertificate: 'Root for vehicles (V2G)',
  MORootCertificate: 'Root of contracts (MO)',
  OEMRootCertificate: 'Root of vehicles’ makers (OEM)',
  V2GCertificateChain: 'Chain that it shows to vehicles',
};

// What 1.6 has no word for is not offered to it.
const ROOTS = ['CSMSRootCertificate', 'ManufacturerRootCertificate', 'V2GRootCertificate', 'MORootCertificate'];

export function show(station, place) {
  return begin(station, { make: Certificates, kinds: /^(certificate|command\.answered|charge-point\.c)/, place });
}

class Certificates {
  constructor(station) {
    Object.assign(this, { station });
  }

  async read() {
    const { items } = await get(`${this.station.path}/certificates`, { signal: this.station.signal });
    this.used = items.filter(({ inUse, certificate }) => inUse && certificate);
    this.asked = items.filter(({ kind }) => kind === 'requested');
    this.trusted = items.filter(({ kind }) => kind === 'installed');
  }

  /** A command for one that is away waits for it. */
  order(button, verb, body, what) {
    return command(button, this.station, verb, body, { what, query: this.station.isConnected ? {} : { ttl: '1d' } });
  }

  content(again) {
    return html`<div class="grid">
      ${section({ title: 'In use', id: 'certificates-used', wide: true }, html`<div class="body">${this.use(again)}</div>`)}
      ${section({ title: 'It asked for', id: 'certificates-asked', wide: true }, html`<div class="body">${this.requests(again)}</div>`)}
      ${section({ title: 'It trusts', id: 'certificates-trusted', wide: true }, html`<div class="body">${this.trust(again)}</div>`)}
    </div>`;
  }

  use(again) {
    const renew = async (event) => {
      await this.order(event.currentTarget, 'renew-certificate', {}, 'Renewal');
      again();
    };
    return html`${this.used.length === 0 && html`<p class="empty">It uses no certificate that is known here.</p>`}
      ${this.used.map(({ certificateType, certificate }) => html`<div data-key=${certificate.fingerprint}>${facts([
        ['For', USES[certificateType] ?? certificateType],
        ['Subject', certificate.subject],
        ['Ends', html`${badge(ago(certificate.validUntil), toneOf(certificate))} ${dateTime(certificate.validUntil)}`],
        ['Signed by', certificate.issuer],
        ['Number', html`<code>${certificate.serialNumber}</code>`],
        ['Key', certificate.key],
      ])}</div>`)}
      ${may('operator') && html`<div class="actions"><button type="button" class="small" @click=${renew}>Ask it to renew</button></div>`}`;
  }

  requests(again) {
    const settle = (request, word) => async (event) => {
      const path = at`/charge-points/${this.station.id}/certificates/${request.id}/${word}`;
      await attempt(event.currentTarget, () => send('POST', path));
      again();
    };
    return table({
      caption: 'Certificates that it asked for',
      rows: this.asked,
      key: ({ request }) => request.id,
      stacked: true,
      empty: 'It never asked for a certificate.',
      columns: [
        { title: 'When', cell: ({ at: time }) => timeTag(time) },
        { title: 'For', cell: ({ certificateType }) => USES[certificateType] ?? certificateType },
        { title: 'Subject', cell: ({ request }) => request.subject || '–' },
        { title: 'State', cell: ({ request }) => stateOf(request) },
        { title: 'Ends', cell: ({ certificate }) => (certificate ? dateTime(certificate.validUntil) : '–') },
        ...(this.asked.some(({ request }) => request.state === 'waiting') && may('operator') ? [{ title: 'Answer', cell: ({ request }) => request.state === 'waiting' && html`<div class="actions">
          <button type="button" class="small primary" aria-label=${`Sign for ${request.subject}`} @click=${settle(request, 'sign')}>Sign</button>
          <button type="button" class="small danger" aria-label=${`Reject ${request.subject}`} @click=${settle(request, 'reject')}>Reject</button></div>` }] : []),
      ],
    });
  }

  trust(again) {
    const list = async (event) => {
      await this.order(event.currentTarget, 'list-certificates', {}, 'Certificates');
      again();
    };
    return html`${table({
      caption: 'Certificates that lie in it',
      rows: this.trusted,
      key: ({ hashData, certificate, certificateType }) => `${certificateType} ${hashData?.serialNumber ?? certificate?.fingerprint}`,
      stacked: true,
      empty: 'Nothing is known. Ask it what lies in it.',
      columns: [
        { title: 'For', cell: ({ certificateType }) => USES[certificateType] ?? certificateType },
        { title: 'Certificate', cell: ({ certificate, hashData }) => certificate?.subject ?? html`<code>${hashData?.serialNumber}</code>` },
        { title: 'Ends', cell: ({ certificate }) => (certificate ? html`${badge(ago(certificate.validUntil), toneOf(certificate))}` : '–') },
        ...(may('operator') ? [{ title: 'Remove', cell: (one) => one.hashData && html`<button type="button" class="small danger" aria-label=${`Delete ${one.certificate?.subject ?? one.hashData.serialNumber}`} @click=${(event) => this.remove(event.currentTarget, one, again)}>Delete …</button>` }] : []),
      ],
    })}
    ${may('operator') && html`<div class="actions"><button type="button" class="small" @click=${list}>Ask what lies in it</button></div>
      <details class="ask"><summary>Install a root certificate …</summary><form @submit=${(event) => this.install(event, again)}>
        <div class="field"><label for="root-use">What for</label><select id="root-use" name="certificateType">
          ${ROOTS.slice(0, this.station.version === '1.6' ? 2 : undefined).map((use) => html`<option value=${use} data-key=${use}>${USES[use]}</option>`)}</select></div>
        <div class="field"><label for="root-pem">Certificate in PEM</label><textarea id="root-pem" name="certificate" rows="5" spellcheck="false" required placeholder="-----BEGIN CERTIFICATE-----"></textarea></div>
        <div class="actions"><button type="submit" class="primary">Install</button></div></form></details>`}`;
  }

  async install(event, again) {
    event.preventDefault();
    const form = event.currentTarget;
    const answer = await this.order(event.submitter, 'install-certificate', Object.fromEntries(new FormData(form)), 'Root certificate');
    if (answer) form.reset();
    again();
  }

  async remove(button, { certificateType, certificate, hashData }, again) {
    const name = certificate?.subject ?? `number ${hashData.serialNumber}`;
    const text = `${USES[certificateType] ?? certificateType}: ${name}. Whatever was signed by it is not trusted any more.`;
    if (!(await confirm({ title: 'Delete this certificate?', text, action: 'Delete' }))) return;
    await this.order(button, 'delete-certificate', { certificate: hashData }, 'Delete the certificate');
    again();
  }
}

function stateOf({ state, reason, changedAt }) {
  const [words, tone] = STATES[state] ?? [state];
  return html`${badge(words, tone)} ${timeTag(changedAt)}${reason && html`<br><span class="hint">${reason}</span>`}`;
}

/** What is over soon is told in time. */
function toneOf({ validUntil }) {
  const days = (Date.parse(validUntil) - Date.now()) / 86_400_000;
  if (days < 7) return 'bad';
  return days < 30 ? 'warn' : 'good';
}
