import { join } from 'node:path';
import { type Chromium, launchChromium } from '../chromium.ts';
import { app, life } from './app.ts';

let browser: Promise<Chromium> | null = null;

/** Starts with the first window, or before it for Playwright. Its profile lies in userData: storage outlives a restart. */
export function theChromium(): Promise<Chromium> {
  browser ??= launchChromium(join(app.getPath('userData'), 'standin-chromium'));
  return browser;
}

life.endings.push(async () => (await browser)?.close());
