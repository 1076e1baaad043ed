export const appearances = ['system', 'light', 'dark'] as const;
export type Appearance = (typeof appearances)[number];

const place = 'health-relay appearance';

/** The user's choice on this computer; inaccessible storage counts as no choice. */
export function readAppearance(): Appearance {
  try {
    const stored = window.localStorage.getItem(place);
    return appearances.find((name) => name === stored) ?? 'system';
  } catch {
    return 'system';
  }
}

/** Every color is a light-dark() pair (tokens.css), so setting the scheme is enough. */
export function showAppearance(appearance: Appearance): void {
  document.documentElement.dataset['appearance'] = appearance;
}

export function chooseAppearance(appearance: Appearance): void {
  showAppearance(appearance);
  try {
    window.localStorage.setItem(place, appearance);
  } catch {
    // The choice applies until the page is closed.
  }
}
