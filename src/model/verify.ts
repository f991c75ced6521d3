import { ModelError } from '../errors.ts'
import { sha256 } from '../lib/bytes.ts'
import { features } from '../policy/index.ts'
import type { Manifest } from './manifest.ts'

const maxRows = 64
/** Below this share of a model's items in the shop's feed, it was trained on another catalogue. */
const minKnownShare = 0.5

/**
 * Refuses a model that is not the one its manifest describes, or not this shop's.
 *
 * @param isProduct whether the shop's feed has a product of this id.
 * @throws ModelError that names what does not match: format, hash, inputs or catalogue.
 */
export async function verifyModel(
  manifest: Manifest,
  file: ArrayBuffer,
  isProduct: (id: string) => boolean,
): Promise<void> {
  const refuse = (what: string) => {
    throw new ModelError('ERR_MODEL_INCOMPATIBLE', manifest.id, what)
  }
  const { inputs, catalogue } = manifest
  if (manifest.format !== 1) refuse('format must be 1; train it again with this version')

  if ((await sha256(file)) !== manifest.sha256) {
    refuse('hash: the file is not the one its manifest names; restore both, or train again')
  }
  for (const { feature, rows } of inputs.contexts) {
    const known = Object.hasOwn(features, feature) && features[feature].encoding === 'row'
    if (!known) refuse('inputs: it asks for a feature that this version cannot read')
    if (rows[0] !== '' || rows.length > maxRows) {
      refuse(`inputs: ${feature} must have at most ${maxRows} rows, the first one empty`)
    }
  }
  if ((await sha256(catalogue.items.join('\n'))) !== catalogue.sha256) {
    refuse('catalogue: its item list is not the one its manifest names')
  }
  const known = catalogue.items.filter(isProduct).length
  if (known < catalogue.items.length * minKnownShare) {
    refuse(
      `catalogue: the feed has ${known} of its ${catalogue.items.length} items; train on this feed`,
    )
  }
}
