// An empty server: the page says how a charge point is connected, registers one, and shows who comes.

import assert from 'node:assert/strict';
import { ADMIN_TOKEN, ADMIN_URL, faults, loggedIn, open, shoot, shown, withBrowser } from './browser.mjs';

await withBrowser(async (browser) => {
  const window = await open(browser, { state: await loggedIn(browser) });
  const { page } = window;
  await page.goto(ADMIN_URL);
  await page.waitForURL('**/welcome');
  await shown(page, '.qr img');
  await shoot(page, 'welcome-empty');

  await page.getByLabel('Identity of the charge point').fill('WALL-7');
  await page.getByText('/ocpp/WALL-7').first().waitFor();
  const picture = page.getByRole('img', { name: /WALL-7/ });
  assert.ok(await picture.evaluate((image) => image.decode().then(() => image.naturalWidth > 100)), 'the QR code is drawn');

  await page.getByRole('button', { name: 'Register it with a password' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('Wall seven');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await dialog.getByText('is registered').waitFor();
  const [password] = await dialog.locator('.copyable code').allTextContents();
  assert.match(password, /^[A-Za-z0-9]{20}$/);
  await shoot(page, 'fleet-password');
  assert.deepEqual(await faults(window), []);
  await dialog.getByRole('button', { name: 'I have written it down' }).click();
  await page.waitForURL('**/charge-points/WALL-7');

  const answer = await fetch(`${ADMIN_URL}/api/v1/charge-points/WALL-7`, { headers: { Authorization: `Bearer ${ADMIN_TOKEN}` } });
  const { securityProfile, hasPassword, name } = await answer.json();
  assert.deepEqual({ securityProfile, hasPassword, name }, { securityProfile: 1, hasPassword: true, name: 'Wall seven' });
});
console.log('PASSED');
