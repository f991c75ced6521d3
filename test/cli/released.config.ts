import example from '../../limen.config.ts'
import file from '../../models/gift-shop.onnx'
import manifest from '../../models/manifest.json' with { type: 'json' }
import { compact } from '../../src/model/compact/index.ts'
import { d1Folder, folders, r2Folder, released } from '../../src/release/index.ts'

/** The example, with a model that is released; the state is read behind every answer. */
export default {
  ...example,
  model: released({
    models: [{ manifest, file }],
    engine: compact,
    folder: folders(d1Folder('DB'), r2Folder('MODELS')),
    rereadSeconds: 0,
  }),
}
