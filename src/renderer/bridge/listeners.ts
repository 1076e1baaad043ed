/** Listeners by name: `add` returns a function that removes the listener. */
export function createListeners<L extends (payload: never) => void>() {
  const byName = new Map<string, Set<L>>();
  return {
    add(name: string, listener: L): () => void {
      const set = byName.get(name) ?? new Set();
      byName.set(name, set.add(listener));
      return () => void set.delete(listener);
    },
    of(name: string): readonly L[] {
      return [...(byName.get(name) ?? [])];
    },
  };
}
