import { dateOf, daySeconds } from './calendar.ts';
import type { Settings } from './options.ts';
import { attributeText } from './text.ts';

export type SourceId =
  | 'watch'
  | 'phone'
  | 'health'
  | 'scale'
  | 'cuff'
  | 'food'
  | 'water'
  | 'nights'
  | 'calm'
  | 'strava'
  | 'thermometer';

/** A source on some day, as attribute texts. The device is split where its address goes; '' when it has none. */
export interface Source {
  readonly name: string;
  readonly version: string;
  readonly deviceHead: string;
  readonly deviceTail: string;
}

/** The hardware and software of some years: from this year's September on. */
const eras = [
  { from: 0, watch: 'Watch2,4', watchSoftware: '3.2', phone: 'iPhone9,3', phoneSoftware: '10.3' },
  { from: 2017, watch: 'Watch3,4', watchSoftware: '5.3', phone: 'iPhone10,4', phoneSoftware: '12.4' },
  { from: 2019, watch: 'Watch5,4', watchSoftware: '6.2', phone: 'iPhone12,1', phoneSoftware: '13.6' },
  { from: 2021, watch: 'Watch6,7', watchSoftware: '8.7', phone: 'iPhone12,1', phoneSoftware: '15.6' },
  { from: 2022, watch: 'Watch6,7', watchSoftware: '9.6.3', phone: 'iPhone14,5', phoneSoftware: '16.7' },
  { from: 2023, watch: 'Watch7,2', watchSoftware: '10.6.1', phone: 'iPhone14,5', phoneSoftware: '17.7' },
  { from: 2024, watch: 'Watch7,2', watchSoftware: '11.2', phone: 'iPhone17,1', phoneSoftware: '18.2' },
  { from: 2025, watch: 'Watch7,12', watchSoftware: '26.0', phone: 'iPhone17,1', phoneSoftware: '26.0' },
] as const;

function eraOf(day: number) {
  const date = new Date(day * daySeconds * 1000);
  const year = date.getUTCFullYear() - (date.getUTCMonth() < 8 ? 1 : 0);
  return eras.findLast((era) => era.from <= year) ?? eras[0];
}

function source(name: string, version: string, device = ''): Source {
  const [head = '', tail = ''] = device.split('@');
  return {
    name: attributeText(name),
    version: attributeText(version),
    deviceHead: attributeText(head),
    deviceTail: attributeText(tail),
  };
}

/** Sources that stay the same over the years. Names as hostile as real ones: quotes, brackets, an emoji, a double escape. */
const steady: Readonly<Record<Exclude<SourceId, 'watch' | 'phone'>, Source>> = {
  health: source('Health', '17.7'),
  scale: source('Withings & "Body+" <Scale>', '1023'),
  // Commas inside values and rarer keys, as devices of other makers have them (healthkit/README §1.5).
  cuff: source(
    'OMRON connect',
    '8002001',
    '<<HKDevice: 0x@>, name:BP7000, Evolv, manufacturer:OMRON, model:BP7000, firmware:1.2, localIdentifier:5E-11-2A, FDA UDI:(01)00073796267001',
  ),
  food: source('MyFitnessPal', '38810'),
  water: source('WaterMinder', '12.4'),
  nights: source('\u7761\u7720\u8a18\u9332 \ud83d\ude34', '3.2'),
  calm: source('Breathe &amp; Sit', '2'),
  strava: source('Strava', '33410'),
  thermometer: source("Kinsa 'Smart' Stick", '5.1'),
};

export type SourceLookup = (id: SourceId, day: number) => Source;

/** Sources by day; the Watch and the iPhone change their model and software over the years. */
export function sourceLookup(settings: Settings): SourceLookup {
  const owner = settings.person === 1 ? 'Sam' : 'Robin';
  const watchName = settings.person === 1 ? settings.watchName : settings.watchName.replace('Sam', owner);
  const watches = new Map<string, Source>();
  const phones = new Map<string, Source>();
  return (id, day) => {
    if (id !== 'watch' && id !== 'phone') return steady[id];
    const era = eraOf(day);
    const known = (id === 'watch' ? watches : phones).get(era.watchSoftware);
    if (known) return known;
    const made =
      id === 'watch'
        ? source(
            watchName,
            era.watchSoftware,
            `<<HKDevice: 0x@>, name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:${era.watch}, software:${era.watchSoftware}, creation date:${dateOf(Math.max(0, era.from - 1970) * 365 + 260)} 09:41:00 +0000`,
          )
        : source(
            `${owner}\u2019s iPhone`,
            era.phoneSoftware,
            `<<HKDevice: 0x@>, name:iPhone, manufacturer:Apple Inc., model:iPhone, hardware:${era.phone}, software:${era.phoneSoftware}`,
          );
    (id === 'watch' ? watches : phones).set(era.watchSoftware, made);
    return made;
  };
}
