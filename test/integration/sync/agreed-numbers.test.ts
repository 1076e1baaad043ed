import { expect, onTestFinished, test, vi } from 'vitest';
import { EventDeriver } from '../../../src/core/events/event-deriver.ts';
import { importedProfile, turnedOn } from '../robustness/relay-scene.ts';

test.each(['zone', 'order'] as const)(
  'what is written while another %s is counted is counted, too: the number that was shown is refused, and nothing changes',
  async (which) => {
    const scene = await turnedOn(await importedProfile(), 'trendy');
    onTestFinished(() => scene.close());
    scene.start();
    await scene.parts.service.whenResting();
    const { calls, settings } = scene.parts;
    const sources = calls
      .read()
      .sourcePriority.sources.map(({ id }) => id)
      .reverse();
    const change = which === 'zone' ? { homeZone: 'Asia/Tokyo' } : { sourcePriority: sources };
    const set = (sent: number) =>
      which === 'zone'
        ? calls.setHomeZone({ homeZone: 'Asia/Tokyo', sent })
        : calls.setSourcePriority({ sources, sent });
    const { sent: shown } = await calls.reviewRules(change);
    expect(shown).toBeGreaterThan(0);
    // Behind the count, and before it is compared: another window narrows what goes to nothing.
    const preview = EventDeriver.prototype.preview;
    const spy = vi.spyOn(EventDeriver.prototype, 'preview').mockImplementation(async function (
      this: EventDeriver,
      ...input
    ) {
      const counts = await preview.apply(this, input);
      scene.real.exec("UPDATE destination SET consent = json_set(consent, '$.kinds', json('[]'))");
      return counts;
    });
    onTestFinished(() => spy.mockRestore());
    await expect(set(shown)).rejects.toMatchObject({ code: 'settings.review_changed' });
    expect([settings.get('homeZone'), settings.get('sourcePriority')]).toEqual(['Europe/Berlin', null]);
    expect(settings.get('agreedRules')).toBeNull();
    // As it is by now, it's agreed to.
    spy.mockRestore();
    const { sent } = await calls.reviewRules(change);
    expect(sent).toBeLessThan(shown);
    await set(sent);
    if (which === 'zone') expect(settings.get('homeZone')).toBe('Asia/Tokyo');
    else expect(settings.get('sourcePriority')).toEqual(sources);
  },
);

test.each(['before', 'after'] as const)(
  'records that an import removes just %s the user agrees were in no number: what is left waits for another look',
  async (when) => {
    const scene = await turnedOn(await importedProfile(), 'trendy');
    onTestFinished(() => scene.close());
    scene.start();
    await scene.parts.service.whenResting();
    const { calls, settings, service } = scene.parts;
    const edits = () =>
      scene.sandbox.trendy.requests.filter(({ route }) => /^(?:PUT|DELETE) /.test(route)).length;
    const remove = () =>
      scene.real.exec(
        "INSERT OR IGNORE INTO removal_day (category, day) SELECT category, start / 86400 FROM event WHERE category = 'steps'",
      );
    const { sent } = await calls.reviewRules({ homeZone: 'Asia/Tokyo' });
    expect(sent).toBeGreaterThan(0);
    if (when === 'before') remove();
    await calls.setHomeZone({ homeZone: 'Asia/Tokyo', sent });
    expect(settings.get('agreedRules')).not.toBeNull();
    if (when === 'after') remove();
    await service.whenResting();
    expect([settings.get('homeZone'), settings.get('agreedRules')]).toEqual(['Asia/Tokyo', null]);
    const card = scene.card();
    expect([edits(), (card?.updatesWaiting ?? 0) > 0]).toEqual([0, true]);
    await service.releaseUpdates({ destination: card?.id ?? 0, updates: card?.updatesWaiting ?? 0 });
    await service.whenResting();
    expect([edits() > 0, scene.card()?.updatesWaiting]).toEqual([true, 0]);
  },
);
