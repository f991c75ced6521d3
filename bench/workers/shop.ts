import { type Config, type ConfigInput, defineConfig } from 'limen'
import feed from '../../examples/storefront/data/catalogue.tsv'
import file from '../../models/gift-shop.onnx'
import manifest from '../../models/manifest.json' with { type: 'json' }
import { slotSelector } from '../page.ts'

type Engine = NonNullable<ConfigInput['model']>['engine']

/** The example shop's catalogue and model, in front of the measured page and its one slot. */
export function shopWith(engine: Engine, more: Partial<ConfigInput> = {}): Config {
  return defineConfig({
    site: { origin: 'env:ORIGIN', languages: ['en-GB'], timeZone: 'Europe/London' },
    routes: [
      {
        match: '/:size/product/:product',
        mode: 'page',
        page: 'product',
        params: { size: 'integer' },
      },
    ],
    catalogue: { feed },
    model: { manifest, file, engine },
    slots: { bench: { select: slotSelector, heading: 'You may also like', limit: 8 } },
    // Long enough that no answer under load skips the model, which would only flatter the figures.
    limits: { rankingMs: 1000 },
    ...more,
  })
}
