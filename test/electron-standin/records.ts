/**
 * What a class or module of the stand-in may be of Electron's `T`: every member that it has is typed as there. `Own` are built with types
 * of the stand-in's; events are Node's.
 */
export type Like<T, Own extends keyof T | never = never> = Partial<Omit<T, keyof NodeJS.EventEmitter | Own>>;

/** A module or an object as the stand-in offers it: what is not built throws with words as soon as it is read. */
export function offered<T extends object>(name: string, thing: T): T {
  return new Proxy(thing, {
    get(target, key) {
      // Asked for by promises, JSON and inspectors of any object.
      if (key in target || typeof key === 'symbol' || key === 'then' || key === 'toJSON')
        return Reflect.get(target, key, target);
      throw new Error(`stand-in: electron.${name}.${key} is not offered`);
    },
  });
}

export interface StandinEvent {
  preventDefault(): void;
  readonly defaultPrevented: boolean;
}

/** An event as Electron hands it to a listener. */
export function standinEvent<T extends object>(properties?: T): T & StandinEvent {
  let isPrevented = false;
  const event = Object.assign({}, properties) as T;
  return Object.defineProperties(event, {
    preventDefault: {
      value() {
        isPrevented = true;
      },
    },
    defaultPrevented: { get: () => isPrevented },
  }) as T & StandinEvent;
}

/** MessagePorts are not built: the product sends plain messages. */
export function withoutPorts(transfer: readonly unknown[] | undefined): void {
  if (transfer && transfer.length > 0) throw new Error('stand-in: transferring MessagePorts is not offered');
}
