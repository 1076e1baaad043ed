import { truncate, writeFile } from 'node:fs/promises';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { writeZip } from '../../../../support/zip-writer.ts';
import { codeOf, drain, healthXml, offeredFiles } from './offered-files.ts';

const files = offeredFiles();

/** Like an export, but every line another, so that deflate has something to hold. */
function variedXml(records: number): string {
  const lines = Array.from(
    { length: records },
    (_, i) => ` <Record value="${(i * 2654435761) % 4294967296}" i="${i}"/>`,
  );
  return healthXml({ records: 0 }).replace('</HealthData>', `${lines.join('\n')}\n</HealthData>`);
}

describe('content that is cut or damaged beneath an intact directory', () => {
  it.each([2_000, 60_000])(
    'deflate data that ends early: all of it is yielded first (%i records)',
    async (records) => {
      const xml = variedXml(records);
      const whole = deflateRawSync(xml);
      const kept = Math.floor(whole.length * 0.7);
      for (const others of [[], [{ name: 'workout-routes/a.gpx', data: '<gpx/>' }]]) {
        const archive = await files.openZip([
          { name: 'export.xml', data: xml, compressed: whole.subarray(0, kept) },
          ...others,
        ]);
        const { bytes, code } = await drain(archive.main);
        expect(code).toBe('import.truncated_archive');
        expect(xml.startsWith(bytes.toString())).toBe(true);
        expect(bytes.length).toBeGreaterThan(xml.length * 0.69 - 1_000);
      }
    },
  );

  it.each([2_000, 60_000])(
    'bad deflate data: what stands before it is yielded (%i records)',
    async (records) => {
      const xml = variedXml(records);
      // An independent beginning, flushed to a byte boundary, then a block of the reserved type.
      const beginning = deflateRawSync(xml.slice(0, Math.floor(xml.length / 2)), { finishFlush: 2 });
      const damaged = Buffer.concat([beginning, Buffer.alloc(beginning.length, 0xff)]);
      const archive = await files.openZip([{ name: 'export.xml', data: xml, compressed: damaged }]);
      const { bytes, code } = await drain(archive.main);
      expect(code).toBe('import.damaged_archive');
      // At most what 64 compressed bytes held is lost.
      expect(bytes.length).toBeGreaterThan(Math.floor(xml.length / 2) - 300);
      expect(bytes.length).toBeLessThanOrEqual(Math.floor(xml.length / 2));
      expect(xml.startsWith(bytes.toString())).toBe(true);
    },
  );

  it('a stored entry that reaches beyond its data', async () => {
    const xml = healthXml({ records: 100 });
    const archive = await files.openZip([
      {
        name: 'export.xml',
        data: xml,
        store: true,
        compressed: Buffer.from(xml.slice(0, 1000)),
        declaredCompressedSize: 5000,
      },
    ]);
    const { bytes, code } = await drain(archive.main);
    expect(code).toBe('import.truncated_archive');
    expect(bytes.toString()).toBe(xml.slice(0, 1000));
  });

  it('damage in one file beside the XML leaves the rest readable', async () => {
    const archive = await files.openZip([
      { name: 'export.xml', data: healthXml() },
      { name: 'workout-routes/a.gpx', data: 'x', compressed: Buffer.alloc(50, 0xff) },
      { name: 'workout-routes/b.gpx', data: 'b', localSignature: 1 },
    ]);
    expect((await drain(archive.main)).code).toBeNull();
    expect((await drain(archive.resolve('/workout-routes/a.gpx'))).code).toBe('import.damaged_archive');
    expect((await drain(archive.resolve('/workout-routes/b.gpx'))).code).toBe('import.damaged_archive');
  });
});

describe('bombs', () => {
  const head = Buffer.from(healthXml({ records: 0 }).replace('</HealthData>\n', ''));
  const zeros = (mebibytes: number) => Buffer.concat([head, Buffer.alloc(mebibytes * 1024 * 1024, 0x20)]);

  it('stops at more than 250:1 once past 64 MiB, whatever sizes are declared', async () => {
    const archive = await files.openZip([{ name: 'export.xml', data: zeros(96), declaredSize: 1000 }]);
    const { bytes, code } = await drain(archive.main);
    expect(code).toBe('import.bomb');
    expect(bytes.length).toBeGreaterThan(60 * 1024 * 1024);
    expect(bytes.length).toBeLessThanOrEqual(64 * 1024 * 1024);
  });

  it('lets 1000:1 pass below 64 MiB, and a huge declared size', async () => {
    const archive = await files.openZip([
      { name: 'export.xml', data: zeros(60), declaredSize: 4_000_000_000 },
    ]);
    const { bytes, code } = await drain(archive.main);
    expect(code).toBeNull();
    expect(bytes.length).toBe(60 * 1024 * 1024 + head.length);
  });

  it('counts all entries together, and one that is read again once', async () => {
    const spaces = Buffer.alloc(40 * 1024 * 1024, 0x20);
    const archive = await files.openZip([
      { name: 'export.xml', data: zeros(1) },
      { name: 'a.gpx', data: spaces },
      { name: 'b.gpx', data: spaces },
    ]);
    const [first, again] = [await drain(archive.resolve('a.gpx')), await drain(archive.resolve('a.gpx'))];
    expect([first.code, again.code]).toEqual([null, null]);
    expect((await drain(archive.resolve('b.gpx'))).code).toBe('import.bomb');
  });

  it('lets a hundred MiB of ordinary ratio pass', async () => {
    const block = deflateRawSync(variedXml(20_000), { finishFlush: 2 });
    const last = deflateRawSync('</HealthData>');
    const compressed = Buffer.concat([...Array.from({ length: 160 }, () => block), last]);
    const archive = await files.openZip([{ name: 'export.xml', compressed }]);
    const { bytes, code } = await drain(archive.main);
    expect(code).toBeNull();
    expect(bytes.length).toBeGreaterThan(100 * 1024 * 1024);
  });
});

describe('a file that changes', () => {
  it('is noticed by size, time and disappearance', async () => {
    const bytes = writeZip([{ name: 'export.xml', data: healthXml() }]);
    for (const [name, content] of [
      ['changing.zip', bytes],
      ['changing.xml', healthXml()],
    ] as const) {
      const path = await files.put(content, name);
      const archive = await files.open(path);
      expect(await codeOf(() => archive.verifyUnchanged())).toBeNull();
      await writeFile(path, Buffer.concat([Buffer.from(content), Buffer.from(' ')]));
      expect(await codeOf(() => archive.verifyUnchanged())).toBe('import.changed_while_reading');
    }
  });

  it('ends the stream when it becomes shorter', async () => {
    const path = await files.put(variedXml(60_000), 'shrinking.xml');
    const archive = await files.open(path);
    await truncate(path, 1_000_000);
    const { bytes, code } = await drain(archive.main);
    expect(code).toBe('import.changed_while_reading');
    expect(bytes.length).toBeGreaterThan(800_000);
  });
});
