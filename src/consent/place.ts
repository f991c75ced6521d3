import type { Place } from '../policy/index.ts'

/** Reads where a request comes from out of `request.cf`; what is not as it should be is left out. */
export function readPlace(cf: unknown): Place {
  const { country, regionCode, region, isEUCountry } = (cf ?? {}) as Record<string, unknown>
  return {
    country: readCode(country),
    region: readCode(regionCode) ?? readCode(region),
    isEu: isEUCountry === '1',
  }
}

function readCode(value: unknown): string | undefined {
  return typeof value === 'string' && /^[A-Z0-9]{1,3}$/.test(value) ? value : undefined
}
