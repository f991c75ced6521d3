import { build } from 'esbuild'
import { Miniflare } from 'miniflare'

/** The example shop in workerd, on a port of its own. */
export async function startStorefront(): Promise<{ miniflare: Miniflare; url: URL }> {
  const folder = `${import.meta.dirname}/../../examples/storefront`
  const { outputFiles } = await build({
    entryPoints: [`${folder}/worker.ts`],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    loader: { '.tsv': 'text' },
  })
  const contents = outputFiles[0]?.contents as Uint8Array<ArrayBuffer>
  const miniflare = new Miniflare({
    port: 0,
    workers: [
      {
        config: {
          name: 'storefront',
          compatibilityDate: '2026-11-01',
          manifest: {
            mainModule: 'worker.js',
            modulesRoot: folder,
            modules: { 'worker.js': { type: 'esm', contents } },
          },
          env: {},
          exports: {},
        },
        dev: { rootPath: folder },
      },
    ],
  })
  return { miniflare, url: await miniflare.ready }
}
