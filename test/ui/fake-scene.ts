import { expect, type Page } from '@playwright/test';
import type { CallName, PushName } from '../../src/shared/contract/index.ts';
import type { FakePage } from './fake-page.ts';

interface FakeHost {
  readonly acts: readonly (readonly [CallName, unknown])[];
  push(name: string, payload: unknown): void;
  call(name: string, input: unknown): Promise<{ readonly ok: boolean; readonly value: unknown }>;
}

/** Opens the page afresh over one scene of the fake host. */
export async function openScene(page: Page, served: FakePage, scene: string, hash: string): Promise<void> {
  // Another query is another page, so that the same scene twice begins anew.
  await page.goto('about:blank');
  await page.goto(`${served.url}?scene=${scene}${hash}`);
  await page.locator('h1').waitFor();
}

/** Does what makes the page begin anew, and waits until it has. */
export async function beginsAnew(page: Page, act: () => Promise<unknown>): Promise<void> {
  await page.evaluate(() => Object.assign(window, { isOld: true }));
  await act();
  // A page that is asked while it goes away gives no answer.
  await expect(async () => expect(await page.evaluate(() => 'isOld' in window)).toBe(false)).toPass();
}

/** What the page asked of the host by one name, in order. */
export function actsOf(page: Page, name: CallName): Promise<unknown[]> {
  return page.evaluate((wanted) => {
    const host = (window as unknown as { healthRelay: FakeHost }).healthRelay;
    return host.acts.filter(([called]) => called === wanted).map(([, input]) => input);
  }, name);
}

/** Tells the page something, as its host does. */
export function pushTo(page: Page, name: PushName, payload: unknown): Promise<void> {
  return page.evaluate(
    ([pushed, told]) => (window as unknown as { healthRelay: FakeHost }).healthRelay.push(pushed, told),
    [name, payload] as const,
  );
}

/** Calls the host behind the page's back, which learns of it by a push alone. Returns the host's answer. */
export function actOnHost(page: Page, name: CallName, input: object): Promise<unknown> {
  return page.evaluate(
    async ([called, given]) =>
      (await (window as unknown as { healthRelay: FakeHost }).healthRelay.call(called, given)).value,
    [name, input] as const,
  );
}

/** What the host says of sync. */
export function overviewOf(page: Page): Promise<object> {
  return page.evaluate(async () => {
    const host = (window as unknown as { healthRelay: FakeHost }).healthRelay;
    return (await host.call('sync.overview', {})).value as object;
  });
}

/** Pushes the scene's overview with another number pending at its first destination. */
export function pushOverview(page: Page, pending: number): Promise<void> {
  return page.evaluate(async (left) => {
    const host = (window as unknown as { healthRelay: FakeHost }).healthRelay;
    const { value } = await host.call('sync.overview', {});
    const overview = value as { destinations: { pending: number }[] };
    const [first, ...others] = overview.destinations;
    host.push('sync.changed', { ...overview, destinations: [{ ...first, pending: left }, ...others] });
  }, pending);
}
