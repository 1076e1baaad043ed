const slug = /^[a-z0-9][a-z0-9-]{0,63}$/;

export function isSlug(text: string): boolean {
  return slug.test(text);
}

/** Names that mean a device on Windows, with any extension (and the first profile's id). */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d|main)$/;

/** A folder's name made of what the user calls it, plain on every file system; `-2` and so on where it is taken. */
export function freeSlug(name: string, taken: ReadonlySet<string>): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
  const base = plain === '' || reserved.test(plain) ? `profile${plain && `-${plain}`}` : plain;
  let free = base;
  for (let count = 2; taken.has(free); count++) free = `${base}-${count}`;
  return free;
}

/** What a person would take for the same name. */
export function sameName(one: string, other: string): boolean {
  const fold = (name: string) => name.normalize('NFKC').trim().toLowerCase();
  return fold(one) === fold(other);
}
