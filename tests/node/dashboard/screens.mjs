// Each screen of the page: wide and on a phone, light and dark, without a fault that `browser.mjs` knows of.
//
// A new screen is one line: its name, its path, and what is on it once it is shown (a selector); `misses` is the status of
// what it asks for and is not there, which browsers write into their console. Which charge points there are says
// `tests/dashboard.rs`.

import { ADMIN_URL, faults, loggedIn, open, shoot, shown, tab, withBrowser } from './browser.mjs';

const SCREENS = [
  { name: 'login', path: '/login', wanted: '#token', stranger: true },
  { name: 'fleet', path: '/', wanted: 'tbody tr:nth-child(5)' },
  { name: 'fleet-places', path: '/?site=Depot%20north', wanted: '.places-card' },
  { name: 'fleet-needs', path: '/?need=any', wanted: 'tbody .badge' },
  { name: 'fleet-nothing', path: '/?search=nothing-has-this-name', wanted: '.empty' },
  { name: 'welcome', path: '/welcome', wanted: '.qr img' },
  { name: 'station', path: '/charge-points/YARD-9', wanted: 'h2' },
  { name: 'station-2.1', path: '/charge-points/YARD-2', wanted: 'h2' },
  { name: 'station-unknown', path: '/charge-points/NOBODY', wanted: 'main button', misses: 404 },
  { name: 'station-timeline', path: '/charge-points/YARD-9?tab=timeline', wanted: '.timeline li' },
  { name: 'station-messages', path: '/charge-points/YARD-9?tab=messages', wanted: '.frames li' },
  { name: 'station-commands', path: '/charge-points/YARD-1?tab=commands', wanted: '.picker button' },
  { name: 'station-command', path: '/charge-points/YARD-1?tab=commands&command=SetChargingProfile', wanted: '.chosen fieldset' },
  { name: 'station-configuration', path: '/charge-points/YARD-9?tab=configuration', wanted: '.figures' },
  { name: 'station-sessions', path: '/charge-points/YARD-9?tab=sessions', wanted: '#sessions tbody tr' },
  { name: 'station-maintenance', path: '/charge-points/YARD-9?tab=maintenance', wanted: 'h2' },
  { name: 'station-certificates', path: '/charge-points/YARD-9?tab=certificates', wanted: '#certificates-asked .body' },
  { name: 'station-settings', path: '/charge-points/GATE-3?tab=settings', wanted: 'form' },
  { name: 'sessions', path: '/sessions', wanted: 'tbody tr' },
  { name: 'session', path: '/charge-points/YARD-9/sessions/1', wanted: '#curve svg' },
  { name: 'id-tags', path: '/id-tags', wanted: 'tbody tr' },
  { name: 'id-tag', path: '/id-tags/ALICE', wanted: '#sessions tbody tr' },
  { name: 'id-tag-unknown', path: '/id-tags/NOBODY', wanted: '#group', misses: 404 },
  { name: 'inbox', path: '/inbox', wanted: '.inbox .actions' },
  { name: 'plugins', path: '/plugins', wanted: '.drop-place' },
  { name: 'campaigns', path: '/campaigns', wanted: '.empty-state' },
  { name: 'campaign-new', path: '/campaigns/new?site=Depot%20north', wanted: '#command' },
  { name: 'webhooks', path: '/webhooks', wanted: '.empty-state' },
  { name: 'audit', path: '/audit', wanted: '.audit-entries > li' },
  { name: 'tokens', path: '/tokens', wanted: 'tbody tr' },
  { name: 'system', path: '/system', wanted: '.retention-part tbody tr' },
  { name: 'nothing', path: '/there/is/nothing', wanted: 'main a' },
];

const LOOKS = [
  { width: 1280, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
  { width: 390, colorScheme: 'light' },
];

const [only] = process.argv.slice(2);
const screens = SCREENS.filter(({ name }) => !only || name === only);

await withBrowser(async (browser) => {
  const state = await loggedIn(browser);
  const wrong = (await Promise.all(LOOKS.map((look) => faultsOf(browser, state, look)))).flat();
  if (wrong.length > 0) throw new Error(`${wrong.length} faults:\n${wrong.join('\n')}`);
});
console.log('PASSED');

/** The faults of all screens with one look. */
async function faultsOf(browser, state, look) {
  const own = await open(browser, { ...look, state });
  const strangers = await open(browser, look);
  const found = [];
  for (const screen of screens) {
    const name = `${screen.name}-${look.width}-${look.colorScheme}`;
    const window = await tab((screen.stranger ? strangers : own).context);
    try {
      await window.page.goto(ADMIN_URL + screen.path);
      await shown(window.page, screen.wanted);
      await shoot(window.page, name);
      const isMissed = (fault) => screen.misses && fault.includes(`status of ${screen.misses} `);
      found.push(...(await faults(window)).filter((fault) => !isMissed(fault)).map((fault) => `${name}: ${fault}`));
    } catch (error) {
      await shoot(window.page, `${name}-failed`).catch(() => {});
      found.push(`${name}: ${error.message}`, ...window.complaints.map((fault) => `${name}: ${fault}`));
    }
    await window.page.close();
  }
  return found;
}
