// Chromium, Safari and Firefox each had a name for it before RFC 8941 gave `Sec-Purpose` its form.
const names = ['sec-purpose', 'purpose', 'x-moz', 'x-purpose']

/** Whether a browser fetches or renders in advance what nobody has looked at yet. */
export function isInAdvance(headers: Headers): boolean {
  return names.some((name) => headers.has(name))
}
