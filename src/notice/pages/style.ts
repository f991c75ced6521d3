import { ConfigError } from '../../errors.ts'
import { rules, type Shown } from './rules.ts'

/** Custom properties with which a shop styles every notice, and the properties they stand for. */
export const themeDefaults = {
  surface: ['#ffffff', '#1e2024'],
  text: ['#1d2026', '#eceef1'],
  accent: ['#23272f', '#eceef1'],
  'accent-text': ['#ffffff', '#17191c'],
  radius: ['14px', '14px'],
  font: ['system-ui, sans-serif', 'system-ui, sans-serif'],
} as const

/** Values of the custom properties, for the pages that the shop's own style does not reach. */
export type Theme = { readonly [Name in keyof typeof themeDefaults]?: string } & {
  /** Light or dark whatever the shopper's system says. Default: as the system. */
  readonly scheme?: 'light' | 'dark'
}

/** The styles of a shop's notices, one for each thing that can be shown; `sheet` has them all. */
export type Styles = Readonly<Record<Shown, string>>

/** @throws ConfigError for a value that could end its declaration. */
export function stylesOf({ scheme, ...values }: Theme = {}): Styles {
  for (const [name, value] of Object.entries(values)) {
    const isOurs = Object.hasOwn(themeDefaults, name) && /^[^;{}<>\\\n]+$/.test(value)
    if (!isOurs) throw new ConfigError(`consent.service.theme.${name}`, 'must be one CSS value')
  }
  const light = `.limen{${declare(values, 0)}}`
  const dark = `.limen{${declare(values, 1)}}`
  const colours = {
    light: `${light}.limen{color-scheme:light}`,
    dark: `${dark}.limen{color-scheme:dark}`,
    system: `${light}.limen{color-scheme:light dark}@media(prefers-color-scheme:dark){${dark}}`,
  }[scheme ?? 'system']
  const styles = Object.entries(rules).map(([shown, text]) => [
    shown,
    colours + text.replaceAll(/\n\s*/g, ''),
  ])
  return Object.fromEntries(styles)
}

function declare(values: Readonly<Record<string, string>>, column: 0 | 1): string {
  return Object.entries(themeDefaults)
    .map(
      ([name, defaults]) => `--${name}:var(--limen-${name},${values[name] ?? defaults[column]});`,
    )
    .join('')
}
