import { expect, test } from 'vitest'
import { readPlace } from '../../src/consent/index.ts'
import { jurisdictionOf } from '../../src/policy/index.ts'

test.each<[object | undefined, string]>([
  [{ country: 'FR', isEUCountry: '1' }, 'eu'],
  [{ country: 'FR' }, 'eu'],
  [{ country: 'NO' }, 'eu'],
  // The network may know that it is the Union and not where in it.
  [{ isEUCountry: '1' }, 'eu'],
  [{ country: 'GB', regionCode: 'ENG' }, 'uk'],
  [{ country: 'US', regionCode: 'CA', region: 'California' }, 'us-ca'],
  [{ country: 'US', region: 'CA' }, 'us-ca'],
  [{ country: 'US', regionCode: 'TX' }, 'us-opt-out'],
  [{ country: 'CA', regionCode: 'QC' }, 'ca-qc'],
  [{ country: 'CA', regionCode: 'BC' }, 'ca'],
  [{ country: 'BR', regionCode: 'SP' }, 'br'],
  [undefined, 'unknown'],
  [{}, 'unknown'],
  [{ country: 'T1' }, 'unknown'],
  [{ country: 'XX' }, 'unknown'],
  [{ country: 'CH' }, 'unknown'],
  [{ country: 'US' }, 'unknown'],
  [{ country: 'US', region: 'California' }, 'unknown'],
  [{ country: 'US', regionCode: 'QC' }, 'unknown'],
  [{ country: 'CA' }, 'unknown'],
  [{ country: 'US', regionCode: 'CA', isEUCountry: '1' }, 'unknown'],
  [{ country: 'constructor' }, 'unknown'],
  [{ country: 7, regionCode: null }, 'unknown'],
])('%j is %s', (cf, id) => {
  expect(jurisdictionOf(readPlace(cf)).id).toBe(id)
})
