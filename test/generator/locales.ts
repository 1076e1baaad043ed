/** Words of a phone's language that reach an export: in ECG files, in clocks (healthkit/README §1.5, §1.9). */
export interface EcgWords {
  readonly keys: readonly [
    name: string,
    birth: string,
    recorded: string,
    classification: string,
    symptoms: string,
    software: string,
    device: string,
    rate: string,
    lead: string,
    unit: string,
  ];
  readonly classifications: readonly [string, string, string];
  readonly leadOne: string;
  rate(hertz: string): string;
  readonly decimalComma: boolean;
}

const english: EcgWords = {
  keys: [
    'Name',
    'Date of Birth',
    'Recorded Date',
    'Classification',
    'Symptoms',
    'Software Version',
    'Device',
    'Sample Rate',
    'Lead',
    'Unit',
  ],
  classifications: ['Sinus Rhythm', 'Inconclusive', 'High Heart Rate'],
  leadOne: 'Lead I',
  rate: (hertz) => `${hertz} hertz`,
  decimalComma: false,
};

const japanese: EcgWords = {
  keys: [
    '名前',
    '生年月日',
    '記録日',
    '分類',
    '症状',
    'ソフトウェアバージョン',
    'デバイス',
    'サンプルレート',
    'リード',
    '単位',
  ],
  classifications: ['洞調律', '判定不能', '高心拍数'],
  leadOne: '第I誘導',
  rate: (hertz) => `${hertz}ヘルツ`,
  decimalComma: false,
};

const german: EcgWords = {
  keys: [
    'Name',
    'Geburtsdatum',
    'Aufzeichnungsdatum',
    'Klassifizierung',
    'Symptome',
    'Softwareversion',
    'Gerät',
    'Messrate',
    'Ableitung',
    'Einheit',
  ],
  classifications: ['Sinusrhythmus', 'Uneindeutig', 'Hohe Herzfrequenz'],
  leadOne: 'Ableitung I',
  rate: (hertz) => `${hertz.replace('.', ',')} Hertz`,
  decimalComma: true,
};

export function ecgWords(locale: string): EcgWords {
  return locale.startsWith('ja') ? japanese : locale.startsWith('de') ? german : english;
}

/** The halves of the day where the clock has twelve hours, else null. */
export function twelveHours(locale: string): { readonly am: string; readonly pm: string } | null {
  if (/^(en_US|en_CA|en_AU|en_IN)/.test(locale)) return { am: 'AM', pm: 'PM' };
  if (locale.startsWith('zh')) return { am: '上午', pm: '下午' };
  if (locale.startsWith('ko')) return { am: '오전', pm: '오후' };
  return null;
}
