// Who can sign in at the sandbox. One name for a person at every server, so that what went where can be asked by person.

export interface SandboxPerson {
  /** What tests call the person, the name of their Trendy user too. */
  readonly id: string;
  readonly name: string;
  /** The account at the identity provider, as Auth0 writes it. */
  readonly sub: string;
  readonly email: string;
  /** The user at Foundry. */
  readonly foundryId: string;
}

const person = (id: string, name: string, digits: string): SandboxPerson => ({
  foundryId: `0f000000-0000-4000-8000-${digits.slice(-12)}`,
  id,
  name,
  sub: `auth0|${digits}`,
  email: `${id}@example.test`,
});

export const people: readonly SandboxPerson[] = [
  person('ada', 'Ada', '65a1f0c2d3e4b5a697881a01'),
  person('ben', 'Ben', '65a1f0c2d3e4b5a697881b02'),
  person('cleo', 'Cleo', '65a1f0c2d3e4b5a697881c03'),
];

/** By id or `sub`, or null. */
export const findPerson = (key: unknown): SandboxPerson | null =>
  people.find(({ id, sub }) => id === key || sub === key) ?? null;

/** As `findPerson`; throws for a name that nobody has, since that is a mistake of the test. */
export function personOf(key: string): SandboxPerson {
  const found = findPerson(key);
  if (found === null) throw new Error(`nobody in the sandbox is called ${key}`);
  return found;
}
