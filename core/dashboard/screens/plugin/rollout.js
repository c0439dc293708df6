// What is done to a version: it becomes the active one, is tried beside it, or goes.

import { send } from '../../lib/api.js';
import { choices, control, formDialog } from '../../lib/dialogs.js';
import { html } from '../../lib/html.js';
import { attempt, confirm, toast } from '../../lib/ui.js';

const STATES = [
  { value: 'kept', text: 'What it keeps stays as it is' },
  { value: 'copy', text: 'A copy of it, for this version alone' },
  { value: 'empty', text: 'It begins with nothing' },
];

export async function activate(button, version, { path, reload }) {
  const isMeant = await confirm({
    title: `Activate ${version.version}?`,
    text: 'It decides for all charge points from the next call on. The version that is active now is kept, and can be gone back to.',
    action: 'Activate it',
    danger: false,
  });
  if (isMeant) await change(button, () => send('POST', `${path}/activate`, { body: { version: version.digest } }), { reload, done: `${version.version} is active` });
}

export async function rollback(button, version, { path, reload }) {
  const isMeant = await confirm({
    title: `Roll back to ${version.version}?`,
    text: 'The version that was active before decides again from the next call on, with the settings that were in force with it.',
    action: 'Roll back',
  });
  if (isMeant) await change(button, () => send('POST', `${path}/rollback`), { reload, done: ({ version: now }) => `${now} is active again` });
}

export async function shadow(button, version, { path, reload }) {
  await change(button, () => send('POST', `${path}/shadow`, { body: { version: version.digest } }), { reload, done: `${version.version} is asked beside the active version` });
}

export async function endTrial(button, { path, reload }) {
  await change(button, () => send('DELETE', `${path}/trial`), { reload, done: 'The trial is over' });
}

async function change(button, work, { reload, done }) {
  await attempt(button, work, { done });
  await reload();
}

/** Asks for whom a canary decides, and begins it. */
export async function askCanary(version, { path, reload }, mode) {
  const before = mode?.mode === 'canary' ? mode : { percent: 5, chargePoints: [], maxFailures: 5 };
  const begun = await formDialog({
    title: `Try ${version.version} as a canary`,
    lead: 'It decides for a share of the charge points, always the same ones. Where it fails the active version answers instead.',
    fields: html`
      <div class="members">
        ${control({ name: 'percent', label: 'Share in percent', type: 'number', min: 0, max: 100, step: 1, value: before.percent, required: true })}
        ${control({ name: 'maxFailures', label: 'Taken back after so many failures', type: 'number', min: 1, step: 1, value: before.maxFailures, required: true })}
        ${control({ name: 'maxMeanMs', label: 'Taken back above a mean time in ms', type: 'number', min: 0, step: 'any', value: before.maxMeanUs ? before.maxMeanUs / 1_000 : '', hint: 'Empty: no limit.' })}
      </div>
      ${control({ name: 'chargePoints', label: 'These charge points as well', rows: 2, value: before.chargePoints.join('\n'), hint: 'Identities, with spaces or line ends between them.' })}
      ${choices({ name: 'state', label: 'What the plugin keeps', value: 'kept', options: STATES })}`,
    action: 'Begin',
    send: (values) => send('POST', `${path}/canary`, { body: canaryOf(version, values) }),
  });
  if (!begun) return;
  toast(`${version.version} is tried as a canary`);
  await reload();
}

function canaryOf(version, { percent, maxFailures, maxMeanMs, chargePoints, state }) {
  return {
    version: version.digest,
    percent: Number(percent),
    maxFailures: Number(maxFailures),
    maxMeanUs: maxMeanMs === '' ? null : Math.round(Number(maxMeanMs) * 1_000),
    chargePoints: chargePoints.split(/[\s,]+/).filter(Boolean),
    state,
  };
}
