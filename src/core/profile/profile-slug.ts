const slug = /^[a-z0-9][a-z0-9-]{0,63}$/;

export function isSlug(text: string): boolean {
  return slug.test(text);
}

/** Device names on Windows, with any extension, and the first profile's id. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d|main)$/;

/** A folder name made from the user's name for it, safe on every file system; `-2` and so on if it is taken. */
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

/** Whether a person would see the two as the same name. */
export function sameName(one: string, other: string): boolean {
  const fold = (name: string) => name.normalize('NFKC').trim().toLowerCase();
  return fold(one) === fold(other);
}
