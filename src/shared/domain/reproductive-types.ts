/**
 * Record types about reproduction: their arrivals are a class of their own, which no destination takes unless asked to. Apple
 * adds types with new releases, so their names are told by the words in them: a closed list would let the next one out.
 * A word too many keeps a record here until the person adds the class; a word too few sends what the README says stays.
 */
const words =
  /abortion|bleeding|breast|cervi|contracep|estrogen|fertil|f(o)?etal|gestation|gyn(a)?ec|intercourse|lactation|libido|menarche|menopaus|menstrua|miscarriage|ovar(y|ian)|ovulat|pelvic|period(?!ic)|pregnan|progesterone|prostate|reproduct|sexual|sperm|testosterone|uter(us|ine)|vagina|vulva/i;

/** None of the words is in it: this temperature is taken to find the day of ovulation. */
const named: ReadonlySet<string> = new Set(['HKQuantityTypeIdentifierBasalBodyTemperature']);

/** `type` as the export names it, e.g. `HKCategoryTypeIdentifierMenstrualFlow`. */
export const isReproductive = (type: string): boolean => named.has(type) || words.test(type);
