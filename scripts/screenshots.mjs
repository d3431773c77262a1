// Takes a picture of every screen of the sample workspace: `node screenshots.mjs UI-HOST`.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { screens } from './screens.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { chromium } = createRequire(join(root, 'ui/package.json'))('@playwright/test');
const folder = join(root, 'docs/screens');
const size = { width: 1360, height: 860 };

/** Starts the host on a home of its own and answers with its address. */
async function startHost(home) {
  const host = spawn(process.argv[2], ['--dist', join(root, 'ui/dist'), '--home', home, '--sample'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const chunk of host.stdout) {
    const address = /listening (\S+)/.exec(String(chunk))?.[1];
    if (address) return { host, address };
  }
  throw new Error('The host ended before it answered.');
}

const home = mkdtempSync(join(tmpdir(), 'throughline-screens-'));
const { host, address } = await startHost(home);

async function ask(name, args = {}) {
  const response = await fetch(`${address}/call`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, args }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${name}: ${answer.message}`);
  return answer;
}

/** The artefacts of a kind, those with the most to show first. */
async function fullest(kind) {
  const { rows } = await ask('artefact.list', { kinds: [kind], release: 'all', limit: 50 });
  const pages = await Promise.all(
    rows.map(async (card) => ({ card, links: (await ask('artefact.get', { id: card.id })).links.length })),
  );
  return pages.sort((a, b) => b.links - a.links).map((page) => page.card.id);
}

const [decision] = await fullest('decision');
const [problem] = await fullest('problem');
const [evidence] = await fullest('evidence');
const [model] = await fullest('model-version');

// Pictures show no path of whoever takes them.
const imports = join(home, 'examples');
cpSync(join(root, 'examples/imports'), imports, { recursive: true });
const list = screens({ decision, problem, evidence, model, imports });
const { workspace: sample } = await ask('app.info');

const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find((p) => p && existsSync(p));
/** Waits until the page has shown the same words for a while. */
async function settled(page) {
  const words = () => page.evaluate(() => document.body.innerText);
  for (let [before, same, looks] = ['', 0, 0]; same < 5 && looks < 60; looks++) {
    await page.waitForTimeout(250);
    const now = await words();
    same = now === before ? same + 1 : 0;
    before = now;
  }
}

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--font-render-hinting=none'] });
const only = process.argv.slice(3);
try {
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ viewport: size, colorScheme, reducedMotion: 'reduce', locale: 'en-GB' });
    const page = await context.newPage();
    let emptied = false;
    await ask('workspace.open', { path: sample.path });
    page.on('pageerror', (error) => console.error(`error on ${page.url()}: ${error.message}`));
    for (const { name, route, dark, empty, act } of list) {
      if ((colorScheme === 'dark' && !dark) || (only.length > 0 && !only.includes(name))) continue;
      if (empty && !emptied) {
        emptied = true;
        const path = join(home, `${colorScheme}.throughline`);
        await ask('workspace.create', { path, person: 'Ines Duarte', product: 'Food delivery app' });
      }
      await page.goto(`${address}/${route}`);
      // A view that was chosen for the screen before must not be kept for this one.
      await page.evaluate(() => localStorage.clear());
      // A hash alone does not load the page anew; a dialog of the screen before must be gone.
      await page.reload();
      // The page asks for news twice a second, so its network is never idle: wait for what it shows.
      await page.locator('main').first().waitFor();
      await settled(page);
      await act?.(page);
      if (act) await settled(page);
      const file = colorScheme === 'dark' ? `${name}-dark.png` : `${name}.png`;
      await page.screenshot({ path: join(folder, file), animations: 'disabled', caret: 'hide' });
      console.log(file);
      // What a form was filled with is kept as a draft, and would stand on the pictures after it.
      for (const { key } of (await ask('draft.list')).rows) await ask('draft.discard', { key });
    }
    await context.close();
  }
} finally {
  await browser.close();
  host.kill();
  rmSync(home, { recursive: true, force: true });
}
