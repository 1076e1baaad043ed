import { BusConnection, type Place, type SessionBus } from '../support/session-bus.ts';

const watcher = 'org.kde.StatusNotifierWatcher';
const menuPlace = { path: '/com/canonical/dbusmenu', interface: 'com.canonical.dbusmenu' };

interface Item {
  readonly id: number;
  readonly label: string;
  readonly isEnabled: boolean;
}

/** What a panel of the desktop is to the icons of its tray (StatusNotifierItem): it is told of them, shows them, and passes clicks on. */
export class TrayHost {
  private readonly bus: BusConnection;
  private icons: string[] = [];

  private constructor(bus: BusConnection) {
    this.bus = bus;
    bus.onCall = ({ interface: asked, member, body }) => {
      if (asked === watcher && member === 'RegisterStatusNotifierItem') {
        this.icons.push(String(body[0]));
        return { signature: '', body: [] };
      }
      if (member === 'Get' && body[1] === 'IsStatusNotifierHostRegistered')
        return { signature: 'v', body: [{ type: 'b', value: true }] };
      return null;
    };
  }

  static async start({ address }: SessionBus): Promise<TrayHost> {
    const host = new TrayHost(await BusConnection.open(address));
    await host.bus.own(watcher);
    return host;
  }

  /** The names of the programs that have an icon. */
  get shown(): readonly string[] {
    return this.icons;
  }

  /** A property of the icon. */
  property(name: string) {
    return this.bus.get(this.icon, name);
  }

  /** A click with the first button. */
  async click(): Promise<void> {
    await this.bus.call(this.icon, 'Activate', 'ii', [0, 0]);
  }

  /** The menu as a panel draws it: the words of each item, `(…)` when it can't be chosen, and `-` for a line between. */
  async menu(): Promise<string[]> {
    return (await this.items()).map(({ label, isEnabled }) => (isEnabled ? label : `(${label})`));
  }

  async choose(label: string): Promise<void> {
    const items = await this.items();
    const item = items.find((each) => each.label === label && each.isEnabled);
    if (!item) throw new Error(`no item ${label} in ${items.map((each) => each.label).join(', ')}`);
    const nothing = { type: 's', value: '' };
    await this.bus.call(this.menuOfIcon, 'Event', 'isvu', [item.id, 'clicked', nothing, 0]);
  }

  close(): Promise<void> {
    return this.bus.close();
  }

  private async items(): Promise<Item[]> {
    const [, layout] = await this.bus.call(this.menuOfIcon, 'GetLayout', 'iias', [0, -1, []]);
    const [, , children] = layout as [number, object, [number, Record<string, unknown>][]];
    return children.map(([id, { label, type, enabled }]) => ({
      id,
      label: type === 'separator' ? '-' : String(label),
      isEnabled: enabled !== false,
    }));
  }

  private get icon(): Place {
    return {
      destination: this.icons.at(-1) ?? '',
      path: '/StatusNotifierItem',
      interface: 'org.kde.StatusNotifierItem',
    };
  }

  private get menuOfIcon(): Place {
    return { ...menuPlace, destination: this.icon.destination };
  }
}
