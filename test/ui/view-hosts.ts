import type { Page } from '@playwright/test';
import { historyCalls } from '../../src/shared/contract/history.ts';
import { type FakePage, serveFakePage } from './fake-page.ts';
import { HeldCalls } from './held-calls.ts';
import type { HistoryView } from './history-views.ts';
import { type RealApp, startRealApp } from './real-app.ts';
import { addressOf, type SeededHistory, type SeededIds, seedHistory, seedLittle } from './seeded-history.ts';
import type { View } from './view.ts';

interface Seeded {
  readonly app: RealApp;
  readonly ids: SeededIds;
}

/** The hosts behind the views: the fake one, and the real one over each history. Each is started when a view first needs it. */
export interface ViewHosts {
  /** Shows a view in a page that showed none before; its `act` is the caller's. */
  open(page: Page, view: View | HistoryView): Promise<void>;
  close(): Promise<void>;
}

async function seeded(history: SeededHistory): Promise<Seeded> {
  const app = await startRealApp();
  const ids =
    history === 'seeded' ? await seedHistory(app) : history === 'little' ? await seedLittle(app) : {};
  return { app, ids };
}

export function openViewHosts(): ViewHosts {
  let fake: Promise<FakePage> | undefined;
  const real = new Map<SeededHistory, Promise<Seeded>>();
  const realOf = (history: SeededHistory): Promise<Seeded> => {
    const known = real.get(history) ?? seeded(history);
    real.set(history, known);
    return known;
  };
  return {
    async open(page, view) {
      if ('scene' in view) {
        fake ??= serveFakePage();
        await page.goto(`${(await fake).url}?scene=${view.scene}${view.hash}`);
      } else {
        const { app, ids } = await realOf(view.history);
        const calls = await HeldCalls.over(page);
        if (view.calls === 'held') calls.hold(historyCalls);
        if (view.calls === 'damaged') calls.fail(historyCalls, 'profile.damaged');
        await page.goto(`${app.link()}${addressOf(view.hash, ids)}`);
      }
      await page.locator('h1').first().waitFor();
    },
    async close() {
      await (await fake)?.close();
      for (const { app } of await Promise.all(real.values())) await app.close();
    },
  };
}
