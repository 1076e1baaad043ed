import { execFileSync } from 'node:child_process';
import { chmod, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openArchive } from '../../../../../src/core/healthkit/archive/archive.ts';
import type { ErrorCode } from '../../../../../src/shared/errors.ts';
import { writeZip, type ZipMember } from '../../../../support/zip-writer.ts';
import { cdaXml, codeOf, drain, healthXml, offeredFiles } from './offered-files.ts';

const files = offeredFiles();
const xml = healthXml();
const good = writeZip([
  { name: 'apple_health_export/export.xml', data: healthXml({ records: 2000 }) },
  { name: 'apple_health_export/workout-routes/a.gpx', data: '<gpx/>' },
]);

async function codeFor(bytes: Buffer | string, name?: string): Promise<ErrorCode | null> {
  const path = await files.put(bytes, name);
  return codeOf(() => files.open(path));
}

/** The same, and what reading every entry to its end comes to. */
async function codesFor(bytes: Buffer): Promise<(ErrorCode | null)[]> {
  const path = await files.put(bytes, 'mutated.zip');
  const codes: (ErrorCode | null)[] = [];
  const opening = await codeOf(async () => {
    const archive = await openArchive(path);
    for (const entry of archive.entries) codes.push((await drain(entry)).code);
    await archive.close();
  });
  return [opening, ...codes];
}

describe('what is refused, by file', () => {
  const cases: [string, Buffer | string, string, ErrorCode][] = [
    ['text', 'not a zip at all', 'notes.zip', 'import.not_a_zip'],
    ['an image', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), 'photo.png', 'import.not_a_zip'],
    ['one byte', 'P', 'one.zip', 'import.not_a_zip'],
    ['nothing', '', 'empty.zip', 'import.empty_archive'],
    ['a zip without entries', writeZip([]), 'none.zip', 'import.empty_archive'],
    [
      'a zip without entries in zip64',
      writeZip([], { zip64End: true }),
      'none64.zip',
      'import.empty_archive',
    ],
    ['folders only', writeZip([{ name: 'apple_health_export/' }]), 'folders.zip', 'import.empty_archive'],
    ['an empty XML', '', 'export.xml', 'import.empty_xml'],
    ['an XML that is none', 'hello', 'hello.xml', 'import.not_xml'],
    ['another XML', '<plist/>', 'other.xml', 'import.no_health_data'],
    ['the bare CDA', cdaXml, 'export_cda.xml', 'import.only_cda'],
    ['a cut download', good.subarray(0, good.length - 30), 'cut.zip', 'import.truncated_archive'],
    ['a zip cut early', good.subarray(0, 40), 'cut-early.zip', 'import.truncated_archive'],
    ['four bytes of a zip', good.subarray(0, 4), 'cut-at-once.zip', 'import.truncated_archive'],
    [
      'a zip with bytes missing inside',
      Buffer.concat([good.subarray(0, 50), good.subarray(150)]),
      'hole.zip',
      'import.truncated_archive',
    ],
  ];
  it.each(cases)('%s', async (_, bytes, name, code) => {
    expect(await codeFor(bytes, name)).toBe(code);
  });

  it('a directory that was overwritten', async () => {
    const bytes = Buffer.from(good);
    const directory = bytes.indexOf(Buffer.from('PK\x01\x02'));
    bytes.fill(0, directory, directory + 4);
    expect(await codeFor(bytes)).toBe('import.damaged_archive');
    const second = Buffer.from(good);
    second.fill(
      0,
      second.lastIndexOf(Buffer.from('PK\x01\x02')),
      second.lastIndexOf(Buffer.from('PK\x01\x02')) + 4,
    );
    expect(await codeFor(second)).toBe('import.damaged_archive');
    const lengths = Buffer.from(good);
    lengths.writeUInt16LE(0xffff, directory + 28);
    expect(await codeFor(lengths)).toBe('import.damaged_archive');
  });

  it('no file, no permission, no regular file', async () => {
    expect(await codeOf(() => files.open(join(files.folder(), 'absent.zip')))).toBe('import.not_found');
    const file = await files.put(good, 'plain.zip');
    expect(await codeOf(() => files.open(join(file, 'below.zip')))).toBe('import.not_found');
    const loop = join(files.folder(), 'loop.zip');
    await symlink(loop, loop);
    expect(await codeOf(() => files.open(loop))).toBe('import.unreadable');
    // Windows keeps its pipes elsewhere.
    if (process.platform !== 'win32') {
      const pipe = join(files.folder(), 'pipe.zip');
      execFileSync('mkfifo', [pipe]);
      expect(await codeOf(() => files.open(pipe))).toBe('import.not_a_zip');
    }
    if (process.getuid?.() !== 0) {
      await chmod(file, 0);
      expect(await codeOf(() => files.open(file))).toBe('import.unreadable');
    }
  });

  it('never hangs or crashes on a zip with any one byte changed or cut at any point', async () => {
    const small = writeZip(
      [
        { name: 'e.xml', data: xml, flags: 8 },
        { name: 'a', data: 'a', zip64: true },
      ],
      { zip64End: true },
    );
    const codes = new Set<ErrorCode | null>();
    for (let at = 0; at < small.length; at++) {
      const changed = Buffer.from(small);
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      for (const code of await codesFor(changed)) codes.add(code);
      for (const code of await codesFor(small.subarray(0, at))) codes.add(code);
    }
    for (const code of codes) expect(code === null || code.startsWith('import.')).toBe(true);
    expect(codes).toContain('import.truncated_archive');
    expect(codes).toContain('import.damaged_archive');
  });
});

describe('what is refused, by entries', () => {
  const cases: [string, ZipMember[], ErrorCode][] = [
    ['encrypted', [{ name: 'export.xml', data: xml, flags: 1 }], 'import.encrypted'],
    ['strongly encrypted', [{ name: 'export.xml', data: xml, flags: 0x41 }], 'import.encrypted'],
    ['no XML', [{ name: 'a.txt', data: 'x' }], 'import.no_health_data'],
    ['another XML', [{ name: 'a.xml', data: '<plist/>' }], 'import.no_health_data'],
    ['only the CDA', [{ name: 'apple_health_export/export_cda.xml', data: cdaXml }], 'import.only_cda'],
    ['only a CDA by another name', [{ name: 'export.xml', data: cdaXml }], 'import.only_cda'],
    ['only a localised CDA', [{ name: 'exportación_cda.xml', data: cdaXml }], 'import.only_cda'],
    [
      'a zero-byte XML',
      [{ name: 'export.xml' }, { name: 'export_cda.xml', data: cdaXml }],
      'import.empty_xml',
    ],
    ['an export that Finder hid', [{ name: '__MACOSX/export.xml', data: xml }], 'import.empty_archive'],
    [
      'a method Node cannot read',
      [{ name: 'export.xml', data: xml, method: 9 }],
      'import.unsupported_compression',
    ],
    ['no local header', [{ name: 'export.xml', data: xml, localSignature: 7 }], 'import.damaged_archive'],
    ...['../export.xml', 'a/../../b', '/etc/passwd', 'C:/x', 'c:x', '..\\x', '\\x', 'a\0b', '..', 'a/..'].map(
      (name): [string, ZipMember[], ErrorCode] => [
        `the name ${JSON.stringify(name)}`,
        [
          { name: 'export.xml', data: xml },
          { name, data: 'x' },
        ],
        'import.unsafe_name',
      ],
    ),
  ];
  it.each(cases)('%s', async (_, members, code) => {
    expect(await codeFor(writeZip(members))).toBe(code);
  });

  it('takes names that only look dangerous', async () => {
    const archive = await files.openZip([
      { name: 'export.xml', data: xml },
      { name: 'attachments/a..b', data: 'x' },
      { name: 'attachments/...', data: 'y' },
    ]);
    expect(archive.entries).toHaveLength(3);
  });
});

describe('folders that are refused', () => {
  it('empty, without an export, only the CDA, an empty XML', async () => {
    const folder = join(files.folder(), 'folder');
    await mkdir(join(folder, 'apple_health_export'), { recursive: true });
    expect(await codeOf(() => files.open(folder))).toBe('import.no_health_data');
    await files.put(cdaXml, 'folder/apple_health_export/export_cda.xml');
    expect(await codeOf(() => files.open(folder))).toBe('import.only_cda');
    await files.put('', 'folder/apple_health_export/export.xml');
    expect(await codeOf(() => files.open(folder))).toBe('import.empty_xml');
  });
});
