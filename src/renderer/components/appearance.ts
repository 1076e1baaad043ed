export const appearances = ['system', 'light', 'dark'] as const;
export type Appearance = (typeof appearances)[number];

const place = 'health-relay appearance';

/** As the person chose it on this computer; storage that is refused counts as no choice. */
export function readAppearance(): Appearance {
  try {
    const stored = window.localStorage.getItem(place);
    return appearances.find((name) => name === stored) ?? 'system';
  } catch {
    return 'system';
  }
}

/** Every color is a light-dark() pair (tokens.css), so naming the scheme is all there is to it. */
export function showAppearance(appearance: Appearance): void {
  document.documentElement.dataset['appearance'] = appearance;
}

export function chooseAppearance(appearance: Appearance): void {
  showAppearance(appearance);
  try {
    window.localStorage.setItem(place, appearance);
  } catch {
    // Shown until the page is closed.
  }
}
