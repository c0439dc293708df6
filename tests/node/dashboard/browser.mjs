// A browser that notices what no screen may do: ask another host, break the Content-Security-Policy, complain in the
// console, or be of no use to whoever cannot see or point.

import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.env.NODE_PATH, 'here.js'));
const { chromium } = require('playwright-core');

export const ADMIN_URL = process.env.ADMIN_URL;
export const ADMIN_TOKEN = process.env.ADMIN_TOKEN;
const SHOTS = process.env.DASHBOARD_SHOTS;
const PATIENCE = 60_000;

const FLAGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Runs `work(browser)` with a browser of its own. */
export async function withBrowser(work) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, headless: true, args: FLAGS });
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

/** A window that nobody has used: `{ page, context, complaints }`. */
export async function open(browser, { width = 1280, height = width < 600 ? 844 : 900, colorScheme = 'light', state } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, storageState: state, reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'Europe/Berlin' });
  context.setDefaultTimeout(PATIENCE);
  return { context, ...(await tab(context)) };
}

/** One more page of a window, which notices for itself. */
export async function tab(context) {
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`error: ${error.stack ?? error.message}`));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== new URL(ADMIN_URL).origin && protocol !== 'data:') complaints.push(`a request to another host: ${request.url()}`);
  });
  await page.addInitScript(() => {
    globalThis.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => globalThis.violations.push(`${event.violatedDirective}: ${event.blockedURI}`));
  });
  await page.addInitScript(listened);
  return { page, complaints };
}

// In the page: `hears` as soon as the server has said that it tells what happens.
function listened() {
  const { fetch } = globalThis;
  globalThis.fetch = async (...asked) => {
    const answer = await fetch(...asked);
    if (!answer.ok || new URL(answer.url).pathname !== '/api/v1/events') return answer;
    const [told, seen] = answer.body.tee();
    const reader = seen.getReader();
    reader.read().then(() => {
      globalThis.hears = true;
      return reader.cancel();
    }, () => {});
    return new Response(told, { status: answer.status, headers: answer.headers });
  };
}

/** Waits until the page is told what happens; what was before that, it is not told. */
export async function hearing(page) {
  await page.waitForFunction(() => globalThis.hears);
}

/** The page is told nothing of what happens until what this gives is called. */
export async function deaf(page) {
  let begin;
  const begun = new Promise((done) => {
    begin = done;
  });
  await page.route(({ pathname }) => pathname === '/api/v1/events', async (route) => {
    await begun;
    await route.continue();
  });
  return begin;
}

/** The state of a browser that is logged in, for `open`. */
export async function loggedIn(browser, token = ADMIN_TOKEN) {
  const { page, context } = await open(browser);
  await page.goto(`${ADMIN_URL}/login`);
  await page.getByLabel('Token').fill(token);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.waitForURL((url) => url.pathname !== '/login');
  const state = await context.storageState();
  await context.close();
  return state;
}

/** Waits until a screen is there: its heading, and what it says itself that it waits for. */
export async function shown(page, wanted) {
  await page.locator('main:not([aria-busy]) h1').first().waitFor();
  if (wanted) await page.locator(wanted).first().waitFor();
}

/** What is wrong with what is shown. */
export async function faults({ page, complaints }) {
  const found = [...complaints, ...(await page.evaluate(() => globalThis.violations))];
  const titles = await page.locator('h1').count();
  if (titles !== 1) found.push(`${titles} headings of the first order`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) found.push(`it is ${wide} pixels wider than the window`);
  const unnamed = await page.title();
  if (unnamed === 'ocpp-central') found.push('the window is not named after the screen');
  await page.evaluate(await axe());
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  for (const { id, impact, help, nodes } of violations) {
    if (!['serious', 'critical'].includes(impact)) continue;
    found.push(`axe ${id} (${impact}): ${help}: ${nodes.slice(0, 3).map(({ target, failureSummary }) => `${target} ${failureSummary}`).join(' | ')}`);
  }
  return found;
}

let source;

async function axe() {
  source ??= await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
  return source;
}

/** Keeps a picture, to be looked at. */
export async function shoot(page, name) {
  if (!SHOTS) return;
  await mkdir(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}

/** Presses Tab until what has the focus fits; answers its text. */
export async function tabTo(page, fits, what, most = 150) {
  for (let pressed = 0; pressed < most; pressed += 1) {
    const focused = await page.evaluate(() => {
      const { activeElement: element } = document;
      const label = element.labels?.[0]?.textContent ?? '';
      return { tag: element.tagName, text: (element.getAttribute('aria-label') ?? element.textContent).trim(), label: label.trim(), href: element.getAttribute('href') };
    });
    if (fits(focused)) return focused;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${what} is not reached by the keyboard within ${most} steps`);
}
