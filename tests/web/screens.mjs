// Every page and state as pictures: node screens.mjs WEB_FOLDER SAMPLE OUT_FOLDER [all]
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, launch, open, serve } from './lib.mjs';

const [folder, sample, out, which] = process.argv.slice(2);
const SIZES = { phone: [390, 844], tablet: [768, 1024], desktop: [1280, 800] };
const text = readFileSync(sample, 'utf8');
mkdirSync(out, { recursive: true });
const site = await serve(folder);
const browser = await launch();

async function states(page, shot) {
	await shot('ask');
	await check(page, text);
	await shot('answer');
	if (await page.locator('.find').count())
		await page.locator('.find').nth(1).click();
	await shot('answer-whole', true);
	await page.click('#to-guide');
	await page.waitForSelector('#guide:not([hidden]) h1');
	await shot('guide');
	await page.goto(site.url + 'me.html');
	await page.waitForSelector('html.ready');
	await shot('me', which === 'all');
	await page.goto(site.url + 'practice.html');
	await page.waitForSelector('html.ready');
	await shot('practice');
	await page.locator('#samples button').first().click();
	await page.waitForSelector('#sample:not([hidden]) h1');
	await page.locator('.lines button').nth(2).click();
	await shot('practice-sample');
	await page.locator('#sample button.main').first().click();
	await shot('practice-answer', which === 'all');
}

/* What doc/ shows; `all` is for whoever changes the page and must look at everything. */
const SHOWN = {
	'phone-light-ja': ['ask', 'answer', 'guide', 'me', 'practice', 'practice-sample', 'practice-answer'],
	'phone-light-ja-easy': ['ask', 'answer'],
	'phone-light-en': ['answer', 'guide'],
	'phone-dark-ja': ['answer'],
	'tablet-light-ja': ['answer'],
	'tablet-dark-en': ['practice-sample'],
	'desktop-light-en': ['ask'],
	'desktop-dark-ja': ['answer'],
};

for (const [size, [width, height]] of Object.entries(SIZES)) {
	for (const colorScheme of ['light', 'dark']) {
		for (const lang of ['ja', 'ja-easy', 'en']) {
			const shown = SHOWN[`${size}-${colorScheme}-${lang}`];
			if (which !== 'all' && !shown)
				continue;
			const { context, page } = await open(browser, site.url, { lang, colorScheme,
				viewport: { width, height }, deviceScaleFactor: 1 });
			await states(page, async (name, fullPage = false) => {
				if (which === 'all' || shown.includes(name))
					await page.screenshot({ path: join(out, `web-${name}-${size}-${colorScheme}-${lang}.png`), fullPage });
			});
			await context.close();
		}
	}
}
await browser.close();
await site.close();
